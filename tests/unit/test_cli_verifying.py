from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools import authority
from tests.tools.authority import PASSWORD, Authority
from tests.unit.test_cli import TEMPLATES, run
from tests.unit.test_conformance import good
from tests.unit.test_verdicts import site

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["good"]


@pytest.fixture(scope="module")
def publisher() -> Authority:
    return authority.create()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def signed(good: bytes, publisher: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A PDF that the publisher signed, whose root is in ``publisher.pem``; ``other.pem`` is another's."""
    (tmp_path / "publisher.p12").write_bytes(publisher.pkcs12)
    (tmp_path / "publisher.pem").write_bytes(publisher.root.pem)
    (tmp_path / "other.pem").write_bytes(authority.create().root.pem)
    (tmp_path / "a.pdf").write_bytes(good)
    with monkeypatch.context() as patch:
        patch.setenv("BRIEFWRIGHT_PKCS12", "publisher.p12")
        patch.setenv("BRIEFWRIGHT_PKCS12_PASSWORD", PASSWORD)
        assert run("sign", "a.pdf", "--output", "signed", *TEMPLATES) == 0
    return (tmp_path / "signed/a.pdf").read_bytes()


@pytest.mark.parametrize("name", ["x.pdf", "X.PDF", "x.pdf.bak", "x"])
def test_a_signature_counts_whatever_the_file_is_called(
    signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_bytes(signed)
    assert run("verify", name, "--trust", "publisher.pem") == 0
    assert "is signed by" in capsys.readouterr().out
    assert run("verify", name, "--trust", "other.pem") == 1
    assert "does not chain to a trusted root" in capsys.readouterr().out


def test_a_pdf_by_itself_is_not_said_to_be_well(
    good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(good + b"\n% more\n")
    assert run("verify", "a.pdf") == 0
    out = capsys.readouterr().out
    assert "  open   nothing here shows whether its bytes are those that were published" in out
    assert "All is well" not in out
    assert out.endswith("Nothing is wrong that can be seen from here, but what is open may be.\n")


def test_who_trusts_somebody_wants_a_signature(
    good: bytes, signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(good)
    assert run("verify", "a.pdf", "--trust", "publisher.pem") == 1
    assert "  WRONG  it is not signed" in capsys.readouterr().out
    (tmp_path / "a.pdf").write_bytes(signed)
    assert run("verify", "a.pdf", "--trust", "publisher.pem") == 0
    assert capsys.readouterr().out.endswith("All is well.\n")


def listed(tmp_path: Path, content: bytes) -> None:
    """Write a site of one PDF, its manifest two folders above it, and a manifest of something else between them."""
    (tmp_path / "site/bridges").mkdir(parents=True)
    (tmp_path / "site/bridges/sheet.pdf").write_bytes(content)
    (tmp_path / "site/bridges/manifest.json").write_text('{"name": "An application"}')
    (tmp_path / "site/manifest.json").write_bytes(site({"bridges/sheet.pdf": content})["manifest.json"])


def test_a_manifest_in_a_folder_above_tells_what_the_bytes_of_a_pdf_should_be(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed(tmp_path, good)
    monkeypatch.chdir(tmp_path / "site/bridges")
    assert run("verify", "sheet.pdf") == 0
    out = capsys.readouterr().out
    manifest = (tmp_path / "site/manifest.json").as_posix()
    assert f"  right  is the file that {manifest} lists as bridges/sheet.pdf, to the byte\n" in out
    assert out.endswith("All is well.\n")
    (tmp_path / "site/bridges/sheet.pdf").write_bytes(good + b"\n")
    assert run("verify", "sheet.pdf") == 1
    assert f"  WRONG  it is not the file that {manifest} lists" in capsys.readouterr().out


def test_a_manifest_that_is_named_is_asked(good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed(tmp_path, good)
    (tmp_path / "a.pdf").write_bytes(good)
    assert run("verify", "a.pdf", "--manifest", "site/manifest.json") == 0
    assert "is the file that site/manifest.json lists as bridges/sheet.pdf" in capsys.readouterr().out
    (tmp_path / "a.pdf").write_bytes(good + b"\n")
    assert run("verify", "a.pdf", "--manifest", "site/manifest.json") == 1
    assert "it is none of the files that site/manifest.json lists" in capsys.readouterr().out
