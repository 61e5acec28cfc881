"""`briefwright sign`: sign PDFs with the publisher's key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.common import OutputFolder, naming_file
from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES, TEMPLATES
from briefwright.output import write


def sign(
    files: Annotated[list[Path], typer.Argument(metavar="PDF", help="Finished PDFs.")],
    output: OutputFolder,
    templates: Annotated[Path, typer.Option(help="Folder of the templates.")] = TEMPLATES,
) -> None:
    """Sign PDFs with the publisher's key.

    Set BRIEFWRIGHT_PKCS12 to the key file, or BRIEFWRIGHT_PKCS11_MODULE to the token's library. The given PDFs stay
    unsigned.
    """
    from briefwright import language
    from briefwright.extras import signing
    from briefwright.extras.keys import open_key
    from briefwright.extras.signing_settings import read_signing_settings
    from briefwright.sources.theme import load_theme

    settings = read_signing_settings(os.environ)
    if settings is None:
        raise BriefwrightError("no signing key; set BRIEFWRIGHT_PKCS12 or BRIEFWRIGHT_PKCS11_MODULE")
    names = [file.name for file in files]
    if duplicate := next((name for name in names if names.count(name) > 1), None):
        raise BriefwrightError(f"several files are named {duplicate}; sign them into different folders")
    for file in files:
        if (output / file.name).resolve() == file.resolve():
            raise BriefwrightError(f"{file.as_posix()} would be overwritten; choose another folder with --output")
    # The signature field needs a name for assistive technology, even without a visible seal (ISO 14289-1, 7.18.4).
    if not (locales := templates / "locales").is_dir():
        raise BriefwrightError(f"{locales.as_posix()}: no such folder; give the project’s templates with --templates")
    accent = load_theme(SOURCES, templates).theme.light["accent"]
    with open_key(settings) as key:
        for file in files:
            with naming_file(file):
                pdf = file.read_bytes()
                catalogue = language.load(locales, signing.language_of(pdf))
                write(output / file.name, signing.sign(pdf, key, catalogue.text, accent))
                typer.echo(f"Signed {(output / file.name).as_posix()}.")
