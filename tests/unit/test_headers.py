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
def test_page_policy_allows_only_styles_pictures_and_fonts_of_the_site(path: str) -> None:
    policy = dict(headers_of(path))["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def test_figure_policy_allows_only_its_own_style_and_fonts() -> None:
    for path in ("one/figures/deaths.svg", "assets/one/deaths.0123456789.svg"):
        policy = dict(headers_of(path))["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri")
        assert "script" not in policy


def test_pdf_policy_allows_the_viewers_style_and_no_script() -> None:
    policy = dict(headers_of("one/report.pdf"))["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri")
    # Safari cannot show a PDF in a sandbox.
    assert not re.search("script|sandbox", policy)
    assert [text.count(policy) for text in (nginx(), netlify(["one/report.pdf"]))] == [1, 1]


def test_only_the_search_page_may_run_scripts() -> None:
    policy = dict(headers_of("search.html"))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    ("path", "media_type"),
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
def test_media_types(path: str, media_type: str) -> None:
    assert dict(headers_of(path))["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("path", "immutable"),
    [("assets/web.0123456789.css", True), ("index.html", False), ("a/assets/x.css", False), ("pagefind/a.js", False)],
)
def test_files_with_a_checksum_are_immutable(path: str, immutable: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert ("immutable" in dict(headers_of(path))["Cache-Control"]) == immutable


@pytest.mark.parametrize(
    ("path", "is_open"),
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
def test_other_sites_may_fetch_data_and_fragments(path: str, is_open: bool) -> None:  # noqa: FBT001 - a parameter of the test
    headers = dict(headers_of(path))
    assert ("Access-Control-Allow-Origin" in headers) == is_open
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_open else "same-origin")


@pytest.mark.parametrize(
    ("path", "noindex"),
    [
        ("a/fragments/report.html", True),
        ("a/fragments/fragment.json", False),
        ("a/report.html", False),
        ("a/figures/deaths.svg", False),
    ],
)
def test_search_engines_do_not_index_fragments(path: str, noindex: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert dict(headers_of(path)).get("X-Robots-Tag") == ("noindex" if noindex else None)
    assert ("X-Robots-Tag: noindex" in netlify([path])) == noindex


NAMES = ["index.html", "search.html", "a/index.html", "a/brief.json", "assets/web.css", "pagefind/*", "_headers"]
NAMES += ["a/figures/f.svg", "assets/icon.svg", "assets/fonts/*"]


def rules(text: str) -> dict[str, list[tuple[str, str]]]:
    """Parse a ``_headers`` file as Netlify documents it: paths, each with indented headers."""
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


def test_netlify_rules_give_each_header_once() -> None:
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
        rule = read[address]
        assert not {header for header, _ in rule} & {header for header, _ in COMMON}
        expected = dict(headers_of(name))
        if address.endswith("*"):
            expected.pop("Content-Type")
        if address == "/assets/*":
            expected.pop("Content-Security-Policy")
            rule = [pair for pair in rule if pair[0] != "Content-Security-Policy"]
        assert dict([*COMMON, *rule]) == expected
    assert "/_headers" not in read
    for name in ("assets/a/f.0123456789.svg", "assets/icon.0123456789.svg"):
        figure_headers = dict(headers_of(name))
        figure_headers.pop("Content-Type")
        assert dict([*COMMON, *read["/assets/*"]]) == figure_headers
    assert [address for address in read if address.startswith("/assets/")] == ["/assets/*"]


def test_nginx_rules_include_the_path_of_the_site() -> None:
    text = nginx(root="/all")
    assert "    /all/search.html " in text
    assert '"~^/all/assets/"' in text


def test_netlify_rules_include_the_path_of_the_site() -> None:
    plain, below = rules(netlify(NAMES)), rules(netlify(NAMES, "/a/b"))
    assert below == {f"/a/b{address}": headers for address, headers in plain.items()}
    assert {"/a/b/*", "/a/b/", "/a/b/search.html", "/a/b/assets/*"} <= below.keys()


def test_netlify_has_a_rule_for_each_file_of_an_edition() -> None:
    read = rules(netlify([f"a/editions/1.0/{name}" for name in ("index.html", "report.html", "figures/deaths.csv")]))
    names = ("", "index.html", "report", "report.html", "figures/deaths.csv")
    addresses = {f"/a/editions/1.0/{name}" for name in names}
    assert {address for address in read if address.startswith("/a/")} == addresses
    assert ("Access-Control-Allow-Origin", "*") in read["/a/editions/1.0/figures/deaths.csv"]


def test_nginx_redirects_relatively_and_shows_the_404_page() -> None:
    text = nginx(root="/all")
    assert "    error_page 403 404 =404 /all/404.html;\n" in text
    assert "    absolute_redirect off;\n" in text


@pytest.mark.parametrize("path", ["index.html", "a/b.svg", "a/report.pdf", "a/brief.json", "a/fragments/b.html"])
def test_nginx_sends_the_headers_of_the_policy(path: str) -> None:
    """Evaluate the maps as nginx documents them: an exact match, the first matching pattern, then the default."""
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


def test_nginx_escapes_the_path_in_patterns() -> None:
    text = nginx(root="/v1.0")
    (pattern,) = set(re.findall(r"~(\^\S+?)\"", text))
    assert re.search(pattern, "/v1.0/assets/x.css")
    assert not re.search(pattern, "/v1x0/assets/x.css")
    assert "    /v1.0/search.html " in text


def test_nginx_listens_on_the_port_of_the_base_url() -> None:
    made = nginx(port=8443)
    assert "    listen 8443;\n    listen [::]:8443;\n" in made
    assert "    server_name briefs.example.org;\n    root /var/www/briefs.example.org;\n" in made
    assert "    listen 80;\n    listen [::]:80;\n" in nginx()
