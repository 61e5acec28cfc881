"""A temporary certificate authority for tests, with keys, certificates and a time-stamp server."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSWORD = "open, sesame"  # noqa: S105 - only for tests
PUBLISHER = "Test Publisher"
DER = serialization.Encoding.DER
PEM = serialization.Encoding.PEM
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate as a PEM file."""
        return self.certificate.public_bytes(PEM)

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(DER)

    def pkcs12(self, others: Sequence[Holder] = (), password: str = PASSWORD) -> bytes:
        """Return a PKCS#12 file with the key, its certificate and the certificates of others."""
        encryption = serialization.BestAvailableEncryption(password.encode())
        chain = [other.certificate for other in others]
        return pkcs12.serialize_key_and_certificates(b"publisher", self.key, self.certificate, chain, encryption)


def issue(  # noqa: PLR0913 - options of a certificate
    name: str,
    issuer: Holder | None = None,
    usages: Sequence[str] = ("content_commitment",),
    days: tuple[float, float] = (-10, 10),
    *,
    authority: bool = False,
    stamps: bool = False,
    curve: bool = False,
) -> Holder:
    """Return a new key and its certificate, valid from the first to the second of ``days`` from now."""
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    first, last = (now + dt.timedelta(days=day) for day in days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _USAGES}), critical=True)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


@dataclass(frozen=True)
class Authority:
    """A root certificate and the certificates that it issued."""

    root: Holder
    intermediate: Holder
    publisher: Holder
    stamper: Holder

    @property
    def pkcs12(self) -> bytes:
        """The publisher's key with its certificate chain as a PKCS#12 file."""
        return self.publisher.pkcs12([self.intermediate])


def create() -> Authority:
    """Return a new authority."""
    usages = ("key_cert_sign", "crl_sign")
    root = issue("Test Root", usages=usages, authority=True)
    intermediate = issue("Test Intermediate", root, usages, authority=True)
    publisher = issue(PUBLISHER, intermediate)
    stamper = issue("Test Time-Stamper", root, ("digital_signature",), stamps=True)
    return Authority(root, intermediate, publisher, stamper)


def certificates(holders: Sequence[Holder]) -> bytes:
    """Return a PKCS#12 file with certificates and no key."""
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    chain = [holder.certificate for holder in holders]
    return pkcs12.serialize_key_and_certificates(None, None, None, chain, encryption)


@contextmanager
def time_stamps(stamper: Holder, answer: bytes | None = None, moment: dt.datetime | None = None) -> Iterator[str]:
    """Serve time-stamps (RFC 3161) over loopback, and yield the URL.

    ``answer`` replaces the server's answer, ``moment`` the current time.
    """
    certificate = asn1.Certificate.load(stamper.der)
    key = stamper.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    dummy = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(key), fixed_dt=moment)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = dummy.request_tsa_response(request).dump() if answer is None else answer
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - its own signature
            """Log nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
