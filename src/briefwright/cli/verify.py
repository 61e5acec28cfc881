"""`briefwright verify`: check published files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli.common import naming_file
from briefwright.errors import BriefwrightError
from briefwright.layout import BUILD_INPUTS, MANIFEST, Layout
from briefwright.output import as_json, files_in, write
from briefwright.process import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asn1crypto.x509 import Certificate

    from briefwright.verify.verdicts import Verdict


def verify(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="PDFs, or folders of sites with their manifest.json.")
    ],
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
    trust: Annotated[Path | None, typer.Option(help="PEM file with the certificates that you trust.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the sources in the current folder, and compare.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="JSON file to write the results to.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="Manifest of the site, if it is in no folder above the PDF.")
    ] = None,
) -> None:
    """Verify published files.

    Checks checksums, the PDF standards, markings and signatures. An unsigned PDF cannot be checked on its own: use
    --manifest, or --rebuild.

    Exit code: 0 without problems, 1 with problems, 2 if a path cannot be read.
    """
    verdicts: list[Verdict] = []
    roots = _trusted_roots(trust)
    for path in paths:
        if path.is_dir():
            files = {name: file.read_bytes() for name, file in files_in(path).items()}
            files |= {manifest.name: manifest.read_bytes()} if manifest else {}
            verdicts += _verify_site(files, roots)
        elif path.is_file():
            files = {f"{path.absolute().parent.name}/{path.name}": path.read_bytes()}
            reference = "the rebuilt sources" if rebuild else None
            verdicts.append(_verify_pdf(path, manifest, roots, reference))
        else:
            typer.echo(f"error: {path}: no such file or folder", err=True)
            raise SystemExit(ExitCode.USAGE)
        if rebuild:
            verdicts.append(_compare_with_rebuild(files))
    for verdict in verdicts:
        _print(verdict, quiet=quiet)
    if report:
        write(report, as_json([asdict(verdict) for verdict in verdicts]))
    if failed := sum(bool(verdict.problems) for verdict in verdicts):
        lines = "see the lines with ERROR" + ("" if quiet else "; --quiet shows only these")
        raise BriefwrightError(f"{failed} file{'s have' if failed > 1 else ' has'} problems; {lines}")
    if not quiet:
        unverified = any(verdict.unverified for verdict in verdicts)
        typer.echo("No problems found." + (" Some checks were not possible; see “unverified”." if unverified else ""))


def _print(verdict: Verdict, *, quiet: bool) -> None:
    lines = {"ERROR": verdict.problems} | ({} if quiet else {"ok": verdict.facts, "unverified": verdict.unverified})
    if verdict.problems or not quiet:
        typer.echo(verdict.path)
    for label, statements in lines.items():
        for statement in statements:
            typer.echo(f"  {label:10}  {statement}")


def _verify_site(files: Mapping[str, bytes], roots: tuple[Certificate, ...]) -> list[Verdict]:
    from briefwright.verify.verdicts import is_pdf, verify_site

    contents = [(verdict, files.get(verdict.path, b"")) for verdict in verify_site(files)]
    return [
        _with_signature(verdict, content, roots, MANIFEST) if is_pdf(verdict.path, content) else verdict
        for verdict, content in contents
    ]


def _verify_pdf(path: Path, manifest: Path | None, roots: tuple[Certificate, ...], reference: str | None) -> Verdict:
    """Return the verdict on a single PDF; ``reference`` names what it is compared with if there is no manifest."""
    from briefwright.verify.verdicts import verify_pdf

    page, content = path.with_suffix(".html"), path.read_bytes()
    verdict = verify_pdf(path.as_posix(), content, page.read_bytes() if page.is_file() else None)
    verdict, manifest_name = _with_manifest(verdict, path, content, manifest)
    return _with_signature(verdict, content, roots, manifest_name or reference)


def _with_manifest(verdict: Verdict, path: Path, content: bytes, manifest: Path | None) -> tuple[Verdict, str | None]:
    """Return the verdict after a check against a manifest, and the name of the manifest, if there is one.

    The manifest is the given one, or else the nearest in the folders above the file that lists it.
    """
    from briefwright.verify.verdicts import with_manifest

    if manifest:
        name = manifest.as_posix()
        return with_manifest(verdict, content, manifest.read_bytes(), name) or verdict, name
    resolved = path.resolve()
    for folder in resolved.parents:
        candidate = folder / MANIFEST
        if os.access(candidate, os.R_OK) and candidate.is_file():
            path_in_site = resolved.relative_to(folder).as_posix()
            checked = with_manifest(verdict, content, candidate.read_bytes(), candidate.as_posix(), path_in_site)
            if checked:
                return checked, candidate.as_posix()
    return verdict, None


def _trusted_roots(trust: Path | None) -> tuple[Certificate, ...]:
    if trust is None:
        return ()
    from briefwright.extras.signature_check import load_certificates

    with naming_file(trust):
        return load_certificates(trust.read_bytes())


def _with_signature(verdict: Verdict, content: bytes, roots: tuple[Certificate, ...], reference: str | None) -> Verdict:
    """Return the verdict with the result for its signature; ``reference`` names the manifest or sources compared."""
    from briefwright.verify.verdicts import with_signature

    if b"/ByteRange" not in content:  # the signature checker takes half a second to import
        return with_signature(verdict, None, has_roots=bool(roots), compared_with=reference)
    from briefwright.extras.signature_check import check_signature

    try:
        return with_signature(verdict, check_signature(content, roots), has_roots=bool(roots), compared_with=reference)
    except BriefwrightError as error:
        return verdict.with_results(problems=[str(error)])


def _compare_with_rebuild(files: Mapping[str, bytes]) -> Verdict:
    """Build the sources of the working directory with the marking of the files, and compare both."""
    from briefwright.extras.signature_check import unsigned_prefix
    from briefwright.model import Marking
    from briefwright.verify.conformance import marking_of
    from briefwright.verify.verdicts import compare_with_build, is_pdf

    pdf = next((content for name, content in files.items() if is_pdf(name, content)), None)
    marking = Marking((pdf and marking_of(pdf)) or Marking.CLEAR)
    rebuilt = _rebuild(marking.plain)
    return compare_with_build(files, rebuilt, lambda pdf: unsigned_prefix(pdf) if b"/ByteRange" in pdf else pdf)


def _rebuild(marking: str) -> dict[str, bytes]:
    """Build the project in a temporary folder, unsigned; return every file of the site by its path.

    Raises ``BriefwrightError`` if the working directory contains no project, or if the build fails.
    """
    if missing := [name for name in BUILD_INPUTS if not Path(name).exists()]:
        raise BriefwrightError(
            f"cannot rebuild in {Path.cwd()}: {', '.join(missing)} not found; run this in the project’s folder"
        )
    with tempfile.TemporaryDirectory(prefix="briefwright-rebuild-") as folder:
        for path in map(Path, BUILD_INPUTS):
            if path.is_dir():
                shutil.copytree(path, folder / path, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(path, folder / path)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFWRIGHT_")}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
        finished = subprocess.run(  # noqa: S603 - our own workflow, found on the PATH
            ["snakemake", "--config", f"marking={marking}", "briefs=[]"],  # noqa: S607 - beside this Python
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise BriefwrightError(f"the sources in {Path.cwd()} do not build:\n{finished.stderr.strip()}")
        return {name: path.read_bytes() for name, path in files_in(folder / Layout(marking).site).items()}
