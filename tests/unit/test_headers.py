from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefwright.site import server_config
from briefwright.site.headers import COMMON, headers_of
from tests.briefs import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable


def nginx(host: str = "briefs.example.org", root: str = "", port: int | None = None) -> str:
    return server_config.nginx(TEMPLATES, host, root, port)


def netlify(names: Iterable[str], root: str = "") -> str:
    return server_config.netlify(TEMPLATES, names, root)


@pytest.mark.parametrize("path", ["index.html", "404.html", "one/report.html", "one/search.html"])
def test_a_page_may_load_style_pictures_and_typefaces_of_its_own_site_and_no_more(path: str) -> None:
    policy = dict(headers_of(path))["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def test_a_figure_that_is_opened_alone_has_its_style_and_letters_and_nothing_else() -> None:
    for path in ("one/figures/deaths.svg", "assets/one/deaths.0123456789.svg"):
        policy = dict(headers_of(path))["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri")
        assert "script" not in policy


def test_a_pdf_lets_a_viewer_have_its_style_and_runs_nothing() -> None:
    policy = dict(headers_of("one/report.pdf"))["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri")
    # Safari shows no PDF in a sandbox.
    assert not re.search("script|sandbox", policy)
    assert [text.count(policy) for text in (nginx(), netlify(["one/report.pdf"]))] == [1, 1]


def test_search_alone_runs_a_script() -> None:
    policy = dict(headers_of("search.html"))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a/annotations.jsonld", "application/ld+json"),
        ("a/citation.bib", "text/x-bibtex; charset=utf-8"),
        ("a/citation.ris", "application/x-research-info-systems"),
        ("assets/a.0123456789.woff2", "font/woff2"),
        ("a/feed.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("a/essay.txt", "text/plain; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("pagefind/x.pf_index", "application/octet-stream"),
    ],
)
def test_media_types(path: str, kind: str) -> None:
    assert dict(headers_of(path))["Content-Type"] == kind


@pytest.mark.parametrize(
    ("path", "kept"),
    [("assets/web.0123456789.css", True), ("index.html", False), ("a/assets/x.css", False), ("pagefind/a.js", False)],
)
def test_what_has_a_hash_is_kept_for_ever(path: str, kept: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert ("immutable" in dict(headers_of(path))["Cache-Control"]) == kept


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("a/fragments/report.html", True),
        ("a/brief.json", True),
        ("a/annotations.jsonld", True),
        ("a/figures/deaths.csv", True),
        ("a/figures/deaths.svg", True),
        ("a/card.png", True),
        ("a/report.html", False),
        ("a/report.pdf", False),
        ("assets/web.css", False),
    ],
)
def test_others_may_fetch_data_and_fragments(path: str, opened: bool) -> None:  # noqa: FBT001 - a parameter of the test
    headers = dict(headers_of(path))
    assert ("Access-Control-Allow-Origin" in headers) == opened
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if opened else "same-origin")


