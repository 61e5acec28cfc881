"""Settings for signing, from environment variables.

Messages and the ``repr`` of values contain no secrets.
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

UNSIGNED = "the PDFs are unsigned; to sign them, set BRIEFWRIGHT_PKCS12 to the publisher’s key"
"""The message of a build without a key."""
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
    """A key on a PKCS#11 token; ``module`` is the token's driver library."""

    module: Path
    label: str
    key: str
    certificate: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SigningSettings:
    """Settings for signing: the key, the URL of a time-stamp server (RFC 3161), and whether to print a seal."""

    key: KeyFile | Token
    time_stamp_server: str | None = field(default=None, repr=False)
    seal: bool = False


def has_key(environment: Mapping[str, str]) -> bool:
    """Return whether environment variables name a key."""
    return any(environment.get(_PREFIX + name, "").strip() for name in ("PKCS12", "PKCS11_MODULE"))


def read_signing_settings(environment: Mapping[str, str]) -> SigningSettings | None:
    """Return the signing settings in environment variables; ``None`` if they name no key.

    Raises ``BriefwrightError`` for contradictory settings and for a file that cannot be read.
    """
    if not has_key(environment):
        return None
    values = {}
    for name in VARIABLES:
        # A secret may start or end with a space.
        is_secret, value = name.endswith(("_PASSWORD", "_PIN")), environment.get(name, "")
        values[name.removeprefix(_PREFIX)] = value if is_secret else value.strip()
    if values["PKCS12"] and values["PKCS11_MODULE"]:
        raise BriefwrightError(f"{_PREFIX}PKCS12 and {_PREFIX}PKCS11_MODULE are both set; set only one of them")
    key = KeyFile(Path(values["PKCS12"]), _secret(values, "PKCS12_PASSWORD")) if values["PKCS12"] else _token(values)
    return SigningSettings(key, _time_stamp_server(values["TSA"]), _seal(values["SEAL"]))


def _token(values: Mapping[str, str]) -> Token:
    missing = [f"{_PREFIX}{name}" for name in ("PKCS11_TOKEN", "PKCS11_KEY_LABEL") if not values[name]]
    pin = _secret(values, "PKCS11_PIN")
    if pin is None:
        missing.append(f"{_PREFIX}PKCS11_PIN_FILE")
    if missing or pin is None:
        raise BriefwrightError(f"{_PREFIX}PKCS11_MODULE is set, so set {' and '.join(missing)} too")
    label = values["PKCS11_KEY_LABEL"]
    certificate = values["PKCS11_CERT_LABEL"] or label
    return Token(Path(values["PKCS11_MODULE"]), values["PKCS11_TOKEN"], label, certificate, pin)


def _secret(values: Mapping[str, str], name: str) -> str | None:
    """Return a secret: the value itself, or the first line of the file that ``<name>_FILE`` names."""
    secret, path = values[name], values[f"{name}_FILE"]
    if secret and path:
        raise BriefwrightError(f"{_PREFIX}{name} and {_PREFIX}{name}_FILE are both set; set only one of them")
    if not path:
        return secret or None
    lines = read_file(Path(path), f"{_PREFIX}{name}_FILE").decode("utf-8", "replace").splitlines()
    return lines[0] if lines else ""


def read_file(path: Path, variable: str) -> bytes:
    """Return the content of the file that a setting names; raise ``BriefwrightError`` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BriefwrightError(f"{variable}: cannot read {path.as_posix()}: {error.strerror}") from None


def _time_stamp_server(url: str) -> str | None:
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        # The URL may contain a password.
        raise BriefwrightError(
            f"{_PREFIX}TSA is not the URL of a time-stamp server; set a URL such as https://tsa.example/"
        )
    return url or None


def _seal(switch: str) -> bool:
    if switch.lower() not in _SWITCH:
        raise BriefwrightError(f"unknown value “{switch}” of {_PREFIX}SEAL; set 1 for a visible seal, or 0 for none")
    return _SWITCH[switch.lower()]
