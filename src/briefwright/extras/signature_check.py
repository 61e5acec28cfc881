"""What a signed PDF proves, found offline: whose signature it has, and whether anything was changed since.

Nothing is fetched, so whether a certificate was revoked is not known.

A signature proves who wrote the incremental update that it is in (ISO 32000-1, 7.5.6), not that this is one of a
signature alone.  So that a rebuilt file and a signed one can be compared, all that the update may touch is named here.
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
from briefwright.extras.keys import name_in
from briefwright.verify.verdicts import SignatureResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They log, with tracebacks, what is said here in plain words.
    logging.getLogger(_name).addHandler(logging.NullHandler())
_EITHER_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF(?:\r\n|\n|\r)?")
_NUMBER = re.compile(rb"(?<![\w.#])-?\d*\.\d+")
# By type, what entries a signature gives to an object, and by how many items it makes their arrays longer; the tree of
# parents has no type.
_TOUCHED = {
    "/Catalog": {"/AcroForm": 0, "/Extensions": 0},
    "/Page": {"/Annots": 1},
    "/StructTreeRoot": {"/ParentTreeNextKey": 0},
    "/StructElem": {"/K": 1},
    "": {"/Nums": 2},
}
_HIGHEST = 20
"""Points; a seal that is higher could paint over the page."""


def roots_of(content: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file; raise ``BriefwrightError`` where it holds none."""
    try:
        found = tuple(x509.Certificate.load(one) for _, _, one in pem.unarmor(content, multiple=True))
        for one in found:
            _ = one.subject.native, one.public_key.algorithm
    except (ValueError, TypeError):
        found = ()
    if not found:
        raise BriefwrightError("there is no certificate in it that can be read (PEM, -----BEGIN CERTIFICATE-----)")
    return found


def check_signature(content: bytes, roots: Sequence[x509.Certificate] = ()) -> SignatureResult | None:
    """Return the signature of a PDF, or ``None`` where it has none; ``roots`` are the certificates that are trusted.

    Raises ``BriefwrightError`` where the file, or the signature in it, cannot be read.
    """
    try:
        embedded = PdfFileReader(io.BytesIO(content)).embedded_signatures
        found = _described(content, embedded, roots) if embedded else None
    except BriefwrightError:
        raise
    except Exception as error:  # a file that was tampered with may trip a reader anywhere
        raise BriefwrightError(f"its signature cannot be read; the file is damaged ({type(error).__name__})") from error
    return found


