from __future__ import annotations

import re
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
    return authority.found()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def signed(good: bytes, publisher: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A PDF signed by the publisher; its root is in ``publisher.pem``, that of another authority in ``other.pem``."""
    (tmp_path / "publisher.p12").write_bytes(publisher.pkcs12)
    (tmp_path / "publisher.pem").write_bytes(publisher.root.pem)
    (tmp_path / "other.pem").write_bytes(authority.found().root.pem)
    (tmp_path / "a.pdf").write_bytes(good)
    with monkeypatch.context() as patch:
        patch.setenv("BRIEFWRIGHT_PKCS12", "publisher.p12")
        patch.setenv("BRIEFWRIGHT_PKCS12_PASSWORD", PASSWORD)
        assert run("sign", "a.pdf", "--output", "signed", *TEMPLATES) == 0
    return (tmp_path / "signed/a.pdf").read_bytes()


@pytest.mark.parametrize("name", ["x.pdf", "X.PDF", "x.pdf.bak", "x"])
def test_checks_the_signature_of_a_pdf_with_any_file_name(
    signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_bytes(signed)
    assert run("verify", name, "--trust", "publisher.pem") == 0
    assert "signed by" in capsys.readouterr().out
    assert run("verify", name, "--trust", "other.pem") == 1
    assert "  ERROR       signature of " in capsys.readouterr().out


def test_unsigned_pdf_on_its_own_is_unproved(good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(good + b"\n% more\n")
    assert run("verify", "a.pdf") == 0
    out = capsys.readouterr().out
    assert re.search(r"^  unverified  .*--manifest.*--rebuild", out, re.MULTILINE)
    assert out.endswith("No problems found. Some checks were not possible; see “unverified”.\n")


def test_trust_requires_a_signature(
    good: bytes, signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(good)
    assert run("verify", "a.pdf", "--trust", "publisher.pem") == 1
    assert "  ERROR       not signed, but --trust requires" in capsys.readouterr().out
    (tmp_path / "a.pdf").write_bytes(signed)
    assert run("verify", "a.pdf", "--trust", "publisher.pem") == 0
    assert capsys.readouterr().out.endswith("No problems found.\n")


def write_site(tmp_path: Path, content: bytes) -> None:
    """Write a site of one PDF with its manifest, and another kind of manifest.json in the PDF's folder."""
    (tmp_path / "site/bridges").mkdir(parents=True)
    (tmp_path / "site/bridges/sheet.pdf").write_bytes(content)
    (tmp_path / "site/bridges/manifest.json").write_text('{"name": "An application"}')
    (tmp_path / "site/manifest.json").write_bytes(site({"bridges/sheet.pdf": content})["manifest.json"])


def test_finds_the_manifest_in_a_folder_above(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, good)
    monkeypatch.chdir(tmp_path / "site/bridges")
    assert run("verify", "sheet.pdf") == 0
    out = capsys.readouterr().out
    manifest = (tmp_path / "site/manifest.json").as_posix()
    assert re.search(rf"^  ok          .*bridges/sheet\.pdf in {re.escape(manifest)}", out, re.MULTILINE)
    assert out.endswith("No problems found.\n")
    (tmp_path / "site/bridges/sheet.pdf").write_bytes(good + b"\n")
    assert run("verify", "sheet.pdf") == 1
    assert re.search(rf"^  ERROR       .*{re.escape(manifest)}", capsys.readouterr().out, re.MULTILINE)


def test_uses_the_given_manifest(good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, good)
    (tmp_path / "a.pdf").write_bytes(good)
    assert run("verify", "a.pdf", "--manifest", "site/manifest.json") == 0
    assert re.search(
        r"^  ok          .*bridges/sheet\.pdf in site/manifest\.json", capsys.readouterr().out, re.MULTILINE
    )
    (tmp_path / "a.pdf").write_bytes(good + b"\n")
    assert run("verify", "a.pdf", "--manifest", "site/manifest.json") == 1
    assert re.search(r"^  ERROR       .*site/manifest\.json ", capsys.readouterr().out, re.MULTILINE)
