from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools import authority
from tests.tools.authority import PASSWORD, Authority
from tests.unit.test_cli import TEMPLATES, run
from tests.unit.test_conformance import good

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["good"]


@pytest.fixture(scope="module")
def house() -> Authority:
    return authority.found()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def signed(good: bytes, house: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A PDF that the house signed, whose root is in ``house.pem``; ``other.pem`` is another's."""
    (tmp_path / "house.p12").write_bytes(house.pkcs12)
    (tmp_path / "house.pem").write_bytes(house.root.pem)
    (tmp_path / "other.pem").write_bytes(authority.found().root.pem)
    (tmp_path / "a.pdf").write_bytes(good)
    with monkeypatch.context() as patch:
        patch.setenv("BRIEFWRIGHT_PKCS12", "house.p12")
        patch.setenv("BRIEFWRIGHT_PKCS12_PASSWORD", PASSWORD)
        assert run("sign", "a.pdf", "--output", "signed", *TEMPLATES) == 0
    return (tmp_path / "signed/a.pdf").read_bytes()


@pytest.mark.parametrize("name", ["x.pdf", "X.PDF", "x.pdf.bak", "x"])
def test_a_signature_counts_whatever_the_file_is_called(
    signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_bytes(signed)
    assert run("verify", name, "--trust", "house.pem") == 0
    assert "is signed by" in capsys.readouterr().out
    assert run("verify", name, "--trust", "other.pem") == 1
    assert "leads to no root that is trusted" in capsys.readouterr().out
