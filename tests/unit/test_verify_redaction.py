from __future__ import annotations

import gzip
import io

import pikepdf
import pytest

from briefwright.verify.redaction import leaked_words

WITHHELD = ["The informant said that the bridge was mined."]
KNOWN = ["The bridge was long. It said that the town had one.", "Contents"]


def found(text: str, path: str = "a.html") -> list[str]:
    return leaked_words(WITHHELD, KNOWN, {path: text.encode()})


def test_a_word_that_nothing_else_has_gives_it_away() -> None:
    assert found("<p>The INFORMANT</p>") == ["a.html: “informant” is of what this edition leaves out"]


def test_words_in_a_row_give_it_away() -> None:
    assert found("that the bridge was") == ["a.html: “that the bridge was” is of what this edition leaves out"]


@pytest.mark.parametrize("text", ["The bridge was long.", "Contents", "that the town", "the was it"])
def test_what_may_be_read_gives_nothing_away(text: str) -> None:
    assert found(text) == []


def test_names_of_files_are_read() -> None:
    assert found("", "figures/mined.svg")


def test_fonts_are_not_read() -> None:
    assert leaked_words(WITHHELD, KNOWN, {"a.woff2": b"informant"}) == []


def test_what_is_packed_is_unpacked() -> None:
    packed = gzip.compress(b'pagefind_dcd{"content":"An informant spoke."}')
    assert b"informant" not in packed
    assert leaked_words(WITHHELD, KNOWN, {"pagefind/fragment/en_1.pf_fragment": packed})
    assert leaked_words(WITHHELD, KNOWN, {"a.pf_fragment": gzip.compress(b"The bridge was long.")}) == []


@pytest.mark.parametrize("broken", [b"\x1f\x8b", b"\x1f\x8b informant", gzip.compress(b"informant", mtime=0)[:-9]])
def test_what_only_begins_like_something_packed_is_read_as_it_is(broken: bytes) -> None:
    assert bool(leaked_words(WITHHELD, KNOWN, {"a.pf_meta": broken})) == (b"informant" in broken)


def test_the_search_engine_is_no_text() -> None:
    assert leaked_words(WITHHELD, KNOWN, {"a.js": b"informant", "wasm.en.pagefind": gzip.compress(b"informant")}) == []


def pdf(**where: str) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Metadata = made.make_stream(where.get("metadata", "").encode())
        made.docinfo["/Subject"] = where.get("subject", "x")
        if "attached" in where:
            made.attachments["x.json"] = pikepdf.AttachedFileSpec(made, where["attached"].encode(), filename="x.json")
        if "contents" in where:
            made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Contents=pikepdf.String(where["contents"]))])
        out = io.BytesIO()
        made.save(out, fix_metadata_version=False)
    return out.getvalue()


@pytest.mark.parametrize("place", ["metadata", "subject", "attached", "contents"])
def test_every_corner_of_a_pdf_is_read(place: str) -> None:
    assert leaked_words(WITHHELD, KNOWN, {"a.pdf": pdf(**{place: "an informant"})})
    assert leaked_words(WITHHELD, KNOWN, {"a.pdf": pdf(**{place: "a town"})}) == []
