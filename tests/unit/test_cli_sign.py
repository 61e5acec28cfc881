from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.extras.signature_check import check_signature, load_certificates
from tests.tools import authority
from tests.tools.authority import PASSWORD, PUBLISHER, Authority
from tests.unit.test_cli import TEMPLATES, run
from tests.unit.test_conformance import good

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["good"]

NAMES = ("PKCS12", "PKCS12_PASSWORD", "PKCS11_MODULE", "TSA", "SEAL")


@pytest.fixture(scope="module")
def publisher() -> Authority:
    return authority.create()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(f"BRIEFWRIGHT_{name}", raising=False)


@pytest.fixture
def key(publisher: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "publisher.p12").write_bytes(publisher.pkcs12)
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12", "publisher.p12")
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("key")
def test_signs_files_into_a_folder(
    good: bytes, publisher: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(good)
    assert run("sign", "a.pdf", "b.pdf", "--output", "signed", *TEMPLATES) == 0
    assert capsys.readouterr().out == "Signed signed/a.pdf.\nSigned signed/b.pdf.\n"
    for name in ("a.pdf", "b.pdf"):
        content = (tmp_path / "signed" / name).read_bytes()
        found = check_signature(content, load_certificates(publisher.root.pem))
        assert found is not None
        assert found.problems == ()
        with pikepdf.open(tmp_path / "signed" / name) as pdf:
            assert str(pdf.Root.AcroForm.Fields[0].TU).startswith(
                f"Digital signature of {PUBLISHER}. A PDF reader shows"
            )
        assert (tmp_path / name).read_bytes() == good


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("folder", [".", "../{}", "link"])
def test_does_not_overwrite_the_unsigned_file(
    good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    for name in ("a.pdf", "other/b.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(good)
    (tmp_path / "link").symlink_to(tmp_path)
    # No file is signed, not even the first one.
    output = folder.format(tmp_path.name)
    assert run("sign", "other/b.pdf", "a.pdf", "--output", output, *TEMPLATES) == 1
    assert capsys.readouterr().err == ("error: a.pdf would be overwritten; choose another folder with --output\n")
    assert (tmp_path / "a.pdf").read_bytes() == good
    assert not (tmp_path / "b.pdf").exists()


@pytest.mark.usefixtures("key")
def test_reports_missing_templates(good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(good)
    assert run("sign", "a.pdf", "--output", "signed") == 1
    assert capsys.readouterr().err == (
        "error: templates/locales: no such folder; give the project’s templates with --templates\n"
    )
    assert not (tmp_path / "signed").exists()


def test_explains_how_to_set_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sign", "a.pdf", "--output", "signed", *TEMPLATES) == 1
    assert capsys.readouterr().err.startswith("error: no signing key; set BRIEFWRIGHT_PKCS12 ")


@pytest.mark.usefixtures("key")
def test_names_files_that_cannot_be_signed(good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(good)
    (tmp_path / "b.pdf").write_bytes(b"words")
    assert run("sign", "b.pdf", "--output", "signed", *TEMPLATES) == 1
    assert capsys.readouterr().err.startswith("error: b.pdf: cannot read it as a PDF: ")
    assert run("sign", "none.pdf", "--output", "signed", *TEMPLATES) == 2
    assert capsys.readouterr().err == "error: none.pdf: No such file or directory\n"
    assert run("sign", "a.pdf", "./x/a.pdf", "--output", "signed", *TEMPLATES) == 1
    assert capsys.readouterr().err.startswith("error: several files are named a.pdf; ")
    assert not (tmp_path / "signed").exists()


@pytest.mark.usefixtures("key")
def test_does_not_print_a_wrong_password(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(good)
    monkeypatch.setenv("BRIEFWRIGHT_PKCS12_PASSWORD", "hush")
    assert run("sign", "a.pdf", "--output", "signed", *TEMPLATES) == 1
    err = capsys.readouterr().err
    assert "cannot open publisher.p12: wrong password" in err
    assert "hush" not in err
