from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.pdf.finish import add_metadata
from tests.unit.test_xmp import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = {"essay.txt": ("The essay", "L’essai\n".encode()), "brief.json": ("The brief", b"{}\n")}


@pytest.fixture
def plain() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = "old"
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def finished(pdf: bytes, attachments: Mapping[str, tuple[str, bytes]]) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(add_metadata(pdf, DATA, attachments)))


def test_writes_information_dictionary(plain: bytes) -> None:
    with finished(plain, {}) as pdf:
        assert b"TLP:CLEAR" in pdf.Root.Metadata.read_bytes()
        written = {key: str(value) for key, value in pdf.docinfo.items()}
    assert written == {
        "/Title": "Bridges & floods – Brief",
        "/Author": "The publisher",
        "/Subject": "What an essay argues",
        "/Keywords": "Bridges, Floods",
        "/Creator": "Briefwright 1",
        "/Producer": "WeasyPrint 70.0",
        "/CreationDate": "D:20260131000000Z",
        "/ModDate": "D:20260131000000Z",
    }


def test_numbers_pages_from_one(plain: bytes) -> None:
    with finished(plain, {}) as pdf:
        assert pdf.Root.PageLabels.Nums[0] == 0
        assert pdf.Root.PageLabels.Nums[1].S == pikepdf.Name.D


def test_attaches_files(plain: bytes) -> None:
    with finished(plain, FILES) as pdf:
        assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
            "essay.txt": "L’essai\n".encode(),
            "brief.json": b"{}\n",
        }
        files = pdf.Root.AF.as_list()
        assert [(str(file.UF), str(file.AFRelationship)) for file in files] == [
            ("essay.txt", "/Source"),
            ("brief.json", "/Data"),
        ]
        embedded = files[0].EF.F
        assert str(embedded.Subtype) == "/text/plain"
        assert str(embedded.Params.ModDate) == "D:20260131000000Z"


def test_attaches_nothing_without_files(plain: bytes) -> None:
    with finished(plain, {}) as pdf:
        assert "/AF" not in pdf.Root
        assert not pdf.attachments


def test_same_input_gives_same_bytes(plain: bytes) -> None:
    assert add_metadata(plain, DATA, FILES) == add_metadata(plain, DATA, FILES)
