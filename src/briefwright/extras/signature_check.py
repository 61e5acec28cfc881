"""Check the signature of a PDF offline: its signer, and whether the file was changed after signing.

The check does not use the network, so it cannot see whether a certificate was revoked.

A signature is added in an incremental update (ISO 32000-1, 7.5.6), which could also change the document. The check
allows only the changes that signing needs, so a signed PDF can be compared with an unsigned rebuild.
"""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any

import pikepdf
from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from briefwright.errors import BriefwrightError
from briefwright.extras.keys import common_name
from briefwright.verify.verdicts import SignatureResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They would log errors with tracebacks; this module reports them itself.
    logging.getLogger(_name).addHandler(logging.NullHandler())
_EITHER_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF(?:\r\n|\n|\r)?")
_NUMBER = re.compile(rb"(?<![\w.#])-?\d*\.\d+")
# By object type, the entries that signing adds or extends, and the number of items that it appends to an array. The
# parent tree has no type.
_ALLOWED_CHANGES = {
    "/Catalog": {"/AcroForm": 0, "/Extensions": 0},
    "/Page": {"/Annots": 1},
    "/StructTreeRoot": {"/ParentTreeNextKey": 0},
    "/StructElem": {"/K": 1},
    "": {"/Nums": 2},
}
_MAX_SEAL_HEIGHT = 20
"""Points; a taller seal could cover text of the page."""


def load_certificates(content: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates in a PEM file; raise ``BriefwrightError`` if it has none."""
    try:
        certificates = tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True))
        for certificate in certificates:  # asn1crypto parses lazily
            _ = certificate.subject.native, certificate.public_key.algorithm
    except (ValueError, TypeError):
        certificates = ()
    if not certificates:
        raise BriefwrightError("no readable certificate; give a PEM file (-----BEGIN CERTIFICATE-----)")
    return certificates


def check_signature(content: bytes, roots: Sequence[x509.Certificate] = ()) -> SignatureResult | None:
    """Return the result of checking a PDF's signature; ``None`` if it has none. ``roots`` are trusted certificates.

    Raises ``BriefwrightError`` if the file or its signature cannot be read.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(content)).embedded_signatures
        return _result(content, signatures, roots) if signatures else None
    except BriefwrightError:
        raise
    except Exception as error:  # a manipulated file may raise any error
        raise BriefwrightError(f"cannot read its signature; the file is damaged ({type(error).__name__})") from error


