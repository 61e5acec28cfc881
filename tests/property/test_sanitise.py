"""Sanitised HTML contains no script, no resources and no style."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from briefwright.html.convert import sanitise
from tests.tools.outline import elements

TAGS = [
    "a",
    "p",
    "svg",
    "math",
    "style",
    "script",
    "iframe",
    "img",
    "object",
    "template",
    "noscript",
    "form",
    "xmp",
    "b",
    "mark",
]
ATTRIBUTES = [
    'onclick="x()"', "onerror=x()", "ONLOAD=x", 'style="color:red"', 'href="javascript:x()"',
    "href=' java&#10;script:x()'", 'href="https://example.org/"', 'src="data:text/html,x"', 'src="a.svg"',
    'srcdoc="<script>"', "xlink:href='javascript:x'", 'class="a"', 'id="b"', 'action="javascript:x"', 'formaction="x"',
    'title="</p><script>"', 'background="x"',
]  # fmt: skip
PIECES = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<", ">", '"', "'", "&lt;script&gt;", "x()", "<sCrIpT/x>", "\0"]
    ),
    st.text(max_size=5),
)
FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "template",
    "noscript",
    "form",
    "svg",
    "math",
    "xmp",
    "link",
    "meta",
    "base",
}


@given(st.lists(PIECES, max_size=20).map("".join))
def test_removes_all_elements_and_attributes_that_run_load_or_style(html: str) -> None:
    clean = sanitise(html)
    assert "<!--" not in clean
    for element in elements(clean):
        assert element.name not in FORBIDDEN
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "action", "formaction", "background", "xlink:href"}
            if name in {"href", "src"}:
                assert urlsplit(value or "").scheme in {"", "http", "https", "mailto"}
