from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.model import Marking
from briefwright.verify.manifest import BriefEdition, Engine, Manifest, manifest_entry
from briefwright.verify.verdicts import (
    SignatureResult,
    Verdict,
    compare_with_build,
    verify_pdf,
    verify_site,
    with_manifest,
    with_signature,
)
from tests.unit.test_conformance import good

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["good"]

PAGE = b'<html><body><header><p class="marking">TLP:CLEAR</p></header><main id="main"></main></body></html>'
BRIEFS = (BriefEdition(slug="bridges", edition="1.0", date="2026-01-31", sources="0" * 64),)
EDITION = {"slug": "bridges", "edition": "1.0"}
ENGINE = Engine(name="Briefwright", version="1", digest="1" * 64)


def site(named: dict[str, bytes]) -> dict[str, bytes]:
    """Return a site with its manifest."""
    entries = tuple(manifest_entry(name, content, EDITION) for name, content in sorted(named.items()))
    manifest = Manifest(marking=Marking.CLEAR, engine=ENGINE, briefs=BRIEFS, files=entries)
    return {**named, "manifest.json": manifest.model_dump_json().encode()}


def wrong(verdicts: list[Verdict]) -> dict[str, tuple[str, ...]]:
    return {verdict.path: verdict.problems for verdict in verdicts if verdict.problems}


@pytest.fixture
def published(good: bytes) -> dict[str, bytes]:
    return site({"index.html": PAGE, "web.css": b"p {}", "bridges/sheet.pdf": good})


def test_accepts_published_site(published: dict[str, bytes]) -> None:
    verdicts = verify_site(published)
    assert wrong(verdicts) == {}
    assert [verdict.path for verdict in verdicts] == ["manifest.json", "bridges/sheet.pdf", "index.html", "web.css"]
    assert "marked TLP:CLEAR in the metadata, and in the header and footer of each page" in verdicts[1].facts


def test_manifest_describes_each_file(published: dict[str, bytes]) -> None:
    files = {file["path"]: file for file in json.loads(published["manifest.json"])["files"]}
    sheet = files["bridges/sheet.pdf"]
    assert sheet["media_type"] == "application/pdf"
    assert sheet["size"] == len(published["bridges/sheet.pdf"])
    assert sheet["pages"] >= 2
    assert sheet["conformance"] == ["PDF/A-3a", "PDF/UA-1"]
    assert (sheet["brief"], sheet["edition"]) == ("bridges", "1.0")
    assert files["web.css"]["media_type"] == "text/css"
    assert files["web.css"]["brief"] is None


def site_with_archived_edition(marking: Marking) -> dict[str, bytes]:
    """Return a site with an edition that was archived under a marking."""
    link = b'<a href="bridges/editions/0.9/index.html">0.9</a></main>'
    named = {
        "bridges/editions/0.9/index.html": PAGE.replace(b"CLEAR", marking.plain.encode()),
        "index.html": PAGE.replace(b"CLEAR", b"GREEN").replace(b"</main>", link),
    }
    briefs = (BRIEFS[0].model_copy(update={"archived": {"0.9": marking}}),)
    entries = tuple(manifest_entry(name, content, EDITION) for name, content in named.items())
    manifest = Manifest(marking=Marking.GREEN, engine=ENGINE, briefs=briefs, files=entries)
    return {**named, "manifest.json": manifest.model_dump_json().encode()}


def test_archived_edition_has_its_own_marking_and_no_stricter_one() -> None:
    files = site_with_archived_edition(Marking.CLEAR)
    assert json.loads(files["manifest.json"])["files"][0]["edition"] == "0.9"
    assert wrong(verify_site(files)) == {}
    amber = wrong(verify_site(site_with_archived_edition(Marking.AMBER)))
    assert "edition 0.9 of bridges is TLP:AMBER" in " ".join(amber["manifest.json"])


