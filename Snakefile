# Structured sources to published documents.  Each rule calls one verb of `briefwright`.
from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/common.smk"
include: "workflow/rules/resolve.smk"
include: "workflow/rules/documents.smk"
include: "workflow/rules/site.smk"


rule all:
    default_target: True
    input:
        expand(f"{SITE}/{{name}}", name=SHARED),
        [expand(f"{SITE}/{{name}}", name=files_of(brief)) for brief in BRIEFS],
