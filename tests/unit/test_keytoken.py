from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError
from briefwright.extras.keys import key_identity, open_key
from briefwright.extras.signature_check import check_signature, load_certificates
from briefwright.extras.signing import sign
from briefwright.extras.signing_settings import read_signing_settings
from tests.tools import authority, softhsm
from tests.tools.authority import PUBLISHER, Authority
from tests.tools.softhsm import PIN, SoftToken
from tests.unit.test_conformance import good

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.softhsm

__all__ = ["good"]


@pytest.fixture(scope="module")
def publisher() -> Authority:
    return authority.create()


@pytest.fixture(scope="module")
def token(publisher: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    token = softhsm.make(tmp_path_factory.mktemp("token"), publisher)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(token.configuration))
        yield token


def test_signs_with_a_key_on_a_token(token: SoftToken, publisher: Authority, good: bytes) -> None:
    signer = read_signing_settings(token.settings)
    assert signer is not None
    with open_key(signer) as key:
        assert key.name == PUBLISHER
        signed = sign(good, key, lambda part, name: f"{part} of {name}")
    assert signed.startswith(good)
    found = check_signature(signed, load_certificates(publisher.root.pem))
    assert found is not None
    assert (found.signer, found.unchanged, found.trusted, found.problems) == (PUBLISHER, True, True, ())


def test_identity_is_the_same_for_token_and_file(
    token: SoftToken, publisher: Authority, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("file") / "publisher.p12"
    path.write_bytes(publisher.pkcs12)
    in_file = {"BRIEFWRIGHT_PKCS12": str(path), "BRIEFWRIGHT_PKCS12_PASSWORD": authority.PASSWORD}
    assert key_identity(token.settings) == key_identity(in_file)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PIN", "314159", "the token publisher rejects the PIN"),
        ("TOKEN", "none", "cannot open the token none through "),
        ("MODULE", "/none.so", "cannot open the token publisher through /none.so"),
        ("KEY_LABEL", "none", "the token publisher has no key “none” with a certificate “none”"),
        ("CERT_LABEL", "none", "the token publisher has no key “publisher” with a certificate “none”"),
    ],
)
def test_reports_refusals_of_the_token(name: str, value: str, message: str, token: SoftToken) -> None:
    with pytest.raises(BriefwrightError) as error:
        key_identity(token.settings | {f"BRIEFWRIGHT_PKCS11_{name}": value})
    assert message in str(error.value)
    assert PIN not in str(error.value)
    assert "314159" not in str(error.value)


def test_names_the_missing_package_for_tokens(token: SoftToken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(BriefwrightError, match=r"pip install 'briefwright\[token\]'"):
        key_identity(token.settings)
