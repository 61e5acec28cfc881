"""What a signed PDF proves, found offline: whose signature it has, and whether anything was changed since.

Nothing is fetched, so whether a certificate was revoked is not known.
"""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from briefwright.errors import BriefwrightError
from briefwright.extras.increment import strangers
from briefwright.extras.keys import name_in
from briefwright.verify.published import Signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus

__all__ = ["Signature", "roots_of", "signature_of"]

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They log, with tracebacks, what is said here in plain words.
    logging.getLogger(_name).addHandler(logging.NullHandler())
_EITHER_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def roots_of(content: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file; raise ``BriefwrightError`` where it holds none."""
    try:
        found = tuple(x509.Certificate.load(one) for _, _, one in pem.unarmor(content, multiple=True))
        for one in found:
            _ = one.subject.native, one.public_key.algorithm
    except (ValueError, TypeError):
        found = ()
    if not found:
        message = "there is no certificate in it that can be read (PEM, -----BEGIN CERTIFICATE-----)"
        raise BriefwrightError(message)
    return found


def signature_of(content: bytes, roots: Sequence[x509.Certificate] = ()) -> Signature | None:
    """Return the signature of a PDF, or ``None`` where it has none; ``roots`` are the certificates that are trusted.

    Raises ``BriefwrightError`` where the file, or the signature in it, cannot be read.
    """
    with _damage_told():
        embedded = PdfFileReader(io.BytesIO(content)).embedded_signatures
        if not embedded:
            return None
        last = embedded[-1]
        found = _Found(content, last, _status(last, roots), len(embedded))
        return found.signature(trusts_any=bool(roots))


@contextmanager
def _damage_told() -> Iterator[None]:
    """Raise what a reader trips over, anywhere in a file that was tampered with, as an error that can be read."""
    try:
        yield
    except BriefwrightError:
        raise
    except Exception as error:
        message = f"its signature cannot be read; the file is damaged ({type(error).__name__})"
        raise BriefwrightError(message) from error


def _status(embedded: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> PdfSignatureStatus:
    """Validate a signature at the time of its time-stamp, where that can be trusted, and else now."""
    now = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(embedded, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)
    stamp = status.timestamp_validity
    if stamp is None or not stamp.trusted:
        return status
    then = ValidationContext(trust_roots=roots, allow_fetching=False, moment=stamp.timestamp)
    return validate_pdf_signature(embedded, then, now, key_usage_settings=_EITHER_USAGE, skip_diff=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature in a file, and what pyHanko says of it."""

    content: bytes
    embedded: EmbeddedPdfSignature
    status: PdfSignatureStatus
    signatures: int

    def signature(self, *, trusts_any: bool) -> Signature:
        status, stamp = self.status, self.status.timestamp_validity
        intact = status.intact and status.valid
        sound_stamp = stamp is None or (stamp.intact and stamp.valid)
        covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and self._hides_nothing()
        trusted = status.trusted and sound_stamp and (stamp is None or stamp.trusted)
        time = stamp.timestamp if stamp else status.signer_reported_dt
        certificate = self.embedded.signer_cert
        others = tuple(strangers(self.content))
        wrong = {
            "what was signed was changed since": not intact,
            "its time-stamp was changed since": not sound_stamp,
            "it holds something that the signature does not cover": not covers_all,
            f"it has {self.signatures} signatures instead of one": self.signatures > 1,
            self._distrust(trusts_any=trusts_any): intact and sound_stamp and not trusted,
        }
        return Signature(
            signer=name_in(certificate.subject),
            issuer=name_in(certificate.issuer),
            time=time.isoformat() if time else None,
            level="B-T" if stamp else "B-B",
            unchanged=intact and sound_stamp and covers_all and not others and self.signatures == 1,
            trusted=trusted,
            complaints=(*(words for words, is_so in wrong.items() if is_so), *others),
        )

    def _hides_nothing(self) -> bool:
        """Whether the gap in what is covered holds the signature, as it was written, and no more."""
        _, start, end, _ = self.embedded.byte_range
        cms = self.embedded.pkcs7_content
        rest = cms[parser.peek(cms) :]
        written = {f"<{cms.hex()}>".encode(), f"<{cms.hex().upper()}>".encode()}
        return self.content[start:end] in written and not rest.strip(b"\0")

    def _distrust(self, *, trusts_any: bool) -> str:
        if not trusts_any:
            return "no roots of trust are given, so nobody vouches for the signer"
        stamp = self.status.timestamp_validity
        if self.status.trusted and stamp:
            return f"its time-stamp, by {name_in(stamp.signing_cert.subject)}, leads to no root that is trusted"
        if self.status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
            return "the signer’s certificate is expired, or not valid yet, and no time-stamp shows that it was then"
        return "the signer’s certificate leads to no root that is trusted"
