from __future__ import annotations

import base64
import hashlib
import re

import pytest
from briefwright.site.fingerprint import fingerprinted

from briefwright.errors import BriefwrightError

BASE = "https://briefs.example.org/all"
FONT, FIGURE = b"wOF2 a font", b'<svg xmlns="x" width="260" height="163" viewBox="0 0 260 163">a figure</svg>'
CSS = b'@font-face { src: url("fonts/a.woff2") format("woff2"); } b { background: url(data:,x); }'
PAGE = b"""<!DOCTYPE html><head><link rel="canonical" href="https://briefs.example.org/all/one/page.html">
<link rel="preload" href="../assets/fonts/a.woff2" as="font" crossorigin>
<link rel="stylesheet" href="../assets/web.css"></head>
<p title="a > b"><img alt="1 > 0" src="figures/f.svg"> <a href="figures/f.svg">f</a>
<a href="#x">src="figures/f.svg"</a>"""
FILES = {
    "assets/fonts/a.woff2": FONT,
    "assets/web.css": CSS,
    "one/figures/f.svg": FIGURE,
    "one/figures/f.csv": b"a,b",
    "one/page.html": PAGE,
    "one/other.html": b"<!DOCTYPE html><p>No reference.",
    "one/fragments/page.html": b'<p><img src="../figures/f.svg" alt="">',
    "404.html": b'<script type="module" src="/all/assets/s.js"></script>'
    b'<link rel="stylesheet" href="/all/assets/web.css" />',
    "assets/s.js": b"run()",
    "one/index.html": f'<img src="{BASE}/one/figures/f.svg" srcset="figures/f.svg 1x, figures/f.svg 2x">'.encode(),
}


def short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def integrity(data: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return fingerprinted(FILES, BASE)


@pytest.fixture(scope="module")
def style(made: dict[str, bytes]) -> str:
    (name,) = (name for name in made if name.endswith(".css"))
    return name


def test_a_name_says_the_content_and_no_plain_asset_is_left(made: dict[str, bytes], style: str) -> None:
    assert style == f"assets/web.{short(made[style])}.css"
    font, figure, script = f"assets/fonts/a.{short(FONT)}.woff2", f"assets/one/f.{short(FIGURE)}.svg", "assets/s."
    assert made[font] == FONT
    assert made[figure] == made["one/figures/f.svg"] == FIGURE
    expected = {font, figure, style, f"{script}{short(b'run()')}.js"}
    assert set(made) == expected | {name for name in FILES if not name.startswith("assets/")}
    assert list(made) == sorted(made)


def test_a_style_sheet_names_the_typefaces_that_there_are(made: dict[str, bytes], style: str) -> None:
    assert made[style] == CSS.replace(b"fonts/a.woff2", f"fonts/a.{short(FONT)}.woff2".encode())


def test_a_page_loads_what_has_a_hash_and_links_to_what_stays(made: dict[str, bytes], style: str) -> None:
    expected = PAGE.decode()
    expected = expected.replace("../assets/fonts/a.woff2", f"../assets/fonts/a.{short(FONT)}.woff2")
    expected = expected.replace("../assets/web.css", f"../{style}")
    expected = expected.replace('0" src="figures/f.svg', f'0" src="../assets/one/f.{short(FIGURE)}.svg')
    # It says how much room a picture takes.
    expected = expected.replace('.svg">', '.svg" width="260" height="163">', 1)
    assert made["one/page.html"].decode() == expected


def test_addresses_from_the_root_stay_such(made: dict[str, bytes], style: str) -> None:
    assert made["404.html"].decode() == (
        f'<script type="module" src="/all/assets/s.{short(b"run()")}.js" integrity="{integrity(b"run()")}"></script>'
        f'<link rel="stylesheet" href="/all/{style}" />'
    )
    figure = f"assets/one/f.{short(FIGURE)}.svg"
    expected = f'<img src="{BASE}/{figure}" srcset="../{figure} 1x, ../{figure} 2x" width="260" height="163">'
    assert made["one/index.html"].decode() == expected


def test_fragments_and_pages_without_references_keep_their_bytes(made: dict[str, bytes]) -> None:
    for name in ("one/fragments/page.html", "one/other.html"):
        assert made[name] == FILES[name]


def test_a_font_changes_the_names_of_all_that_name_it_and_nothing_else(made: dict[str, bytes], style: str) -> None:
    other = fingerprinted({**FILES, "assets/fonts/a.woff2": b"wOF2 another"}, BASE)
    changed = {re.sub(r"\.[0-9a-f]{10}\.", ".", name) for name in made if made[name] != other.get(name)}
    assert changed == {"404.html", "assets/fonts/a.woff2", "assets/web.css", "one/page.html"}
    assert style not in other


def test_an_edited_page_changes_no_other(made: dict[str, bytes]) -> None:
    other = fingerprinted({**FILES, "one/other.html": b"<!DOCTYPE html><p>Something else."}, BASE)
    assert {name for name in made.keys() | other if made.get(name) != other.get(name)} == {"one/other.html"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one/page.html", b'<img src="figures/none.svg" alt="">'),
        ("one/page.html", b'<link rel="stylesheet" href="assets/web.css">'),
        ("assets/web.css", b'a { src: url("fonts/none.woff2") }'),
    ],
)
def test_what_is_loaded_must_be_there(name: str, content: bytes) -> None:
    with pytest.raises(BriefwrightError, match=rf"^{name}: it loads [\w/.]+, which is not made$"):
        fingerprinted({**FILES, name: content}, BASE)


def test_what_others_serve_is_left_alone() -> None:
    page = b'<img src="https://else.example/a.svg" alt=""><img src="data:,x" alt=""><img src="/elsewhere/a.svg" alt="">'
    assert fingerprinted({"a.html": page}, BASE) == {"a.html": page}