def change(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def modify(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return modify


@pytest.mark.parametrize(
    ("modify", "path", "message"),
    [
        (change("index.html", b"CLEAR", b"GREEN"), "index.html", "changed after publication"),
        (change("bridges/sheet.pdf", b"obj", b"obj "), "bridges/sheet.pdf", "changed after publication"),
        (lambda files: files.pop("web.css"), "manifest.json", "listed file is missing: web.css"),
        (lambda files: files.update({"x.html": b""}), "manifest.json", "file is not listed: x.html"),
        (lambda files: files.pop("manifest.json"), "manifest.json", "missing"),
        (lambda files: files.update({"manifest.json": b"{}"}), "manifest.json", "invalid manifest"),
        (change("manifest.json", b"TLP:CLEAR", b"TLP:AMBER"), "index.html", "must show TLP:AMBER"),
        (change("manifest.json", b"TLP:CLEAR", b"TLP:AMBER"), "bridges/sheet.pdf", "must be TLP:AMBER"),
    ],
)  # fmt: skip
def test_finds_changes(
    published: dict[str, bytes], modify: Callable[[dict[str, bytes]], None], path: str, message: str
) -> None:
    modify(published)
    assert any(message in problem for problem in wrong(verify_site(published))[path])


def test_finds_page_without_marking() -> None:
    assert "shows no marking" in wrong(verify_site(site({"a.html": b"<p>x</p>"})))["a.html"][0]


def test_finds_difference_between_pdf_and_page(good: bytes) -> None:
    page = b'<main id="main"><h1>Tunnels</h1></main>'
    assert any("Tunnels" in problem for problem in verify_pdf("a.pdf", good, page).problems)


def test_finds_other_marking_on_page_of_pdf(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"TLP:CLEAR", b"TLP:RED"))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    found = verify_pdf("a.pdf", out.getvalue()).problems
    assert "page 1 shows TLP:CLEAR and TLP:CLEAR, but the marking in the metadata is TLP:RED" in found


@pytest.mark.parametrize(
    ("modify", "message"),
    [
        (lambda _: b"", "empty file"),
        (lambda _: b"words", "not a PDF"),
        (lambda pdf: pdf[8:], "not a PDF"),
        (lambda pdf: pdf[: len(pdf) // 2], "incomplete PDF"),
        (lambda _: b"%PDF-1.7\n%%EOF\n", "damaged PDF"),
    ],
)
def test_explains_unreadable_files(good: bytes, modify: Callable[[bytes], bytes], message: str) -> None:
    (problem,) = verify_pdf("a.pdf", modify(good)).problems
    assert problem.startswith(message)
    assert " object at 0x" not in problem


def test_reports_damaged_structure(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.StructTreeRoot.K[0].S
        out = io.BytesIO()
        pdf.save(out)
    (problem,) = verify_pdf("a.pdf", out.getvalue()).problems
    assert problem.startswith("damaged PDF")
    assert "KeyError" in problem


def test_reports_listed_file_that_is_not_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefwright.verify.manifest._read_pdf", lambda _: (1, ()))
    files = site({"bridges/sheet.pdf": b"words"})
    assert any("not a PDF" in problem for problem in wrong(verify_site(files))["bridges/sheet.pdf"])


def test_compares_rebuilt_files() -> None:
    files = {"a.html": b"a", "b/c.pdf": b"pdf and signature", "manifest.json": b"1"}
    made = {"a.html": b"a", "b/c.pdf": b"pdf", "manifest.json": b"2"}
    same = compare_with_build(files, made, lambda pdf: pdf.partition(b" and")[0])
    assert same.problems == ()
    assert same.facts == ("all 2 files are identical to the published files",)
    other = compare_with_build(files, {**made, "a.html": b"b", "d": b""}, lambda pdf: pdf)
    assert other.problems == (
        "built, but not published: d",
        "published file differs from the one built: a.html",
        "published file differs from the one built: b/c.pdf",
    )
    one = compare_with_build({"b/c.pdf": b"pdf"}, made, lambda pdf: pdf)
    assert one.facts == ("the file is identical to the published file",)
    assert compare_with_build({"x.pdf": b""}, made, lambda pdf: pdf).problems == ("published, but not built: x.pdf",)


SIGNED = SignatureResult(
    "The publisher", "A root", "2026-11-25T10:00:00+00:00", "B-B", unchanged=True, trusted=True, problems=()
)


def test_reports_signature() -> None:
    verdict = Verdict("a.pdf", (), ())
    (fact,) = with_signature(verdict, SIGNED, has_roots=True).facts
    assert fact == (
        "signed by The publisher (certificate by A root) at 2026-11-25T10:00:00+00:00, PAdES B-B, unchanged since"
    )


def test_unsigned_pdf_needs_manifest_or_sources() -> None:
    verdict = Verdict("a.pdf", (), ())
    listed = with_signature(verdict, None, has_roots=False, compared_with="manifest.json")
    assert listed.facts == ("not signed; only manifest.json can show changes",)
    assert not listed.unverified
    alone = with_signature(verdict, None, has_roots=False)
    assert not alone.facts
    assert not alone.problems
    (unverified,) = alone.unverified
    assert "an unsigned PDF cannot be checked on its own" in unverified
    for proof in ("--manifest", "signature", "--rebuild"):
        assert proof in unverified


def test_trust_requires_signature() -> None:
    refused = with_signature(Verdict("a.pdf", (), ()), None, has_roots=True, compared_with="manifest.json")
    assert refused.problems[0].startswith("not signed, but --trust requires a signature")


def test_compares_pdf_with_manifest_above(published: dict[str, bytes]) -> None:
    sheet, manifest = published["bridges/sheet.pdf"], published["manifest.json"]
    verdict = Verdict("a.pdf", (), ())
    right = with_manifest(verdict, sheet, manifest, "up/manifest.json", "bridges/sheet.pdf")
    assert right is not None
    assert right.facts == (
        "unchanged since publication: the checksum is that of bridges/sheet.pdf in up/manifest.json",
    )
    assert not right.problems
    wrong = with_manifest(verdict, sheet + b" ", manifest, "up/manifest.json", "bridges/sheet.pdf")
    assert wrong is not None
    assert "checksum differs from that of bridges/sheet.pdf in up/manifest.json" in wrong.problems[0]
    # A manifest that does not list the file may belong to something else.
    assert with_manifest(verdict, sheet, manifest, "up/manifest.json", "sheet.pdf") is None
    assert with_manifest(verdict, sheet, b'{"name": "An application"}', "up/manifest.json", "sheet.pdf") is None


def test_finds_pdf_in_named_manifest_by_checksum(published: dict[str, bytes]) -> None:
    sheet, manifest = published["bridges/sheet.pdf"], published["manifest.json"]
    verdict = Verdict("a.pdf", (), ())
    right = with_manifest(verdict, sheet, manifest, "m.json")
    assert right is not None
    assert right.facts == ("unchanged since publication: the checksum is that of bridges/sheet.pdf in m.json",)
    wrong = with_manifest(verdict, sheet + b" ", manifest, "m.json")
    assert wrong is not None
    assert wrong.problems[0].startswith("no file in m.json has this checksum")
    broken = with_manifest(verdict, sheet, b"{}", "m.json")
    assert broken is not None
    assert broken.problems == ("m.json is not a valid manifest of a site",)


def test_unknown_signer_is_a_problem_only_with_trust() -> None:
    untrusted = replace(SIGNED, trusted=False, problems=("no trusted root",))
    verdict = Verdict("a.pdf", (), ())
    assert with_signature(verdict, untrusted, has_roots=False).problems == ()
    # Anyone can change the file and sign it again.
    assert "not trusted here" in with_signature(verdict, untrusted, has_roots=False).unverified[0]
    assert (
        "not trusted here"
        in with_signature(verdict, untrusted, has_roots=False, compared_with="manifest.json").facts[1]
    )
    assert with_signature(verdict, untrusted, has_roots=True).problems == (
        "signature of The publisher (certificate by A root): no trusted root",
    )


def test_rejects_file_changed_after_signing() -> None:
    changed = replace(SIGNED, problems=("it was changed",), unchanged=False)
    assert with_signature(Verdict("a.pdf", (), ()), changed, has_roots=False).problems


def test_finds_broken_links() -> None:
    page = PAGE.replace(b"</main>", b'\n<a href="gone.html">x</a></main>')
    message = wrong(verify_site(site({"index.html": page})))
    assert message == {"index.html": ("line 2: broken link gone.html: there is no file gone.html",)}


def test_requires_index() -> None:
    assert "missing" in wrong(verify_site(site({"a.html": PAGE})))["index.html"][0]
