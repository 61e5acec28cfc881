from __future__ import annotations

import datetime as dt
import io
import random
import re
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from briefwright.errors import BriefwrightError
from briefwright.extras import keys, signing
from briefwright.extras.keys import open_key
from briefwright.extras.signature_check import check_signature, load_certificates, unsigned_prefix
from briefwright.extras.signing import language_of, sign
from briefwright.extras.signing_settings import SigningSettings, read_signing_settings
from briefwright.verify.conformance import check_pdf
from tests.examples import examples
from tests.tools import authority, verapdf
from tests.tools.authority import PASSWORD, PUBLISHER, Authority
from tests.unit.test_conformance import good

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefwright.verify.verdicts import SignatureResult

__all__ = ["good"]

TEXTS = {"signature.field": f"Digital signature of {PUBLISHER}.", "signature.seal": f"Sealed by {PUBLISHER}"}


@pytest.fixture(scope="module")
def publisher() -> Authority:
    return authority.create()


@pytest.fixture(scope="module")
def key_file(publisher: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "publisher.p12"
    path.write_bytes(publisher.pkcs12)
    return path


def settings(path: Path, **more: str) -> SigningSettings:
    given = {"BRIEFWRIGHT_PKCS12": str(path), "BRIEFWRIGHT_PKCS12_PASSWORD": PASSWORD}
    signer = read_signing_settings(given | {f"BRIEFWRIGHT_{name}": value for name, value in more.items()})
    assert signer is not None
    return signer


def signed_with(pdf: bytes, signer: SigningSettings, texts: Mapping[str, str] = TEXTS) -> bytes:
    with open_key(signer) as key:
        return sign(pdf, key, lambda part, name: texts[part].replace(PUBLISHER, name))


@pytest.fixture(scope="module")
def signed(good: bytes, key_file: Path) -> bytes:
    return signed_with(good, settings(key_file))


@pytest.fixture(scope="module")
def sealed(good: bytes, key_file: Path) -> bytes:
    return signed_with(good, settings(key_file, SEAL="1"))


@pytest.fixture(scope="module")
def stamped(good: bytes, key_file: Path, publisher: Authority) -> bytes:
    with authority.time_stamps(publisher.stamper) as address:
        return signed_with(good, settings(key_file, TSA=address))


def checked(content: bytes, publisher: Authority) -> SignatureResult:
    found = check_signature(content, load_certificates(publisher.root.pem))
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["signed", "sealed", "stamped"])
def test_signed_file_is_unsigned_file_and_signature(
    kind: str, good: bytes, publisher: Authority, request: pytest.FixtureRequest
) -> None:
    content = request.getfixturevalue(kind)
    found = checked(content, publisher)
    assert (found.signer, found.issuer) == (PUBLISHER, "Test Intermediate")
    assert found.unchanged
    assert found.trusted
    assert found.problems == ()
    assert found.level == ("B-T" if kind == "stamped" else "B-B")
    assert found.time
    assert content.startswith(good)
    assert unsigned_prefix(content) == good


def test_embeds_certificate_chain_without_root(good: bytes, publisher: Authority, tmp_path: Path) -> None:
    path = tmp_path / "with-root.p12"
    path.write_bytes(publisher.publisher.pkcs12([publisher.intermediate, publisher.root]))
    (embedded,) = PdfFileReader(io.BytesIO(signed_with(good, settings(path)))).embedded_signatures
    assert [other.dump() for other in embedded.other_embedded_certs] == [publisher.intermediate.der]


def test_unsigned_file_has_no_signature(good: bytes) -> None:
    assert check_signature(good) is None
    with pytest.raises(BriefwrightError, match="it has no incremental update"):
        unsigned_prefix(good)


@pytest.mark.parametrize("kind", ["signed", "sealed", "stamped"])
def test_signed_file_stays_pdf_a_and_pdf_ua(kind: str, request: pytest.FixtureRequest) -> None:
    content = request.getfixturevalue(kind)
    assert check_pdf(content).problems == ()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/ModDate"]) == "D:20260131000000Z"
        (field,) = pdf.Root.AcroForm.Fields.as_list()
        assert (str(field.TU), str(field.Contents)) == (TEXTS["signature.field"], TEXTS["signature.field"])
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"


def test_elliptic_curve_key_keeps_the_pdf_version(good: bytes, publisher: Authority, tmp_path: Path) -> None:
    path = tmp_path / "curve.p12"
    path.write_bytes(authority.issue(PUBLISHER, publisher.intermediate, curve=True).pkcs12([publisher.intermediate]))
    content = signed_with(good, settings(path))
    assert checked(content, publisher).problems == ()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/Version" not in pdf.Root, "PDF/A-3 is PDF 1.7"
        assert set(pdf.Root.Extensions.keys()) == {"/ESIC"}


