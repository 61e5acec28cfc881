from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.site.asset_urls import asset_url, integrity, picture_size
from briefwright.site.headers import IMMUTABLE, headers_of

SVG = b'<svg xmlns="x" width="260" height="163" viewBox="0 0 260 163"><rect width="1" height="2"/></svg>'


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("web.css", r"assets/web\.[0-9a-f]{10}\.css"),
        ("fonts/plex-sans-base.woff2", r"assets/fonts/plex-sans-base\.[0-9a-f]{10}\.woff2"),
        ("bridges/boats.svg", r"assets/bridges/boats\.[0-9a-f]{10}\.svg"),
        ("bridges/editions/1.0/boats.svg", r"assets/bridges/editions/1\.0/boats\.[0-9a-f]{10}\.svg"),
    ],
)
def test_asset_url_has_name_checksum_and_ending(name: str, pattern: str) -> None:
    address = asset_url(name, b"content")
    assert re.fullmatch(pattern, address)
    assert hashlib.sha256(b"content").hexdigest()[:10] in address
    assert dict(headers_of(address))["Cache-Control"] == IMMUTABLE


@given(st.binary(), st.binary())
def test_changed_content_has_a_new_address(one: bytes, other: bytes) -> None:
    assert (asset_url("a.css", one) == asset_url("a.css", other)) == (one == other)


def test_integrity_is_a_sha384_digest() -> None:
    assert integrity(b"run()") == "sha384-" + base64.b64encode(hashlib.sha384(b"run()").digest()).decode()


@pytest.mark.parametrize(
    ("svg", "expected"),
    [
        (SVG, (260, 163)),
        (SVG.replace(b'width="260"', b'width="260px"'), (260, 163)),
        (SVG.replace(b'width="260" ', b""), None),
        (SVG.replace(b'height="163" ', b""), None),
        (SVG.replace(b'width="260"', b'width="100%"'), None),
        (b"<p>" + SVG, None),
        (b"", None),
    ],
)  # fmt: skip
def test_svg_size_comes_from_the_root_element(svg: bytes, expected: tuple[int, int] | None) -> None:
    assert picture_size("boats.svg", svg) == expected
