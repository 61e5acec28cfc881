"""Builds with a signing key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from briefwright.extras.signature_check import check_signature, load_certificates, unsigned_prefix
from briefwright.extras.signing_settings import UNSIGNED
from tests.tools import authority, verapdf
from tests.tools.authority import PASSWORD, Authority, Holder
from tests.tools.project import DOCUMENTS, SITE, SLUG, Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PDFS = [f"{SLUG}/{name}.pdf" for name in DOCUMENTS]
LANDING = f"{SLUG}/index.html"
# The rules that do not depend on the bytes of published PDFs.
UNSIGNED_RULES = {"resolve", "draw", "render", "page", "assets"}


def edition(name: str) -> str:
    """Return the path of a PDF's copy in the newest edition."""
    return name.replace(SLUG, f"{SLUG}/editions/1.10")


@pytest.fixture(scope="module")
def publisher() -> Authority:
    return authority.create()


def environment(folder: Path, holder: Holder, issuers: list[Holder], **more: str) -> dict[str, str]:
    path = folder / "publisher.p12"
    path.write_bytes(holder.pkcs12(issuers))
    return {"BRIEFWRIGHT_PKCS12": str(path), "BRIEFWRIGHT_PKCS12_PASSWORD": PASSWORD, **more}


def test_key_signs_published_pdfs_only(original: Project, built: Project, publisher: Authority, tmp_path: Path) -> None:
    key = environment(tmp_path, publisher.publisher, [publisher.intermediate])
    run = built.run("snakemake", env=key)
    assert run.code == 0, run.text
    assert "typeset" in run.rules()
    assert not run.rules() & UNSIGNED_RULES
    assert UNSIGNED not in run.text
    for name in PDFS:
        content = (built.site / name).read_bytes()
        found = check_signature(content, load_certificates(publisher.root.pem))
        assert found is not None
        assert found.problems == ()
        assert unsigned_prefix(content) == (original.site / name).read_bytes()
    published = built.digests()
    assert {published[edition(name)] for name in PDFS} == {published[name] for name in PDFS}
    changed = {*PDFS, *map(edition, PDFS), LANDING, "manifest.json"}
    others = {name: digest for name, digest in published.items() if name not in changed}
    assert others.items() <= original.digests().items()

    assert "Nothing to do" in built.run("snakemake", env=key).text

    run = built.run("snakemake", env=environment(tmp_path, authority.issue("Other House"), []))
    assert run.code == 0, run.text
    assert "typeset" in run.rules()
    assert not run.rules() & UNSIGNED_RULES
    files_with_password = [
        path for path in built.root.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()
    ]
    assert files_with_password == []

    run = built.run("snakemake")
    assert run.text.count(UNSIGNED) == 1
    assert {name: built.digests()[name] for name in PDFS} == {name: original.digests()[name] for name in PDFS}


def test_wrong_password_stops_the_build_before_its_first_step(
    built: Project, publisher: Authority, tmp_path: Path
) -> None:
    before = built.stamps()
    key = environment(tmp_path, publisher.publisher, [], BRIEFWRIGHT_PKCS12_PASSWORD="hush")  # noqa: S106 - a wrong one
    run = built.run("snakemake", env=key)
    assert run.code == 1
    assert "publisher.p12: wrong password" in run.text
    assert "Traceback" not in run.text
    assert "hush" not in run.text
    assert run.jobs == set()
    assert built.stamps() == before


@pytest.mark.conformance
def test_sealed_publication_is_pdf_a_and_pdf_ua(built: Project, publisher: Authority, tmp_path: Path) -> None:
    key = environment(tmp_path, publisher.publisher, [publisher.intermediate], BRIEFWRIGHT_SEAL="1")
    run = built.run("snakemake", env=key)
    assert run.code == 0, run.text
    paths = [built.root / SITE / name for name in PDFS]
    assert [str(report) for report in verapdf.validate(paths, ["ua1", "3a"]) if not report.compliant] == []
    for path in paths:
        with pikepdf.open(path) as pdf:
            box = [float(edge) for edge in pdf.Root.AcroForm.Fields[0].Rect.as_list()]
        with pypdfium2.PdfDocument(path) as document:
            page = document[len(document) - 1]
            words = page.get_textpage()
            assert words.get_text_bounded(*box) == "", "the seal covers text"
            assert words.get_text_bounded(0, 0, *page.get_size())
