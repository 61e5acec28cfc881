"""A software PKCS#11 token (SoftHSM) with a key, for tests."""

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
    """A token with a key; SOFTHSM2_CONF must name the file ``configuration``."""

    module: str
    configuration: Path
    label: str = LABEL

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables for signing with it."""
        values = {"MODULE": self.module, "TOKEN": self.label, "KEY_LABEL": LABEL, "PIN": PIN}
        return {f"BRIEFWRIGHT_PKCS11_{name}": value for name, value in values.items()}


def make(folder: Path, authority: Authority) -> SoftToken:
    """Return a new token in a folder, with the publisher's key and its certificates, without the root."""
    module = next(path for path in _MODULES if Path(path).exists())
    configuration = folder / "softhsm2.conf"
    (folder / "tokens").mkdir()
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n", "utf-8")
    token = SoftToken(module, configuration)
    _run(token, "softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN)
    _write_object(token, folder, "privkey", LABEL, _key(authority.publisher))
    _write_object(token, folder, "cert", LABEL, authority.publisher.der)
    _write_object(token, folder, "cert", "intermediate", authority.intermediate.der)
    return token


def _key(holder: Holder) -> bytes:
    return holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def _write_object(token: SoftToken, folder: Path, object_type: str, label: str, content: bytes) -> None:
    path = folder / "object.der"
    path.write_bytes(content)
    tool = ("pkcs11-tool", "--module", token.module, "--token-label", LABEL, "--login", "--pin", PIN)
    number = "01" if label == LABEL else "02"
    _run(token, *tool, "--write-object", str(path), "--type", object_type, "--label", label, "--id", number)
    path.unlink()


def _run(token: SoftToken, *command: str) -> None:
    environment = {"SOFTHSM2_CONF": str(token.configuration), "PATH": "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin"}
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT, env=environment)
