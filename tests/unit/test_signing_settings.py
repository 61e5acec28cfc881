from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError
from briefwright.extras.keys import key_identity, open_key
from briefwright.extras.signing_settings import KeyFile, SigningSettings, Token, has_key, read_signing_settings
from tests.tools import authority
from tests.tools.authority import PASSWORD, PUBLISHER

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = {"PKCS12": "key.p12"}
TOKEN = {"PKCS11_MODULE": "lib.so", "PKCS11_TOKEN": "t", "PKCS11_KEY_LABEL": "k", "PKCS11_PIN": "1234"}


def environment(values: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": "/bin", **{f"BRIEFWRIGHT_{name}": text for name, text in values.items()}}


def signer(**values: str) -> SigningSettings | None:
    return read_signing_settings(environment(values))


def test_no_signer_without_a_key() -> None:
    assert signer() is None
    assert signer(PKCS12="  ", TSA="https://tsa.example/", SEAL="1") is None
    assert not has_key(environment({}))
    assert key_identity(environment({})) is None


def test_reads_settings_of_a_file() -> None:
    assert signer(**FILE) == SigningSettings(KeyFile(Path("key.p12"), None))
    values = FILE | {"PKCS12_PASSWORD": " a b ", "TSA": "https://tsa.example/", "SEAL": "yes"}
    assert signer(**values) == SigningSettings(KeyFile(Path("key.p12"), " a b "), "https://tsa.example/", seal=True)


def test_reads_settings_of_a_token() -> None:
    assert signer(**TOKEN) == SigningSettings(Token(Path("lib.so"), "t", "k", "k", "1234"))
    result = signer(**TOKEN, PKCS11_CERT_LABEL="c")
    assert result is not None
    assert isinstance(result.key, Token)
    assert result.key.certificate == "c"


def test_reads_secrets_from_files(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s p\nanother line\n", "utf-8")
    assert signer(**FILE, PKCS12_PASSWORD_FILE=str(path)) == SigningSettings(KeyFile(Path("key.p12"), "s p"))
    without = {name: text for name, text in TOKEN.items() if name != "PKCS11_PIN"}
    assert signer(**without, PKCS11_PIN_FILE=str(path)) == SigningSettings(Token(Path("lib.so"), "t", "k", "k", "s p"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (FILE | TOKEN, "BRIEFWRIGHT_PKCS12 and BRIEFWRIGHT_PKCS11_MODULE are both set"),
        (FILE | {"PKCS12_PASSWORD": "hush", "PKCS12_PASSWORD_FILE": "f"}, "PASSWORD and BRIEFWRIGHT_PKCS12_PASSWORD_"),
        (FILE | {"PKCS12_PASSWORD_FILE": "none"}, "PASSWORD_FILE: cannot read none: No such file or directory"),
        (FILE | {"TSA": "ftp://user:hush@tsa.example"}, "BRIEFWRIGHT_TSA is not the URL of a time-stamp server"),
        (FILE | {"TSA": "hush"}, "BRIEFWRIGHT_TSA is not the URL of a time-stamp server"),
        (FILE | {"SEAL": "perhaps"}, "unknown value “perhaps” of BRIEFWRIGHT_SEAL; set 1"),
        ({"PKCS11_MODULE": "x"}, "set BRIEFWRIGHT_PKCS11_TOKEN and BRIEFWRIGHT_PKCS11_KEY_LABEL and BRIEF"),
        (TOKEN | {"PKCS11_PIN": ""}, "BRIEFWRIGHT_PKCS11_MODULE is set, so set BRIEFWRIGHT_PKCS11_PIN_FILE too"),
    ],
)
def test_rejects_invalid_settings(values: dict[str, str], message: str) -> None:
    with pytest.raises(BriefwrightError) as error:
        signer(**values)
    assert message in str(error.value)
    assert "hush" not in str(error.value)


def test_repr_contains_no_secret() -> None:
    file = FILE | {"PKCS12_PASSWORD": "hush", "TSA": "https://u:hush@tsa.example"}
    for result in (signer(**file), signer(**TOKEN)):
        assert "hush" not in repr(result)
        assert "1234" not in repr(result)


@pytest.fixture(scope="module")
def publisher() -> authority.Authority:
    return authority.create()


def environment_with_file(folder: Path, content: bytes) -> dict[str, str]:
    path = folder / "publisher.p12"
    path.write_bytes(content)
    return environment({"PKCS12": str(path), "PKCS12_PASSWORD": PASSWORD})


def error_of(settings: Mapping[str, str]) -> str:
    with pytest.raises(BriefwrightError) as error:
        key_identity(settings)
    assert PASSWORD not in str(error.value)
    return str(error.value)


def test_key_has_name_and_certificate_chain(publisher: authority.Authority, tmp_path: Path) -> None:
    result = read_signing_settings(environment_with_file(tmp_path, publisher.pkcs12))
    assert result is not None
    with open_key(result) as key:
        assert key.name == PUBLISHER
        assert len(list(key.signer.cert_registry)) == 1


def test_identity_depends_on_settings(publisher: authority.Authority, tmp_path: Path) -> None:
    settings = environment_with_file(tmp_path, publisher.pkcs12)
    (tmp_path / "again").mkdir()
    variants = [
        settings,
        settings | {"BRIEFWRIGHT_SEAL": "1"},
        settings | {"BRIEFWRIGHT_TSA": "https://tsa.example/"},
        environment_with_file(tmp_path / "again", authority.issue(PUBLISHER).pkcs12()),
    ]
    digests = [key_identity(variant) for variant in variants]
    assert len({*digests}) == len(variants)
    assert None not in digests
    assert key_identity(settings | {"BRIEFWRIGHT_SEAL": "0", "PATH": ""}) == digests[0]


def test_rejects_file_that_cannot_be_opened(publisher: authority.Authority, tmp_path: Path) -> None:
    settings = environment_with_file(tmp_path, publisher.pkcs12)
    path = settings["BRIEFWRIGHT_PKCS12"]
    assert error_of(settings | {"BRIEFWRIGHT_PKCS12_PASSWORD": "hush"}).endswith(
        f"cannot open {path}: wrong password, or not a PKCS#12 file"
    )
    assert error_of(settings | {"BRIEFWRIGHT_PKCS12_PASSWORD": ""}).endswith("set BRIEFWRIGHT_PKCS12_PASSWORD")
    assert error_of(settings | {"BRIEFWRIGHT_PKCS12": str(tmp_path / "none")}).endswith("No such file or directory")
    assert error_of(environment_with_file(tmp_path, b"words")).endswith("wrong password, or not a PKCS#12 file")


def test_rejects_file_without_a_key(publisher: authority.Authority, tmp_path: Path) -> None:
    assert "no key with its certificate in " in error_of(
        environment_with_file(tmp_path, authority.certificates([publisher.root]))
    )


@pytest.mark.parametrize(
    ("usages", "days", "message"),
    [
        (("content_commitment",), (-9, -1), f"the certificate of {PUBLISHER} expired on "),
        (("content_commitment",), (1, 9), f"the certificate of {PUBLISHER} is not valid before "),
        (("key_encipherment", "crl_sign"), (-9, 9), "does not allow signing; its key usage is crl_sign, key_enciph"),
    ],
)
def test_rejects_certificate_that_does_not_allow_signing(
    usages: tuple[str, ...], days: tuple[int, int], message: str, tmp_path: Path
) -> None:
    assert message in error_of(
        environment_with_file(tmp_path, authority.issue(PUBLISHER, usages=usages, days=days).pkcs12())
    )


def test_accepts_certificate_for_digital_signatures(tmp_path: Path) -> None:
    assert key_identity(
        environment_with_file(tmp_path, authority.issue(PUBLISHER, usages=("digital_signature",)).pkcs12())
    )
