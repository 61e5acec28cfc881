"""The environment variables that Briefwright reads, and the exit codes that it returns."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "BRIEFWRIGHT_PKCS12": "Sign the PDFs with this key: a PKCS#12 file with the key, its certificate and its issuers.",
    "BRIEFWRIGHT_PKCS12_PASSWORD_FILE": "A file whose first line is the password of BRIEFWRIGHT_PKCS12.",
    "BRIEFWRIGHT_PKCS12_PASSWORD": "The password itself, instead of a file with it.",
    "BRIEFWRIGHT_PKCS11_MODULE": "Sign with a key on a token instead: the PKCS#11 library of the token.",
    "BRIEFWRIGHT_PKCS11_TOKEN": "The label of the token.",
    "BRIEFWRIGHT_PKCS11_KEY_LABEL": "The label of the key.",
    "BRIEFWRIGHT_PKCS11_CERT_LABEL": "The label of the certificate, if it differs from that of the key.",
    "BRIEFWRIGHT_PKCS11_PIN_FILE": "A file whose first line is the PIN of the token.",
    "BRIEFWRIGHT_PKCS11_PIN": "The PIN itself, instead of a file with it.",
    "BRIEFWRIGHT_TSA": "The address of a time-stamp server (RFC 3161). Signatures are then PAdES B-T instead of B-B.",
    "BRIEFWRIGHT_SEAL": "1 for a visible seal at the head of the last page; 0, the default, for none.",
    "BRIEFWRIGHT_DEBUG": "Any value: show the traceback of an internal error.",
    "BRIEFWRIGHT_WARM": "The folder with the sockets of the build's own servers. The build sets it for its steps.",
}
"""Each variable with its meaning; `docs/reference/settings.md` lists them."""


class ExitCode(IntEnum):
    """The exit codes of commands, each with its ``meaning``."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Create a code with its meaning."""
        self = int.__new__(cls, code)
        self._value_ = code
        self.meaning = meaning
        return self

    SUCCESS = 0, "No errors."
    ERRORS = 1, "The command found errors and printed them, or cannot do what the arguments ask."
    USAGE = 2, "Unknown command or option, or a path that cannot be read or written."
    INTERNAL = 70, "An error in Briefwright. Set `BRIEFWRIGHT_DEBUG=1` for the traceback, and report it."
    INTERRUPTED = 130, "Stopped with Ctrl-C: 128 plus the number of the signal, as in shells."
