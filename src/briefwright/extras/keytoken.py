"""A key on a PKCS#11 token.  The package that speaks to tokens is optional: ``pip install briefwright[token]``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefwright.errors import BriefwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.sign.pkcs11 import PKCS11Signer

    from briefwright.extras.signer import Token

__all__ = ["session"]


@contextmanager
def session(token: Token) -> Iterator[PKCS11Signer]:
    """Log in to a token, once, and out at the end; raise ``BriefwrightError`` where it does not let us."""
    try:
        import pkcs11  # noqa: PLC0415 - an optional package
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError:
        message = "the package for tokens is not installed: pip install 'briefwright[token]'"
        raise BriefwrightError(message) from None
    where = f"the token {token.label}"
    try:
        logged_in = open_pkcs11_session(
            str(token.module), token_criteria=TokenCriteria(label=token.label), user_pin=token.pin
        )
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
        message = f"{where} does not take the PIN; it may lock itself after a few more wrong ones"
        raise BriefwrightError(message) from None
    except pkcs11.PinLocked:
        message = f"{where} is locked, after too many wrong PINs"
        raise BriefwrightError(message) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        message = f"{where} is not to be had through {token.module.as_posix()} ({type(error).__name__})"
        raise BriefwrightError(message) from None
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
            message = f"{where} holds no key “{token.key}” with a certificate “{token.certificate}”"
            raise BriefwrightError(message)
        try:
            yield signing
        except pkcs11.PKCS11Error as error:
            message = f"{where} does not sign ({type(error).__name__})"
            raise BriefwrightError(message) from None
