"""A PKCS#11 token in software (SoftHSM), made for a test, with a key on it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization

if TYPE_CHECKING:
    from tests.tools.authority import Authority, Holder

PIN = "271828"
LABEL = "publisher"
_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
TIMEOUT = 60


@dataclass(frozen=True)
class SoftToken:
    """A token that has a key; ``configuration`` is the file that SOFTHSM2_CONF must name."""

    module: str
    configuration: Path
    label: str = LABEL

    @property
    def settings(self) -> dict[str, str]:
        """How to sign with it."""
        said = {"MODULE": self.module, "TOKEN": self.label, "KEY_LABEL": LABEL, "PIN": PIN}
        return {f"BRIEFWRIGHT_PKCS11_{name}": value for name, value in said.items()}


def make(folder: Path, authority: Authority) -> SoftToken:
    """Make a token in a folder, with the publisher's key and the certificates up to the root."""
    module = next(path for path in _MODULES if Path(path).exists())
    configuration = folder / "softhsm2.conf"
    (folder / "tokens").mkdir()
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n", "utf-8")
    token = SoftToken(module, configuration)
    _run(token, "softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN)
    _put(token, folder, "privkey", LABEL, _key(authority.publisher))
    _put(token, folder, "cert", LABEL, authority.publisher.der)
    _put(token, folder, "cert", "intermediate", authority.intermediate.der)
    return token


def _key(holder: Holder) -> bytes:
    return holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def _put(token: SoftToken, folder: Path, kind: str, label: str, content: bytes) -> None:
    path = folder / "object.der"
    path.write_bytes(content)
    tool = ("pkcs11-tool", "--module", token.module, "--token-label", LABEL, "--login", "--pin", PIN)
    number = "01" if label == LABEL else "02"
    _run(token, *tool, "--write-object", str(path), "--type", kind, "--label", label, "--id", number)
    path.unlink()


def _run(token: SoftToken, *command: str) -> None:
    environment = {"SOFTHSM2_CONF": str(token.configuration), "PATH": "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin"}
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT, env=environment)
