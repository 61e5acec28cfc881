"""Signing what is published, where the environment names the house's key.

The key is opened here once, so that a build with a wrong password stops before it begins; a rule knows nothing of it
but a digest.  Without a key there is no such rule, and `finish` writes what is published.
"""

import os

from briefwright.extras import signer
from briefwright.errors import BriefwrightError

SIGNER = None
if signer.names_key(os.environ):
    from briefwright.extras.keys import identity

    try:
        SIGNER = identity(os.environ)
    except BriefwrightError as error:
        raise WorkflowError(str(error)) from None
# Where `finish` puts a PDF.
FINISHED = f"{WORK}/unsigned" if SIGNER else STAGE


if SIGNER:

    rule sign:
        input:
            pdf=f"{FINISHED}/{{brief}}/{{document}}.pdf",
            strings="templates/locales/en-GB.po",
        output:
            f"{STAGE}/{{brief}}/{{document}}.pdf",
        log:
            f"{LOGS}/{{brief}}/{{document}}.sign.log",
        conda:
            "../envs/briefwright.yaml"
        params:
            engine=ENGINE,
            signer=SIGNER,
            output=folder_of_output,
        shell:
            "briefwright sign {input.pdf:q} --output {params.output:q} 2> {log:q}"