def _validate(embedded: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> PdfSignatureStatus:
    """Validate a signature at the time of its time-stamp if that is trusted, else at the current time."""
    now = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(embedded, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)
    stamp = status.timestamp_validity
    if stamp is None or not stamp.trusted:
        return status
    then = ValidationContext(trust_roots=roots, allow_fetching=False, moment=stamp.timestamp)
    return validate_pdf_signature(embedded, then, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)


def _result(
    content: bytes, signatures: Sequence[EmbeddedPdfSignature], roots: Sequence[x509.Certificate]
) -> SignatureResult:
    last = signatures[-1]
    status = _validate(last, roots)
    stamp = status.timestamp_validity
    intact = status.intact and status.valid
    stamp_intact = stamp is None or (stamp.intact and stamp.valid)
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _covers_all_but_itself(content, last)
    trusted = status.trusted and stamp_intact and (stamp is None or stamp.trusted)
    time = stamp.timestamp if stamp else status.signer_reported_dt
    forbidden = tuple(_forbidden_changes(content))
    problems = {
        "the signed content was changed after signing": not intact,
        "its time-stamp was changed": not stamp_intact,
        "the file has content that the signature does not cover": not covers_all,
        f"the file has {len(signatures)} signatures instead of one": len(signatures) > 1,
        _reason_for_distrust(status, roots): intact and stamp_intact and not trusted,
    }
    return SignatureResult(
        signer=common_name(last.signer_cert.subject),
        issuer=common_name(last.signer_cert.issuer),
        time=time.isoformat() if time else None,
        level="B-T" if stamp else "B-B",
        unchanged=intact and stamp_intact and covers_all and not forbidden and len(signatures) == 1,
        trusted=trusted,
        problems=(*(problem for problem, applies in problems.items() if applies), *forbidden),
    )


def _covers_all_but_itself(content: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Return whether the bytes that the signature does not cover are exactly the signature and its padding."""
    _, start, end, _ = signature.byte_range
    cms = signature.pkcs7_content
    rest = cms[parser.peek(cms) :]
    written = {f"<{cms.hex()}>".encode(), f"<{cms.hex().upper()}>".encode()}
    return content[start:end] in written and not rest.strip(b"\0")


def _reason_for_distrust(status: PdfSignatureStatus, roots: Sequence[x509.Certificate]) -> str:
    if not roots:
        return "no trusted root certificates are given, so the signer is not verified"
    stamp = status.timestamp_validity
    if status.trusted and stamp:
        name = common_name(stamp.signing_cert.subject)
        return f"its time-stamp by {name} does not come from an issuer that you trust (--trust)"
    if status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return "the signer’s certificate is not valid now, and no time-stamp proves that it was valid at signing"
    return "the signer’s certificate does not come from an issuer that you trust (--trust)"


def unsigned_prefix(content: bytes) -> bytes:
    """Return the bytes before the last incremental update, which are the unsigned file.

    Raises ``BriefwrightError`` if there is no update.
    """
    ends = [match.end() for match in _END.finditer(content)]
    if len(ends) < 2:  # noqa: PLR2004 - the end of the file and that of the update
        raise BriefwrightError("it has no incremental update, so it is not signed")
    return content[: ends[-2]]


def _forbidden_changes(content: bytes) -> Iterator[str]:
    """Yield a problem if the last update changes more than signing needs."""
    with pikepdf.open(io.BytesIO(unsigned_prefix(content))) as old, pikepdf.open(io.BytesIO(content)) as new:
        if old.Root.objgen != new.Root.objgen or _entries(old.docinfo) != _entries(new.docinfo):
            yield "the update with the signature replaces the document"
            return
        pairs = [(before, new.get_object(before.objgen)) for before in old.objects]
        changed = [(before, after) for before, after in pairs if _entries(before) != _entries(after)]
        types = [_type(before) for before, _ in changed]
        if len(set(types)) < len(types) or not all(_is_allowed(before, after) for before, after in changed):
            yield "the update with the signature changes the document"
        elif not _adds_only_signature(new):
            yield "the update with the signature adds more than one small signature field"


def _type(item: Any) -> str:  # noqa: ANN401 - pikepdf's objects
    return str(item.get("/Type", "")) if isinstance(item, pikepdf.Dictionary) else "other"


def _entries(item: Any) -> dict[str, bytes]:  # noqa: ANN401 - pikepdf's objects
    """Return an object's entries as PDF syntax with normalised numbers. References are not followed."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return {"": _unparse(item, resolved=True)}
    entries = {key: _unparse(value) for key, value in item.items()}
    return entries | {"": item.read_raw_bytes()} if isinstance(item, pikepdf.Stream) else entries


def _unparse(item: Any, *, resolved: bool = False) -> bytes:  # noqa: ANN401 - pikepdf's objects, and Python's numbers
    text = item.unparse(resolved=resolved) if isinstance(item, pikepdf.Object) else repr(item).encode()
    return _NUMBER.sub(lambda number: repr(float(number[0])).encode(), text)


def _is_allowed(before: Any, after: Any) -> bool:  # noqa: ANN401 - pikepdf's objects
    """Return whether signing makes exactly these changes of an object."""
    if not isinstance(before, pikepdf.Dictionary) or not isinstance(after, pikepdf.Dictionary):
        return False
    allowed = _ALLOWED_CHANGES.get(_type(before), {})
    changed = {key for key, _ in _entries(before).items() ^ _entries(after).items()}
    return all(key in allowed and _is_extended(before.get(key), after.get(key), allowed[key]) for key in changed)


def _is_extended(before: Any, after: Any, items: int) -> bool:  # noqa: ANN401 - pikepdf's objects
    if not isinstance(before, pikepdf.Array):
        return before is None or (isinstance(before, int) and after == before + 1)
    start = list(after)[: len(before)]
    return len(after) == len(before) + items and [*map(_unparse, start)] == [*map(_unparse, before)]


def _adds_only_signature(pdf: pikepdf.Pdf) -> bool:
    """Return whether the form is one signature field, too low to cover text, and tagged as a form field."""
    form = pdf.Root.AcroForm
    fields = form.Fields.as_list()
    if set(form.keys()) != {"/Fields", "/SigFlags"} or [field.get("/FT") for field in fields] != ["/Sig"]:
        return False
    _, bottom, _, top = (float(edge) for edge in fields[0].Rect.as_list())
    widgets = [page.Annots[-1].objgen for page in pdf.pages if "/Annots" in page]
    last = pdf.Root.StructTreeRoot.K[0].K[-1]
    return 0 <= top - bottom <= _MAX_SEAL_HEIGHT and fields[0].objgen in widgets and last.S == "/Form"