@pytest.mark.parametrize(
    ("path", "left_out"),
    [
        ("a/fragments/report.html", True),
        ("a/fragments/fragment.json", False),
        ("a/report.html", False),
        ("a/figures/deaths.svg", False),
    ],
)
def test_search_engines_leave_out_fragments(path: str, left_out: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert dict(headers_of(path)).get("X-Robots-Tag") == ("noindex" if left_out else None)
    assert ("X-Robots-Tag: noindex" in netlify([path])) == left_out


NAMES = ["index.html", "search.html", "a/index.html", "a/brief.json", "assets/web.css", "pagefind/*", "_headers"]
NAMES += ["a/figures/f.svg", "assets/icon.svg", "assets/fonts/*"]


def rules(text: str) -> dict[str, list[tuple[str, str]]]:
    """Read a ``_headers`` file by the grammar of Netlify's manual: a path at the margin, its headers indented."""
    found: dict[str, list[tuple[str, str]]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("/"):
            path = line
            assert path not in found
            found[path] = []
        else:
            matched = re.fullmatch(r"  ([A-Za-z-]+): (.+)", line)
            assert matched, line
            found[path].append((matched[1], matched[2]))
    return found


def test_netlify_joins_no_header_of_two_rules_and_says_what_the_policy_says() -> None:
    read = rules(netlify(NAMES))
    assert read["/*"] == list(COMMON)
    for name, address in [
        ("index.html", "/"),
        ("index.html", "/index.html"),
        ("search.html", "/search.html"),
        ("search.html", "/search"),
        ("a/index.html", "/a/"),
        ("a/brief.json", "/a/brief.json"),
        ("assets/x.css", "/assets/*"),
        ("pagefind/x.pf_index", "/pagefind/*"),
    ]:
        own = read[address]
        assert not {header for header, _ in own} & {header for header, _ in COMMON}
        expected = dict(headers_of(name))
        if address.endswith("*"):
            expected.pop("Content-Type")
        if address == "/assets/*":
            expected.pop("Content-Security-Policy")
            own = [pair for pair in own if pair[0] != "Content-Security-Policy"]
        assert dict([*COMMON, *own]) == expected
    assert "/_headers" not in read
    for name in ("assets/a/f.0123456789.svg", "assets/icon.0123456789.svg"):
        drawing = dict(headers_of(name))
        drawing.pop("Content-Type")
        assert dict([*COMMON, *read["/assets/*"]]) == drawing
    assert [address for address in read if address.startswith("/assets/")] == ["/assets/*"]


def test_a_site_below_a_path_keeps_its_rules() -> None:
    text = nginx(root="/all")
    assert "    /all/search.html " in text
    assert '"~^/all/assets/"' in text


def test_netlify_reads_the_addresses_of_requests_under_a_path_too() -> None:
    plain, below = rules(netlify(NAMES)), rules(netlify(NAMES, "/a/b"))
    assert below == {f"/a/b{address}": headers for address, headers in plain.items()}
    assert {"/a/b/*", "/a/b/", "/a/b/search.html", "/a/b/assets/*"} <= below.keys()


def test_each_file_of_an_edition_has_a_rule() -> None:
    read = rules(netlify([f"a/editions/1.0/{name}" for name in ("index.html", "report.html", "figures/deaths.csv")]))
    names = ("", "index.html", "report", "report.html", "figures/deaths.csv")
    addresses = {f"/a/editions/1.0/{name}" for name in names}
    assert {address for address in read if address.startswith("/a/")} == addresses
    assert ("Access-Control-Allow-Origin", "*") in read["/a/editions/1.0/figures/deaths.csv"]


def test_nginx_redirects_without_a_host_and_shows_no_bare_refusal() -> None:
    text = nginx(root="/all")
    assert "    error_page 403 404 =404 /all/404.html;\n" in text
    assert "    absolute_redirect off;\n" in text


@pytest.mark.parametrize("path", ["index.html", "a/b.svg", "a/report.pdf", "a/brief.json", "a/fragments/b.html"])
def test_nginx_gives_the_headers_of_the_policy(path: str) -> None:
    """Read the maps by the grammar of nginx's manual: the first pattern that matches counts, then the default."""
    text = nginx()
    values = dict(COMMON)
    for name, variable in re.findall(r"^ +add_header ([A-Za-z-]+) \$(\w+) always;$", text, re.MULTILINE):
        rows = re.search(rf"^map \$uri \${variable} {{\n(.*?)^}}$", text, re.MULTILINE | re.DOTALL)
        assert rows
        pairs = re.findall(r'^ +"?(~?[^" ]+)"? "([^"]*)";$', rows[1], re.MULTILINE)
        patterns = [(key[1:], value) for key, value in pairs if key.startswith("~")]
        found = next((value for pattern, value in patterns if re.search(pattern, f"/{path}")), dict(pairs)["default"])
        if exact := dict(pairs).get(f"/{path}", found):
            values[name] = exact
    assert values == {name: value for name, value in headers_of(path) if name != "Content-Type"}


def test_a_path_stands_for_itself_in_a_regular_expression() -> None:
    text = nginx(root="/v1.0")
    (pattern,) = set(re.findall(r"~(\^\S+?)\"", text))
    assert re.search(pattern, "/v1.0/assets/x.css")
    assert not re.search(pattern, "/v1x0/assets/x.css")
    assert "    /v1.0/search.html " in text


def test_nginx_listens_at_the_port_of_the_address() -> None:
    made = nginx(port=8443)
    assert "    listen 8443;\n    listen [::]:8443;\n" in made
    assert "    server_name briefs.example.org;\n    root /var/www/briefs.example.org;\n" in made
    assert "    listen 80;\n    listen [::]:80;\n" in nginx()
