from __future__ import annotations

import gzip
import io

import pikepdf
import pytest

from briefwright.verify.redaction import leaked_words

REDACTED = ["The informant said that the bridge was mined."]
PUBLIC = ["The bridge was long. It said that the town had one.", "Contents"]


def found(text: str, path: str = "a.html") -> list[str]:
    return leaked_words(REDACTED, PUBLIC, {path: text.encode()})


def test_finds_redacted_word() -> None:
    assert found("<p>The INFORMANT</p>") == ["a.html: contains redacted words: “informant”"]


def test_finds_sequence_of_redacted_words() -> None:
    assert found("that the bridge was") == ["a.html: contains redacted words: “that the bridge was”"]


@pytest.mark.parametrize("text", ["The bridge was long.", "Contents", "that the town", "the was it"])
def test_accepts_public_words(text: str) -> None:
    assert found(text) == []


def test_reads_file_names() -> None:
    assert found("", "figures/mined.svg")


def test_skips_fonts() -> None:
    assert leaked_words(REDACTED, PUBLIC, {"a.woff2": b"informant"}) == []


def test_reads_gzip_files() -> None:
    packed = gzip.compress(b'pagefind_dcd{"content":"An informant spoke."}')
    assert b"informant" not in packed
    assert leaked_words(REDACTED, PUBLIC, {"pagefind/fragment/en_1.pf_fragment": packed})
    assert leaked_words(REDACTED, PUBLIC, {"a.pf_fragment": gzip.compress(b"The bridge was long.")}) == []


@pytest.mark.parametrize("broken", [b"\x1f\x8b", b"\x1f\x8b informant", gzip.compress(b"informant", mtime=0)[:-9]])
def test_reads_broken_gzip_file_as_it_is(broken: bytes) -> None:
    assert bool(leaked_words(REDACTED, PUBLIC, {"a.pf_meta": broken})) == (b"informant" in broken)


def test_skips_search_engine() -> None:
    assert leaked_words(REDACTED, PUBLIC, {"a.js": b"informant", "wasm.en.pagefind": gzip.compress(b"informant")}) == []


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
def test_reads_all_texts_of_a_pdf(place: str) -> None:
    assert leaked_words(REDACTED, PUBLIC, {"a.pdf": pdf(**{place: "an informant"})})
    assert leaked_words(REDACTED, PUBLIC, {"a.pdf": pdf(**{place: "a town"})}) == []
