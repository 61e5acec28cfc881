"""Open the publisher's key and check that its certificate allows signing."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyhanko.sign.signers import SimpleSigner

from briefwright.errors import BriefwrightError
from briefwright.extras.signing_settings import KeyFile, read_file, read_signing_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asn1crypto import x509
    from pyhanko.sign.pkcs11 import PKCS11Signer
    from pyhanko.sign.signers import Signer

    from briefwright.extras.signing_settings import SigningSettings, Token

_SIGNING_USAGES = {"digital_signature", "non_repudiation"}
"""Key usages that allow signing documents (RFC 5280, 4.2.1.3)."""


@dataclass(frozen=True, slots=True)
class Key:
    """An open key whose certificate allows signing; ``signer`` is pyHanko's signer."""

    signer: Signer
    settings: SigningSettings

    @property
    def name(self) -> str:
        """The name of the key's owner."""
        return common_name(self.certificate.subject)

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's certificate."""
        return self.signer.signing_cert


def common_name(name: x509.Name) -> str:
    """Return the common name of an X.501 name, else its organisation, else the whole name."""
    parts = name.native
    return str(parts.get("common_name") or parts.get("organization_name") or name.human_friendly)


def key_identity(environment: Mapping[str, str]) -> str | None:
    """Return a digest of the certificate and the signing settings, without secrets; ``None`` if there is no key.

    This opens the key, so a build fails before its first step and tries a wrong PIN only once.
    """
    settings = read_signing_settings(environment)
    if settings is None:
        return None
    with open_key(settings) as key:
        parts = (key.certificate.sha256.hex(), settings.time_stamp_server or "", str(settings.seal))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextmanager
def open_key(settings: SigningSettings) -> Iterator[Key]:
    """Open a key for the duration of the context.

    Raises ``BriefwrightError`` if the key cannot be opened, or if its certificate does not allow signing today.
    """
    key = settings.key
    opening = nullcontext(_from_file(key)) if isinstance(key, KeyFile) else _token_session(key)
    with opening as signer:
        opened = Key(signer, settings)
        _check_certificate(opened)
        yield opened


def _from_file(file: KeyFile) -> SimpleSigner:
    content = read_file(file.path, "BRIEFWRIGHT_PKCS12")
    password = file.password
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(
            content, [], None if password is None else password.encode()
        )
    except ValueError:
        reason = "wrong password, or not a PKCS#12 file" if password else "set BRIEFWRIGHT_PKCS12_PASSWORD"
        raise BriefwrightError(f"BRIEFWRIGHT_PKCS12: cannot open {file.path.as_posix()}: {reason}") from None
    except (AttributeError, TypeError):
        raise BriefwrightError(
            f"BRIEFWRIGHT_PKCS12: no key with its certificate in {file.path.as_posix()}; export both into it"
        ) from None
    signer.embed_roots = False
    return signer


@contextmanager
def _token_session(token: Token) -> Iterator[PKCS11Signer]:
    """Log in to a token once, and log out at the end; raise ``BriefwrightError`` if the token refuses."""
    try:
        import pkcs11  # noqa: PLC0415 - an optional package
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError:
        raise BriefwrightError(
            "the package for PKCS#11 tokens is not installed; run: pip install 'briefwright[token]'"
        ) from None
    name = f"the token {token.label}"
    try:
        session = open_pkcs11_session(
            str(token.module), token_criteria=TokenCriteria(label=token.label), user_pin=token.pin
        )
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
        raise BriefwrightError(f"{name} rejects the PIN; a few more wrong PINs may lock it") from None
    except pkcs11.PinLocked:
        raise BriefwrightError(f"{name} is locked after too many wrong PINs; unlock it first") from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise BriefwrightError(
            f"cannot open {name} through {token.module.as_posix()} ({type(error).__name__});"
            " check BRIEFWRIGHT_PKCS11_TOKEN and BRIEFWRIGHT_PKCS11_MODULE"
        ) from None
    with session:
        signer = PKCS11Signer(
            session,
            cert_label=token.certificate,
            key_label=token.key,
            other_certs_to_pull=None,
            embed_roots=False,
        )
        try:
            certificate = signer.signing_cert
        except pkcs11.PKCS11Error:
            certificate = None
        if certificate is None:
            raise BriefwrightError(
                f"{name} has no key “{token.key}” with a certificate “{token.certificate}”;"
                " check BRIEFWRIGHT_PKCS11_KEY_LABEL and BRIEFWRIGHT_PKCS11_CERT_LABEL"
            )
        try:
            yield signer
        except pkcs11.PKCS11Error as error:
            raise BriefwrightError(f"signing with {name} failed ({type(error).__name__})") from None


def _check_certificate(key: Key) -> None:
    certificate = key.certificate
    name = f"the certificate of {key.name}"
    now = datetime.now(UTC)
    if now > certificate.not_valid_after:
        raise BriefwrightError(f"{name} expired on {certificate.not_valid_after:%Y-%m-%d}; renew it")
    if now < certificate.not_valid_before:
        raise BriefwrightError(f"{name} is not valid before {certificate.not_valid_before:%Y-%m-%d}")
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & _SIGNING_USAGES:
        raise BriefwrightError(f"{name} does not allow signing; its key usage is {', '.join(sorted(usage.native))}")