@pytest.mark.conformance
def test_signed_files_are_valid(signed: bytes, sealed: bytes, stamped: bytes, tmp_path: Path) -> None:
    contents = {"signed": signed, "sealed": sealed, "stamped": stamped}
    for name, content in contents.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        del pdf.Root.AcroForm.Fields[0].StructParent
        pdf.save(tmp_path / "untagged.pdf")
    *reports, untagged, _ = verapdf.validate(
        [tmp_path / f"{name}.pdf" for name in [*contents, "untagged"]], ["ua1", "3a"]
    )
    assert [str(report) for report in reports if not report.compliant] == []
    assert len(reports) == 2 * len(contents)
    assert any("7.18" in failure.rule for failure in untagged.failures), "the check can fail"


@pytest.mark.poppler
def test_pdfsig_accepts_the_signature(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", path], check=False, capture_output=True, encoding="utf-8").stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert f"Signer Certificate Common Name: {PUBLISHER}" in said


def test_seal_is_in_the_top_margin(good: bytes, sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf, pikepdf.open(io.BytesIO(good)) as before:
        (field,) = pdf.Root.AcroForm.Fields.as_list()
        left, bottom, right, top = (float(edge) for edge in field.Rect.as_list())
        width, height = (float(edge) for edge in pdf.pages[-1].MediaBox.as_list()[2:])
        assert 0 < left < right < width
        assert height - 25 < bottom < top < height
        fonts = field.AP.N.Resources.Font
        (font,) = [fonts[name] for name in fonts.keys()]  # noqa: SIM118 - no mapping of Python's
        assert "IBMPlexSans" in str(font.BaseFont)
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert len(pdf.pages) == len(before.pages)


def test_rejects_seal_with_missing_characters(good: bytes, key_file: Path) -> None:
    with pytest.raises(BriefwrightError, match="the font of the seal has no “漢”"):
        signed_with(good, settings(key_file, SEAL="1"), TEXTS | {"signature.seal": "漢"})


def test_signs_only_tagged_unsigned_pdfs(good: bytes, signed: bytes, key_file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    for content, why in (
        (out.getvalue(), "it has no structure tree"),
        (signed, "it is already signed"),
        (good[:1000], "cannot read it as a PDF"),
        (b"words", "cannot read it as a PDF"),
    ):
        with pytest.raises(BriefwrightError, match=why):
            signed_with(content, settings(key_file))


def test_reads_language_of_the_document(good: bytes) -> None:
    assert language_of(good) == "en-GB"


def flipped(content: bytes, place: int, bit: int = 1) -> bytes:
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def problems_of(content: bytes, publisher: Authority) -> str:
    """Return the problems of a signed file as one text."""
    try:
        found = check_signature(content, load_certificates(publisher.root.pem))
    except BriefwrightError as error:
        return str(error)
    if found is None:
        return "unsigned"
    assert bool(found.problems) == (not (found.unchanged and found.trusted))
    return "; ".join(found.problems)


def in_text(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return content.index(pdf.pages[0].Contents.read_raw_bytes()) + 50


def in_attachment(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attachment = pdf.attachments["essay.txt"].obj.EF.F.read_raw_bytes()
    return content.index(attachment) + 2


def in_signature(content: bytes) -> int:
    # The signature value is the last part before the padding. Flipping the last bit of an even digit gives a digit.
    found = re.search(rb"/Contents <[0-9A-F]*?(?=0{40,}>)", content)
    assert found is not None
    return max(content.rindex(digit, 0, found.end() - 60) for digit in (b"2", b"4", b"6", b"8"))


def in_padding(content: bytes) -> int:
    # The random identifier of the file may also end with two zeros.
    return content.rindex(b"0" * 40 + b">") + 36


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (in_text, "the signed content was changed after signing"),
        (in_attachment, "the signed content was changed after signing"),
        (in_signature, "the signed content was changed after signing"),
        (in_padding, "the file has content that the signature does not cover"),
    ],
)
def test_detects_changed_byte(place: Callable[[bytes], int], why: str, signed: bytes, publisher: Authority) -> None:
    assert problems_of(signed, publisher) == ""
    assert why in problems_of(flipped(signed, place(signed)), publisher)


def test_detects_any_changed_byte(signed: bytes, publisher: Authority) -> None:
    places = random.Random(1).sample(range(len(signed)), examples(300))  # noqa: S311 - a sample, the same each time
    assert [place for place in places if not problems_of(flipped(signed, place), publisher)] == []


@pytest.mark.parametrize("more", [b"\n", b"%\n", b"% words\n%%EOF\n"])
def test_detects_appended_bytes(more: bytes, signed: bytes, publisher: Authority) -> None:
    assert problems_of(signed + more, publisher) in {
        "the file has content that the signature does not cover",
        "cannot read its signature; the file is damaged (PdfReadError)",
    }


def test_detects_update_after_the_signature(signed: bytes, publisher: Authority) -> None:
    update = IncrementalPdfFileWriter(io.BytesIO(signed))
    update.root["/Lang"] = TextStringObject("fr")
    update.update_root()
    out = io.BytesIO()
    update.write(out)
    assert out.getvalue().startswith(signed)
    assert "the file has content that the signature does not cover" in problems_of(out.getvalue(), publisher)


def change_language(update: IncrementalPdfFileWriter) -> None:
    update.root["/Lang"] = TextStringObject("fr")
    update.update_root()


def change_content(update: IncrementalPdfFileWriter) -> None:
    page = update.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = update.add_object(StreamObject(stream_data=b""))
    update.update_container(page)


def add_note(update: IncrementalPdfFileWriter) -> None:
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/FreeText")})
    update.register_annotation(update.find_page_for_modification(-1)[0], update.add_object(note))


def enlarge_field(update: IncrementalPdfFileWriter) -> None:
    field = update.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = ArrayObject(NumberObject(edge) for edge in (0, 0, 500, 500))


def change_tag_of_field(update: IncrementalPdfFileWriter) -> None:
    document = update.root["/StructTreeRoot"]["/K"][0]
    document["/K"][-1]["/S"] = NameObject("/P")


def tag_field_twice(update: IncrementalPdfFileWriter) -> None:
    document = update.root["/StructTreeRoot"]["/K"][0]
    heading = document["/K"][0]
    heading["/K"].append(document["/K"].raw_get(-1))
    update.update_container(heading["/K"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (tag_field_twice, "the update with the signature changes the document"),
        (change_language, "the update with the signature changes the document"),
        (change_content, "the update with the signature changes the document"),
        (add_note, "the update with the signature changes the document"),
        (enlarge_field, "the update with the signature adds more than one small signature field"),
        (change_tag_of_field, "the update with the signature adds more than one small signature field"),
    ],
)
def test_rejects_signature_update_with_other_changes(  # noqa: PLR0913, PLR0917 - fixtures
    change: Callable[[IncrementalPdfFileWriter], None],
    why: str,
    good: bytes,
    key_file: Path,
    publisher: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = signing._add_to_structure_tree  # noqa: SLF001 - a forger would change it

    def forge(update: IncrementalPdfFileWriter, description: str) -> None:
        original(update, description)  # type: ignore[arg-type]
        change(update)

    monkeypatch.setattr(signing, "_add_to_structure_tree", forge)
    forged = signed_with(good, settings(key_file))
    assert forged.startswith(good)
    assert problems_of(forged, publisher) == why


def test_time_stamp_proves_validity_of_expired_certificate(
    good: bytes, publisher: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_check_certificate", lambda _: None)
    expired = authority.issue(PUBLISHER, publisher.intermediate, days=(-9, -1))
    path = tmp_path / "expired.p12"
    path.write_bytes(expired.pkcs12([publisher.intermediate]))
    plain = checked(signed_with(good, settings(path)), publisher)
    assert (plain.unchanged, plain.trusted) == (True, False)
    assert plain.problems == (
        "the signer’s certificate is not valid now, and no time-stamp proves that it was valid at signing",
    )
    then = dt.datetime.now(dt.UTC) - dt.timedelta(days=5)
    with authority.time_stamps(publisher.stamper, moment=then) as address:
        stamped = checked(signed_with(good, settings(path, TSA=address)), publisher)
    assert (stamped.unchanged, stamped.trusted, stamped.problems) == (True, True, ())
    assert stamped.time is not None
    assert stamped.time[:10] == f"{then:%Y-%m-%d}"


def test_does_not_trust_other_root(signed: bytes, stamped: bytes) -> None:
    other = load_certificates(authority.issue("Other Root", usages=("key_cert_sign",), authority=True).pem)
    for content in (signed, stamped):
        found = check_signature(content, other)
        assert found is not None
        assert found.unchanged
        assert not found.trusted
        assert "the signer’s certificate does not come from an issuer that you trust (--trust)" in found.problems


def test_trusts_nothing_without_roots(signed: bytes) -> None:
    found = check_signature(signed)
    assert found is not None
    assert (found.unchanged, found.trusted) == (True, False)
    assert found.problems == ("no trusted root certificates are given, so the signer is not verified",)


def test_loads_certificates(publisher: Authority) -> None:
    assert len(load_certificates(publisher.root.pem + publisher.intermediate.pem)) == 2
    for content in (b"", b"words", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(BriefwrightError, match="no readable certificate"):
            load_certificates(content)


def test_does_not_trust_time_stamp_of_unknown_server(good: bytes, key_file: Path, publisher: Authority) -> None:
    unknown = authority.issue("Unknown", usages=("digital_signature",), stamps=True)
    with authority.time_stamps(unknown) as address:
        content = signed_with(good, settings(key_file, TSA=address))
    found = checked(content, publisher)
    assert (found.level, found.unchanged, found.trusted) == ("B-T", True, False)
    assert found.problems == ("its time-stamp by Unknown does not come from an issuer that you trust (--trust)",)


def test_reports_failing_time_stamp_server(good: bytes, key_file: Path, publisher: Authority) -> None:
    with (
        authority.time_stamps(publisher.stamper, b"no") as address,
        pytest.raises(
            BriefwrightError,
            match=r"no time-stamp from the server 127\.0\.0\.1: its answer is not a time-stamp",
        ),
    ):
        signed_with(good, settings(key_file, TSA=address))
    with pytest.raises(BriefwrightError, match=r"no time-stamp from the server 127\.0\.0\.1: Error while contacting"):
        signed_with(good, settings(key_file, TSA=address))
