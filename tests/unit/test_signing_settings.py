from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError
from briefwright.extras.keys import key_identity, open_key
from briefwright.extras.signing_settings import KeyFile, Signer, Token, names_key, signer_of
from tests.tools import authority
from tests.tools.authority import PASSWORD, PUBLISHER

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = {"PKCS12": "key.p12"}
TOKEN = {"PKCS11_MODULE": "lib.so", "PKCS11_TOKEN": "t", "PKCS11_KEY_LABEL": "k", "PKCS11_PIN": "1234"}


def environment(said: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": "/bin", **{f"BRIEFWRIGHT_{name}": text for name, text in said.items()}}


def signer(**said: str) -> Signer | None:
    return signer_of(environment(said))


def test_without_a_key_nothing_is_signed() -> None:
    assert signer() is None
    assert signer(PKCS12="  ", TSA="https://tsa.example/", SEAL="1") is None
    assert not names_key(environment({}))
    assert key_identity(environment({})) is None


def test_a_file() -> None:
    assert signer(**FILE) == Signer(KeyFile(Path("key.p12"), None))
    said = FILE | {"PKCS12_PASSWORD": " a b ", "TSA": "https://tsa.example/", "SEAL": "yes"}
    assert signer(**said) == Signer(KeyFile(Path("key.p12"), " a b "), "https://tsa.example/", seal=True)


def test_a_token() -> None:
    assert signer(**TOKEN) == Signer(Token(Path("lib.so"), "t", "k", "k", "1234"))
    made = signer(**TOKEN, PKCS11_CERT_LABEL="c")
    assert made is not None
    assert isinstance(made.key, Token)
    assert made.key.certificate == "c"


def test_secrets_stand_in_files(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s p\nanother line\n", "utf-8")
    assert signer(**FILE, PKCS12_PASSWORD_FILE=str(path)) == Signer(KeyFile(Path("key.p12"), "s p"))
    without = {name: text for name, text in TOKEN.items() if name != "PKCS11_PIN"}
    assert signer(**without, PKCS11_PIN_FILE=str(path)) == Signer(Token(Path("lib.so"), "t", "k", "k", "s p"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (FILE | TOKEN, "BRIEFWRIGHT_PKCS12 and BRIEFWRIGHT_PKCS11_MODULE are both set"),
        (FILE | {"PKCS12_PASSWORD": "hush", "PKCS12_PASSWORD_FILE": "f"}, "PASSWORD and BRIEFWRIGHT_PKCS12_PASSWORD_"),
        (FILE | {"PKCS12_PASSWORD_FILE": "none"}, "PASSWORD_FILE: none cannot be read: No such file or directory"),
        (FILE | {"TSA": "ftp://user:hush@tsa.example"}, "BRIEFWRIGHT_TSA is not the address of a time-stamp server"),
        (FILE | {"TSA": "hush"}, "BRIEFWRIGHT_TSA is not the address of a time-stamp server"),
        (FILE | {"SEAL": "perhaps"}, "BRIEFWRIGHT_SEAL is “perhaps”; say 1"),
        ({"PKCS11_MODULE": "x"}, "without BRIEFWRIGHT_PKCS11_TOKEN and BRIEFWRIGHT_PKCS11_KEY_LABEL and BRIEF"),
        (TOKEN | {"PKCS11_PIN": ""}, "BRIEFWRIGHT_PKCS11_MODULE is set without BRIEFWRIGHT_PKCS11_PIN_FILE"),
    ],
)
def test_settings_that_cannot_be(said: dict[str, str], why: str) -> None:
    with pytest.raises(BriefwrightError) as error:
        signer(**said)
    assert why in str(error.value)
    assert "hush" not in str(error.value)


def test_no_secret_shows() -> None:
    file = FILE | {"PKCS12_PASSWORD": "hush", "TSA": "https://u:hush@tsa.example"}
    for made in (signer(**file), signer(**TOKEN)):
        assert "hush" not in repr(made)
        assert "1234" not in repr(made)


@pytest.fixture(scope="module")
def publisher() -> authority.Authority:
    return authority.found()


def written(folder: Path, content: bytes) -> dict[str, str]:
    path = folder / "publisher.p12"
    path.write_bytes(content)
    return environment({"PKCS12": str(path), "PKCS12_PASSWORD": PASSWORD})


def complaint(settings: Mapping[str, str]) -> str:
    with pytest.raises(BriefwrightError) as error:
        key_identity(settings)
    assert PASSWORD not in str(error.value)
    return str(error.value)


def test_a_key_says_whose_it_is_and_takes_its_chain_along(publisher: authority.Authority, tmp_path: Path) -> None:
    made = signer_of(written(tmp_path, publisher.pkcs12))
    assert made is not None
    with open_key(made) as key:
        assert key.name == PUBLISHER
        assert len(list(key.signing.cert_registry)) == 1


def test_each_way_of_signing_has_a_digest(publisher: authority.Authority, tmp_path: Path) -> None:
    settings = written(tmp_path, publisher.pkcs12)
    (tmp_path / "again").mkdir()
    ways = [
        settings,
        settings | {"BRIEFWRIGHT_SEAL": "1"},
        settings | {"BRIEFWRIGHT_TSA": "https://tsa.example/"},
        written(tmp_path / "again", authority.issue(PUBLISHER).pkcs12()),
    ]
    digests = [key_identity(way) for way in ways]
    assert len({*digests}) == len(ways)
    assert None not in digests
    assert key_identity(settings | {"BRIEFWRIGHT_SEAL": "0", "PATH": ""}) == digests[0]


def test_a_file_that_does_not_open(publisher: authority.Authority, tmp_path: Path) -> None:
    settings = written(tmp_path, publisher.pkcs12)
    path = settings["BRIEFWRIGHT_PKCS12"]
    assert complaint(settings | {"BRIEFWRIGHT_PKCS12_PASSWORD": "hush"}).endswith(
        f"{path} does not open: its password is another, or it is no PKCS#12 file"
    )
    assert complaint(settings | {"BRIEFWRIGHT_PKCS12_PASSWORD": ""}).endswith("its password is not given")
    assert complaint(settings | {"BRIEFWRIGHT_PKCS12": str(tmp_path / "none")}).endswith("No such file or directory")
    assert complaint(written(tmp_path, b"words")).endswith("its password is another, or it is no PKCS#12 file")


def test_a_file_without_a_key(publisher: authority.Authority, tmp_path: Path) -> None:
    assert "holds no key with its certificate" in complaint(written(tmp_path, authority.certificates([publisher.root])))


@pytest.mark.parametrize(
    ("usages", "days", "why"),
    [
        (("content_commitment",), (-9, -1), f"the certificate of {PUBLISHER} expired on "),
        (("content_commitment",), (1, 9), f"the certificate of {PUBLISHER} is not valid before "),
        (("key_encipherment", "crl_sign"), (-9, 9), "does not allow signing: its key usage is crl_sign, key_enciph"),
    ],
)
def test_a_certificate_that_may_not_sign(
    usages: tuple[str, ...], days: tuple[int, int], why: str, tmp_path: Path
) -> None:
    assert why in complaint(written(tmp_path, authority.issue(PUBLISHER, usages=usages, days=days).pkcs12()))


def test_a_certificate_for_signatures_of_any_kind_may_sign(tmp_path: Path) -> None:
    assert key_identity(written(tmp_path, authority.issue(PUBLISHER, usages=("digital_signature",)).pkcs12()))
