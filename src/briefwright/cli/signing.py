"""The verb that signs, with the publisher's key as the environment names it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.common import Output, app, naming_file
from briefwright.errors import BriefwrightError
from briefwright.layout import TEMPLATES
from briefwright.output import write


@app.command()
def sign(
    files: Annotated[list[Path], typer.Argument(help="Finished PDF files.")],
    output: Output,
    templates: Annotated[Path, typer.Option(help="Where templates, style sheets and catalogues are.")] = TEMPLATES,
) -> None:
    """Sign PDFs into a folder.

    BRIEFWRIGHT_PKCS12 or BRIEFWRIGHT_PKCS11_MODULE names the key.
    """
    from briefwright import language
    from briefwright.extras import signing
    from briefwright.extras.keys import open_key
    from briefwright.extras.signing_settings import UNSIGNED, signer_of

    signer = signer_of(os.environ)
    if signer is None:
        raise BriefwrightError(UNSIGNED)
    if len({file.name for file in files}) < len(files):
        raise BriefwrightError("two of the files have the same name; sign them into different folders")
    if own := next((file for file in files if (output / file.name).resolve() == file.resolve()), None):
        raise BriefwrightError(
            f"{own.as_posix()} lies in the folder to sign into, and would be overwritten; name another with --output"
        )
    # Assistive technology reads them where no seal is seen as well (ISO 14289-1, 7.18.4).
    if not (strings := templates / "locales").is_dir():
        raise BriefwrightError(
            f"{strings.as_posix()}: there is no such folder, which has the words that a signature says of itself; "
            "name the project’s templates with --templates"
        )
    with open_key(signer) as key:
        for file in files:
            with naming_file(file):
                pdf = file.read_bytes()
                catalogue = language.load(strings, signing.language_of(pdf))
                write(output / file.name, signing.sign(pdf, key, catalogue.text))
