from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.model import Marking
from briefwright.verify.manifest import BriefEdition, Engine, Manifest, describe
from briefwright.verify.verdicts import (
    SignatureResult,
    Verdict,
    against_rebuilt,
    of_manifest,
    of_pdf,
    of_site,
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
    entries = tuple(describe(name, content, EDITION) for name, content in sorted(named.items()))
    manifest = Manifest(marking=Marking.CLEAR, engine=ENGINE, briefs=BRIEFS, files=entries)
    return {**named, "manifest.json": manifest.model_dump_json().encode()}


def wrong(verdicts: list[Verdict]) -> dict[str, tuple[str, ...]]:
    return {verdict.path: verdict.problems for verdict in verdicts if verdict.problems}


@pytest.fixture
def published(good: bytes) -> dict[str, bytes]:
    return site({"index.html": PAGE, "web.css": b"p {}", "bridges/sheet.pdf": good})


def test_a_site_as_published_is_well(published: dict[str, bytes]) -> None:
    verdicts = of_site(published)
    assert wrong(verdicts) == {}
    assert [verdict.path for verdict in verdicts] == ["manifest.json", "bridges/sheet.pdf", "index.html", "web.css"]
    assert "is marked TLP:CLEAR in its metadata, and at the head and the foot of each page" in verdicts[1].facts


def test_the_manifest_describes_each_file(published: dict[str, bytes]) -> None:
    files = {file["path"]: file for file in json.loads(published["manifest.json"])["files"]}
    sheet = files["bridges/sheet.pdf"]
    assert sheet["media_type"] == "application/pdf"
    assert sheet["size"] == len(published["bridges/sheet.pdf"])
    assert sheet["pages"] >= 2
    assert sheet["conformance"] == ["PDF/A-3a", "PDF/UA-1"]
    assert (sheet["brief"], sheet["edition"]) == ("bridges", "1.0")
    assert files["web.css"]["media_type"] == "text/css"
    assert files["web.css"]["brief"] is None


def kept_site(marking: Marking) -> dict[str, bytes]:
    """Return a site with an edition that was archived under a marking."""
    link = b'<a href="bridges/editions/0.9/index.html">0.9</a></main>'
    named = {
        "bridges/editions/0.9/index.html": PAGE.replace(b"CLEAR", marking.plain.encode()),
        "index.html": PAGE.replace(b"CLEAR", b"GREEN").replace(b"</main>", link),
    }
    briefs = (BRIEFS[0].model_copy(update={"archived": {"0.9": marking}}),)
    entries = tuple(describe(name, content, EDITION) for name, content in named.items())
    manifest = Manifest(marking=Marking.GREEN, engine=ENGINE, briefs=briefs, files=entries)
    return {**named, "manifest.json": manifest.model_dump_json().encode()}


def test_a_kept_edition_shows_its_own_marking_and_none_that_is_stricter() -> None:
    files = kept_site(Marking.CLEAR)
    assert json.loads(files["manifest.json"])["files"][0]["edition"] == "0.9"
    assert wrong(of_site(files)) == {}
    amber = wrong(of_site(kept_site(Marking.AMBER)))
    assert "edition 0.9 of bridges, which is TLP:AMBER" in " ".join(amber["manifest.json"])


def change(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def do(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return do


@pytest.mark.parametrize(
    ("do", "path", "said"),
    [
        (change("index.html", b"CLEAR", b"GREEN"), "index.html", "its checksum is another"),
        (change("bridges/sheet.pdf", b"obj", b"obj "), "bridges/sheet.pdf", "its checksum is another"),
        (lambda files: files.pop("web.css"), "manifest.json", "lists web.css, which is not there"),
        (lambda files: files.update({"x.html": b""}), "manifest.json", "does not list x.html, which is there"),
        (lambda files: files.pop("manifest.json"), "manifest.json", "is missing"),
        (lambda files: files.update({"manifest.json": b"{}"}), "manifest.json", "is broken"),
        (change("manifest.json", b"TLP:CLEAR", b"TLP:AMBER"), "index.html", "where the site is TLP:AMBER"),
        (change("manifest.json", b"TLP:CLEAR", b"TLP:AMBER"), "bridges/sheet.pdf", "is not marked TLP:AMBER"),
    ],
)  # fmt: skip
def test_what_was_changed_is_found(
    published: dict[str, bytes], do: Callable[[dict[str, bytes]], None], path: str, said: str
) -> None:
    do(published)
    assert any(said in problem for problem in wrong(of_site(published))[path])


def test_an_unmarked_page_is_found() -> None:
    assert "shows no marking" in wrong(of_site(site({"a.html": b"<p>x</p>"})))["a.html"][0]


def test_a_pdf_that_departs_from_its_page_is_found(good: bytes) -> None:
    page = b'<main id="main"><h1>Tunnels</h1></main>'
    assert any("Tunnels" in problem for problem in of_pdf("a.pdf", good, page).problems)


def test_another_label_on_a_page_is_found(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"TLP:CLEAR", b"TLP:RED"))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    found = of_pdf("a.pdf", out.getvalue()).problems
    assert "page 1 shows TLP:CLEAR and TLP:CLEAR, where the metadata say TLP:RED" in found


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda _: b"", "it is empty"),
        (lambda _: b"words", "it is no PDF: it does not begin as one does (%PDF-)"),
        (lambda pdf: pdf[8:], "it is no PDF: it does not begin as one does (%PDF-)"),
        (
            lambda pdf: pdf[: len(pdf) // 2],
            "it is cut off: the end of the PDF, without which nothing in it is found, is",
        ),
        (lambda _: b"%PDF-1.7\n%%EOF\n", "it is damaged: it cannot be read as a PDF"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(good: bytes, do: Callable[[bytes], bytes], said: str) -> None:
    (problem,) = of_pdf("a.pdf", do(good)).problems
    assert problem.startswith(said)
    assert " object at 0x" not in problem


def test_a_pdf_whose_structure_is_damaged_is_said_to_be(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.StructTreeRoot.K[0].S
        out = io.BytesIO()
        pdf.save(out)
    assert of_pdf("a.pdf", out.getvalue()).problems == ("it is damaged: it cannot be read as a PDF (KeyError)",)


def test_a_listed_file_that_is_no_pdf_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefwright.verify.manifest._of_pdf", lambda _: (1, ()))
    files = site({"bridges/sheet.pdf": b"words"})
    assert any("it is no PDF" in problem for problem in wrong(of_site(files))["bridges/sheet.pdf"])


def test_rebuilding_compares_to_the_byte() -> None:
    files = {"a.html": b"a", "b/c.pdf": b"pdf and signature", "manifest.json": b"1"}
    made = {"a.html": b"a", "b/c.pdf": b"pdf", "manifest.json": b"2"}
    same = against_rebuilt(files, made, lambda pdf: pdf.partition(b" and")[0])
    assert same.problems == ()
    assert same.facts == ("give all 2 files, to the byte",)
    other = against_rebuilt(files, {**made, "a.html": b"b", "d": b""}, lambda pdf: pdf)
    assert other.problems == (
        "they give d, which is not published", "they give other bytes for a.html", "they give other bytes for b/c.pdf",
    )  # fmt: skip
    one = against_rebuilt({"b/c.pdf": b"pdf"}, made, lambda pdf: pdf)
    assert one.facts == ("give the file, to the byte",)
    assert against_rebuilt({"x.pdf": b""}, made, lambda pdf: pdf).problems == ("they do not give x.pdf",)


SIGNED = SignatureResult(
    "The publisher", "A root", "2026-11-25T10:00:00+00:00", "B-B", unchanged=True, trusted=True, complaints=()
)


def test_a_signature_is_told() -> None:
    verdict = Verdict("a.pdf", (), ())
    (fact,) = with_signature(verdict, SIGNED, vouched=True).facts
    assert fact == (
        "is signed by The publisher, certified by A root at 2026-11-25T10:00:00+00:00 (PAdES B-B), and unchanged since"
    )


def test_of_a_pdf_that_nobody_signed_it_is_said_what_tells_its_bytes() -> None:
    verdict = Verdict("a.pdf", (), ())
    listed = with_signature(verdict, None, vouched=False, known="manifest.json")
    assert listed.facts == ("is not signed; what its bytes should be, only manifest.json tells",)
    assert not listed.unproved
    alone = with_signature(verdict, None, vouched=False)
    assert not alone.facts
    assert not alone.problems
    (unproved,) = alone.unproved
    assert unproved.startswith("nothing here shows whether its bytes are those that were published: it is not signed")
    for proof in ("manifest.json", "signature", "--rebuild"):
        assert proof in unproved


def test_who_trusts_somebody_wants_a_signature() -> None:
    refused = with_signature(Verdict("a.pdf", (), ()), None, vouched=True, known="manifest.json")
    assert refused.problems == ("it is not signed, so none of those whom you trust stands behind it",)


def test_a_pdf_is_held_to_a_manifest(published: dict[str, bytes]) -> None:
    sheet, manifest = published["bridges/sheet.pdf"], published["manifest.json"]
    verdict = Verdict("a.pdf", (), ())
    right = of_manifest(verdict, sheet, manifest, "up/manifest.json", "bridges/sheet.pdf")
    assert right == Verdict("a.pdf", ("is the file that up/manifest.json lists as bridges/sheet.pdf, to the byte",), ())
    wrong = of_manifest(verdict, sheet + b" ", manifest, "up/manifest.json", "bridges/sheet.pdf")
    assert wrong == Verdict(
        "a.pdf", (), ("it is not the file that up/manifest.json lists as bridges/sheet.pdf: its checksum is another",)
    )
    # A manifest that says nothing of it may be that of something else.
    assert of_manifest(verdict, sheet, manifest, "up/manifest.json", "sheet.pdf") is None
    assert of_manifest(verdict, sheet, b'{"name": "An application"}', "up/manifest.json", "sheet.pdf") is None


def test_a_manifest_that_is_named_finds_a_pdf_by_its_bytes(published: dict[str, bytes]) -> None:
    sheet, manifest = published["bridges/sheet.pdf"], published["manifest.json"]
    verdict = Verdict("a.pdf", (), ())
    right = of_manifest(verdict, sheet, manifest, "m.json")
    assert right == Verdict("a.pdf", ("is the file that m.json lists as bridges/sheet.pdf, to the byte",), ())
    wrong = of_manifest(verdict, sheet + b" ", manifest, "m.json")
    assert wrong == Verdict("a.pdf", (), ("it is none of the files that m.json lists: their checksums are others",))
    broken = of_manifest(verdict, sheet, b"{}", "m.json")
    assert broken is not None
    assert broken.problems == ("m.json is no manifest of a site, or is broken",)


def test_a_stranger_is_a_problem_only_for_those_who_say_whom_they_trust() -> None:
    stranger = replace(SIGNED, trusted=False, complaints=("nobody vouches for the signer",))
    verdict = Verdict("a.pdf", (), ())
    assert with_signature(verdict, stranger, vouched=False).problems == ()
    # Whoever changed it may have signed it anew.
    assert "nobody vouches" in with_signature(verdict, stranger, vouched=False).unproved[0]
    assert "nobody vouches" in with_signature(verdict, stranger, vouched=False, known="manifest.json").facts[1]
    assert with_signature(verdict, stranger, vouched=True).problems == (
        "the signature of The publisher, certified by A root: nobody vouches for the signer",
    )


def test_a_file_that_was_changed_after_signing_is_refused() -> None:
    changed = replace(SIGNED, complaints=("it was changed",), unchanged=False)
    assert with_signature(Verdict("a.pdf", (), ()), changed, vouched=False).problems


def test_links_that_lead_nowhere_are_found() -> None:
    lame = PAGE.replace(b"</main>", b'\n<a href="gone.html">x</a></main>')
    said = wrong(of_site(site({"index.html": lame})))
    assert said == {"index.html": ("line 2: gone.html leads to gone.html, which is not there",)}


def test_a_site_without_index_is_found() -> None:
    assert "nothing leads to what is here" in wrong(of_site(site({"a.html": PAGE})))["index.html"][0]
