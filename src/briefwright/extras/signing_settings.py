"""How the publisher signs, as its settings say.

No message holds a secret; neither does the representation of a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefwright.errors import BriefwrightError
from briefwright.process import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSIGNED = "the PDFs are unsigned: set BRIEFWRIGHT_PKCS12 to the publisher’s key to sign them"
"""What is said once where there is no key."""
_PREFIX = "BRIEFWRIGHT_"
_SWITCH = {"": False, "0": False, "no": False, "off": False, "false": False} | dict.fromkeys(
    ("1", "yes", "on", "true"), True
)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file (RFC 7292) with a key, its certificate and those of its issuers."""

    path: Path
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A key on a PKCS#11 token; ``module`` is the library that speaks to it."""

    module: Path
    label: str
    key: str
    certificate: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signer:
    """How the publisher signs: its key, a time-stamp server's address (RFC 3161), and whether a seal is to be seen."""

    key: KeyFile | Token
    time_stamps: str | None = field(default=None, repr=False)
    seal: bool = False


def names_key(settings: Mapping[str, str]) -> bool:
    """Whether settings, such as the environment, name a key."""
    return any(settings.get(_PREFIX + name, "").strip() for name in ("PKCS12", "PKCS11_MODULE"))


def signer_of(settings: Mapping[str, str]) -> Signer | None:
    """Return how settings, such as the environment, say to sign; ``None`` where they name no key.

    Raises ``BriefwrightError`` where they contradict each other or name a file that cannot be read.
    """
    if not names_key(settings):
        return None
    said = {}
    for name in VARIABLES:
        # A blank at an end may be part of a secret.
        is_secret, value = name.endswith(("_PASSWORD", "_PIN")), settings.get(name, "")
        said[name.removeprefix(_PREFIX)] = value if is_secret else value.strip()
    if said["PKCS12"] and said["PKCS11_MODULE"]:
        raise BriefwrightError(
            f"{_PREFIX}PKCS12 and {_PREFIX}PKCS11_MODULE are both set; a signature is made with one key"
        )
    key = KeyFile(Path(said["PKCS12"]), _secret(said, "PKCS12_PASSWORD")) if said["PKCS12"] else _token(said)
    return Signer(key, _time_stamps(said["TSA"]), _seal(said["SEAL"]))


def _token(said: Mapping[str, str]) -> Token:
    lacking = [f"{_PREFIX}{name}" for name in ("PKCS11_TOKEN", "PKCS11_KEY_LABEL") if not said[name]]
    pin = _secret(said, "PKCS11_PIN")
    if pin is None:
        lacking.append(f"{_PREFIX}PKCS11_PIN_FILE")
    if lacking or pin is None:
        raise BriefwrightError(f"{_PREFIX}PKCS11_MODULE is set without {' and '.join(lacking)}")
    label = said["PKCS11_KEY_LABEL"]
    return Token(Path(said["PKCS11_MODULE"]), said["PKCS11_TOKEN"], label, said["PKCS11_CERT_LABEL"] or label, pin)


def _secret(said: Mapping[str, str], name: str) -> str | None:
    """Return a secret that is given, or stands in a file's first line."""
    given, path = said[name], said[f"{name}_FILE"]
    if given and path:
        raise BriefwrightError(f"{_PREFIX}{name} and {_PREFIX}{name}_FILE are both set; give one of them")
    if not path:
        return given or None
    lines = read(Path(path), f"{_PREFIX}{name}_FILE").decode("utf-8", "replace").splitlines()
    return lines[0] if lines else ""


def read(path: Path, variable: str) -> bytes:
    """Return what a file holds that a setting names; raise ``BriefwrightError`` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BriefwrightError(f"{variable}: {path.as_posix()} cannot be read: {error.strerror}") from None


def _time_stamps(address: str) -> str | None:
    if address and (urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname):
        raise BriefwrightError(f"{_PREFIX}TSA is not the address of a time-stamp server, as in https://tsa.example/")
    return address or None


def _seal(switch: str) -> bool:
    if switch.lower() not in _SWITCH:
        raise BriefwrightError(f"{_PREFIX}SEAL is “{switch}”; say 1 for a visible seal, or 0 for none")
    return _SWITCH[switch.lower()]