def _status(embedded: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> PdfSignatureStatus:
    """Validate a signature at the time of its time-stamp, where that can be trusted, and else now."""
    now = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(embedded, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)
    stamp = status.timestamp_validity
    if stamp is None or not stamp.trusted:
        return status
    then = ValidationContext(trust_roots=roots, allow_fetching=False, moment=stamp.timestamp)
    return validate_pdf_signature(embedded, then, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)


def _described(
    content: bytes, signatures: Sequence[EmbeddedPdfSignature], roots: Sequence[x509.Certificate]
) -> SignatureResult:
    last = signatures[-1]
    status = _status(last, roots)
    stamp = status.timestamp_validity
    intact = status.intact and status.valid
    sound_stamp = stamp is None or (stamp.intact and stamp.valid)
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _hides_nothing(content, last)
    trusted = status.trusted and sound_stamp and (stamp is None or stamp.trusted)
    time = stamp.timestamp if stamp else status.signer_reported_dt
    others = tuple(_strangers(content))
    wrong = {
        "what was signed was changed since": not intact,
        "its time-stamp was changed since": not sound_stamp,
        "it holds something that the signature does not cover": not covers_all,
        f"it has {len(signatures)} signatures instead of one": len(signatures) > 1,
        _distrust(status, roots): intact and sound_stamp and not trusted,
    }
    return SignatureResult(
        signer=name_in(last.signer_cert.subject),
        issuer=name_in(last.signer_cert.issuer),
        time=time.isoformat() if time else None,
        level="B-T" if stamp else "B-B",
        unchanged=intact and sound_stamp and covers_all and not others and len(signatures) == 1,
        trusted=trusted,
        problems=(*(words for words, is_so in wrong.items() if is_so), *others),
    )


def _hides_nothing(content: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the gap in what is covered holds the signature, as it was written, and no more."""
    _, start, end, _ = signature.byte_range
    cms = signature.pkcs7_content
    rest = cms[parser.peek(cms) :]
    written = {f"<{cms.hex()}>".encode(), f"<{cms.hex().upper()}>".encode()}
    return content[start:end] in written and not rest.strip(b"\0")


def _distrust(status: PdfSignatureStatus, roots: Sequence[x509.Certificate]) -> str:
    """Return why a signature is not trusted, if it is not."""
    if not roots:
        return "no roots of trust are given, so nobody vouches for the signer"
    stamp = status.timestamp_validity
    if status.trusted and stamp:
        return f"its time-stamp, by {name_in(stamp.signing_cert.subject)}, leads to no root that is trusted"
    if status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return "the signer’s certificate is expired, or not valid yet, and no time-stamp shows that it was then"
    return "the signer’s certificate leads to no root that is trusted"


def unsigned_prefix(content: bytes) -> bytes:
    """Return the bytes before the last incremental update: of a signed file, the unsigned one.

    Raises ``BriefwrightError`` where there is no update.
    """
    ends = [found.end() for found in _END.finditer(content)]
    if len(ends) < 2:  # noqa: PLR2004 - the file's own end, and the update's
        raise BriefwrightError("it has no incremental update")
    return content[: ends[-2]]


def _strangers(content: bytes) -> Iterator[str]:
    """Yield what the last update does to a file besides signing it, in plain words."""
    with pikepdf.open(io.BytesIO(unsigned_prefix(content))) as old, pikepdf.open(io.BytesIO(content)) as new:
        if old.Root.objgen != new.Root.objgen or _parts(old.docinfo) != _parts(new.docinfo):
            yield "its signature came with another document in place of the unsigned one"
            return
        pairs = [(before, new.get_object(before.objgen)) for before in old.objects]
        changed = [(before, after) for before, after in pairs if _parts(before) != _parts(after)]
        kinds = [_kind(before) for before, _ in changed]
        if len(set(kinds)) < len(kinds) or not all(_only_signs(before, after) for before, after in changed):
            yield "its signature came with changes of the document itself"
        elif not _is_modest(new):
            yield "its signature came with a form that is more than a signature"


def _kind(item: Any) -> str:  # noqa: ANN401 - pikepdf's objects
    return str(item.get("/Type", "")) if isinstance(item, pikepdf.Dictionary) else "other"


def _parts(item: Any) -> dict[str, bytes]:  # noqa: ANN401 - pikepdf's objects
    """Return how an object is written, by entries and but for the form of numbers; what these refer to is left out."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return {"": _written(item, resolved=True)}
    entries = {key: _written(value) for key, value in item.items()}
    return entries | {"": item.read_raw_bytes()} if isinstance(item, pikepdf.Stream) else entries


def _written(item: Any, *, resolved: bool = False) -> bytes:  # noqa: ANN401 - pikepdf's objects, and Python's numbers
    text = item.unparse(resolved=resolved) if isinstance(item, pikepdf.Object) else repr(item).encode()
    return _NUMBER.sub(lambda number: repr(float(number[0])).encode(), text)


def _only_signs(before: Any, after: Any) -> bool:  # noqa: ANN401 - pikepdf's objects
    """Whether an object has grown only where, and as much as, a signature makes it grow."""
    if not isinstance(before, pikepdf.Dictionary) or not isinstance(after, pikepdf.Dictionary):
        return False
    touched = _TOUCHED.get(_kind(before), {})
    changed = {key for key, _ in _parts(before).items() ^ _parts(after).items()}
    return all(key in touched and _has_grown(before.get(key), after.get(key), touched[key]) for key in changed)


def _has_grown(before: Any, after: Any, items: int) -> bool:  # noqa: ANN401 - pikepdf's objects
    if not isinstance(before, pikepdf.Array):
        return before is None or (isinstance(before, int) and after == before + 1)
    kept = list(after)[: len(before)]
    return len(after) == len(before) + items and [*map(_written, kept)] == [*map(_written, before)]


def _is_modest(pdf: pikepdf.Pdf) -> bool:
    """Whether the form is one signature, too low to cover what the page says, and in the structure as what it is."""
    form = pdf.Root.AcroForm
    fields = form.Fields.as_list()
    if set(form.keys()) != {"/Fields", "/SigFlags"} or [field.get("/FT") for field in fields] != ["/Sig"]:
        return False
    _, bottom, _, top = (float(edge) for edge in fields[0].Rect.as_list())
    shown = [page.Annots[-1].objgen for page in pdf.pages if "/Annots" in page]
    last = pdf.Root.StructTreeRoot.K[0].K[-1]
    return 0 <= top - bottom <= _HIGHEST and fields[0].objgen in shown and last.S == "/Form"
