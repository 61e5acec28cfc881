"""Verbs for those who receive files: what is published, and whether a file is what it says."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli.common import app, naming_file
from briefwright.errors import BriefwrightError
from briefwright.layout import MANIFEST, PARTS, Layout
from briefwright.output import as_json, files_in, write
from briefwright.process import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asn1crypto.x509 import Certificate

    from briefwright.verify.verdicts import Verdict


@app.command()
def verify(
    paths: Annotated[list[Path], typer.Argument(help="PDFs, or folders of a site with its manifest.json.")],
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False,
    trust: Annotated[Path | None, typer.Option(help="Certificates of those whose signatures count (PEM).")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the sources of this folder once more, and compare.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="A JSON file to write all that was found into.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="The manifest, where a folder or a PDF does not lie with its own.")
    ] = None,
) -> None:
    """Check what was published.

    It checks files by manifest, checksum, standard, marking and signature.

    Exit code 0 where nothing is wrong, 1 where something is, 2 where a path cannot be read.  What cannot be known from
    here is said to be open: nothing shows whether the bytes of an unsigned PDF by itself are those that were published.
    """
    found: list[Verdict] = []
    roots = _roots(trust)
    for path in paths:
        if path.is_dir():
            files = {name: file.read_bytes() for name, file in files_in(path).items()}
            files |= {manifest.name: manifest.read_bytes()} if manifest else {}
            found += _of_folder(files, roots)
        elif path.is_file():
            files = {f"{path.absolute().parent.name}/{path.name}": path.read_bytes()}
            found.append(_of_file(path, manifest, roots, other="the sources at hand" if rebuild else None))
        else:
            typer.echo(f"error: there is no file or folder {path}", err=True)
            raise SystemExit(ExitCode.USAGE)
        if rebuild:
            found.append(_rebuilt(files))
    for verdict in found:
        _tell(verdict, quiet=quiet)
    wrong = sum(bool(verdict.problems) for verdict in found)
    if report:
        write(report, as_json([asdict(verdict) for verdict in found]))
    if wrong:
        raise BriefwrightError(
            "1 file is not what it should be" if wrong == 1 else f"{wrong} files are not what they should be"
        )
    if quiet:
        return
    if any(verdict.unproved for verdict in found):
        typer.echo("Nothing is wrong that can be seen from here, but what is open may be.")
    else:
        typer.echo("All is well.")


def _tell(verdict: Verdict, *, quiet: bool) -> None:
    if verdict.problems or not quiet:
        typer.echo(verdict.path)
    shown = {"WRONG": verdict.problems} | ({} if quiet else {"right": verdict.facts, "open": verdict.unproved})
    for word, sentences in shown.items():
        for sentence in sentences:
            typer.echo(f"  {word:5}  {sentence}")


def _of_folder(files: Mapping[str, bytes], roots: tuple[Certificate, ...]) -> list[Verdict]:
    from briefwright.verify.verdicts import is_pdf, of_site

    contents = [(verdict, files.get(verdict.path, b"")) for verdict in of_site(files)]
    return [
        _signed(verdict, content, roots, MANIFEST) if is_pdf(verdict.path, content) else verdict
        for verdict, content in contents
    ]


def _of_file(path: Path, manifest: Path | None, roots: tuple[Certificate, ...], other: str | None) -> Verdict:
    """Return the verdict on a PDF by itself; ``other`` names what tells its bytes besides a manifest."""
    from briefwright.verify.verdicts import of_pdf

    beside, content = path.with_suffix(".html"), path.read_bytes()
    verdict = of_pdf(path.as_posix(), content, beside.read_bytes() if beside.is_file() else None)
    verdict, known = _listed(verdict, path, content, manifest)
    return _signed(verdict, content, roots, known or other)


def _listed(verdict: Verdict, path: Path, content: bytes, manifest: Path | None) -> tuple[Verdict, str | None]:
    """Add what a manifest says of a file: the one that the reader names, or the nearest in a folder above.

    Return the name of that manifest as well, if there is one.
    """
    from briefwright.verify.verdicts import of_manifest

    if manifest:
        name = manifest.as_posix()
        return of_manifest(verdict, content, manifest.read_bytes(), name) or verdict, name
    real = path.resolve()
    for folder in real.parents:
        above = folder / MANIFEST
        if os.access(above, os.R_OK) and above.is_file():
            inside = real.relative_to(folder).as_posix()
            found = of_manifest(verdict, content, above.read_bytes(), above.as_posix(), inside)
            if found:
                return found, above.as_posix()
    return verdict, None


def _roots(trust: Path | None) -> tuple[Certificate, ...]:
    if trust is None:
        return ()
    from briefwright.extras.signature_check import load_certificates

    with naming_file(trust):
        return load_certificates(trust.read_bytes())


def _signed(verdict: Verdict, content: bytes, roots: tuple[Certificate, ...], known: str | None) -> Verdict:
    """Add what a PDF's signature proves; ``known`` names what else tells its bytes."""
    from briefwright.verify.verdicts import with_signature

    if b"/ByteRange" not in content:  # what reads signatures takes half a second to import
        return with_signature(verdict, None, vouched=bool(roots), known=known)
    from briefwright.extras.signature_check import check_signature

    try:
        return with_signature(verdict, check_signature(content, roots), vouched=bool(roots), known=known)
    except BriefwrightError as error:
        return verdict.adding(problems=[str(error)])


def _rebuilt(files: Mapping[str, bytes]) -> Verdict:
    """Build the sources of the working directory for the readers that files are marked for, and compare."""
    from briefwright.extras.signature_check import unsigned_prefix
    from briefwright.model import Marking
    from briefwright.verify.conformance import marking_of
    from briefwright.verify.verdicts import against_rebuilt, is_pdf

    pdf = next((content for name, content in files.items() if is_pdf(name, content)), None)
    marking = Marking((pdf and marking_of(pdf)) or Marking.CLEAR)
    made = _build(marking.plain)
    return against_rebuilt(files, made, lambda pdf: unsigned_prefix(pdf) if b"/ByteRange" in pdf else pdf)


def _build(marking: str) -> dict[str, bytes]:
    """Build the project once more in a folder of its own, unsigned; return every file of the site by its path.

    Raises ``BriefwrightError`` where the working directory is no project, or where it does not build.
    """
    import shutil
    import subprocess
    import sys
    import tempfile

    if lost := [name for name in PARTS if not Path(name).exists()]:
        raise BriefwrightError(f"there is nothing to rebuild here: {Path.cwd()} has no {', '.join(lost)}")
    with tempfile.TemporaryDirectory(prefix="briefwright-rebuild-") as folder:
        for part in map(Path, PARTS):
            if part.is_dir():
                shutil.copytree(part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(part, folder / part)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFWRIGHT_")}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
        done = subprocess.run(  # noqa: S603 - our own workflow, found on the PATH
            ["snakemake", "--config", f"marking={marking}", "briefs=[]"],  # noqa: S607 - beside this Python
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BriefwrightError(f"the sources at hand do not build:\n{done.stderr.strip()}")
        return {name: path.read_bytes() for name, path in files_in(folder / Layout(marking).site).items()}
