"""The publisher's key, opened: whose it is, and whether it may sign."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyhanko.sign.signers import SimpleSigner

from briefwright.errors import BriefwrightError
from briefwright.extras.signing_settings import KeyFile, read, signer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asn1crypto import x509
    from pyhanko.sign.pkcs11 import PKCS11Signer
    from pyhanko.sign.signers import Signer as Signing

    from briefwright.extras.signing_settings import Signer, Token

_SIGNING = {"digital_signature", "non_repudiation"}
"""Key usages that let a key sign documents (RFC 5280, 4.2.1.3)."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is open and may sign."""

    signing: Signing
    settings: Signer

    @property
    def name(self) -> str:
        """Whose key it is."""
        return name_in(self.certificate.subject)

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's certificate."""
        return self.signing.signing_cert


def name_in(name: x509.Name) -> str:
    """Return what people call the holder of an X.501 name."""
    said = name.native
    return str(said.get("common_name") or said.get("organization_name") or name.human_friendly)


def key_identity(settings: Mapping[str, str]) -> str | None:
    """Return what tells a way of signing from another and holds no secret; ``None`` where settings name no key.

    Opens the key, so that what is wrong with it is said before a build begins, and a wrong PIN is tried once.
    """
    signer = signer_of(settings)
    if signer is None:
        return None
    with open_key(signer) as key:
        parts = (key.certificate.sha256.hex(), signer.time_stamps or "", str(signer.seal))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextmanager
def open_key(signer: Signer) -> Iterator[Key]:
    """Open a key for as long as it signs.

    Raises ``BriefwrightError`` where it does not open, or where its certificate does not allow signing today.
    """
    opening = nullcontext(_from_file(signer.key)) if isinstance(signer.key, KeyFile) else _session(signer.key)
    with opening as signing:
        key = Key(signing, signer)
        _may_sign(key)
        yield key


def _from_file(file: KeyFile) -> SimpleSigner:
    content = read(file.path, "BRIEFWRIGHT_PKCS12")
    password = file.password
    try:
        signing: SimpleSigner = SimpleSigner.load_pkcs12_data(
            content, [], None if password is None else password.encode()
        )
    except ValueError:
        why = "its password is another, or it is no PKCS#12 file" if password else "its password is not given"
        raise BriefwrightError(f"BRIEFWRIGHT_PKCS12: {file.path.as_posix()} does not open: {why}") from None
    except (AttributeError, TypeError):
        raise BriefwrightError(
            f"BRIEFWRIGHT_PKCS12: {file.path.as_posix()} holds no key with its certificate"
        ) from None
    signing.embed_roots = False
    return signing


@contextmanager
def _session(token: Token) -> Iterator[PKCS11Signer]:
    """Log in to a token, once, and out at the end; raise ``BriefwrightError`` where it does not let us."""
    try:
        import pkcs11  # noqa: PLC0415 - an optional package
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError:
        raise BriefwrightError("the package for tokens is not installed: pip install 'briefwright[token]'") from None
    where = f"the token {token.label}"
    try:
        logged_in = open_pkcs11_session(
            str(token.module), token_criteria=TokenCriteria(label=token.label), user_pin=token.pin
        )
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
        raise BriefwrightError(
            f"{where} does not take the PIN; it may lock itself after a few more wrong ones"
        ) from None
    except pkcs11.PinLocked:
        raise BriefwrightError(f"{where} is locked, after too many wrong PINs") from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise BriefwrightError(
            f"{where} is not to be had through {token.module.as_posix()} ({type(error).__name__})"
        ) from None
    with logged_in:
        signing = PKCS11Signer(
            logged_in,
            cert_label=token.certificate,
            key_label=token.key,
            other_certs_to_pull=None,
            embed_roots=False,
        )
        try:
            found = signing.signing_cert
        except pkcs11.PKCS11Error:
            found = None
        if found is None:
            raise BriefwrightError(f"{where} holds no key “{token.key}” with a certificate “{token.certificate}”")
        try:
            yield signing
        except pkcs11.PKCS11Error as error:
            raise BriefwrightError(f"{where} does not sign ({type(error).__name__})") from None


def _may_sign(key: Key) -> None:
    certificate = key.certificate
    whose = f"the certificate of {key.name}"
    now = datetime.now(UTC)
    if now > certificate.not_valid_after:
        raise BriefwrightError(f"{whose} expired on {certificate.not_valid_after:%Y-%m-%d}")
    if now < certificate.not_valid_before:
        raise BriefwrightError(f"{whose} is not valid before {certificate.not_valid_before:%Y-%m-%d}")
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & _SIGNING:
        raise BriefwrightError(f"{whose} does not allow signing: its key usage is {', '.join(sorted(usage.native))}")
