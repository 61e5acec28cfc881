"""Configuration files of web servers, from ``headers`` and ``templates/server/``.

``host``, ``root`` and ``port`` come from the publisher's ``base_url``; its characters are special to these servers only
in patterns. ``root`` is the path of the site on its host, or "".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.html.templating import plain_environment, render_template
from briefwright.site import headers
from briefwright.site.asset_urls import FOLDER
from briefwright.site.media_types import ATOM, BY_ENDING, COMPRESSED, FEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_ASSETS = f"{FOLDER}/"
_TEXT_TYPES = sorted(type_ for type_ in BY_ENDING.values() if type_.startswith("text/") and type_ != "text/html")


def nginx(templates: Path, host: str, root: str, port: int | None = None) -> str:
    """Return an nginx file for the ``http`` context (``conf.d/``); nginx omits headers with an empty value."""
    values = {
        "host": host,
        "root": root,
        "port": port or 80,
        "policy": headers.POLICY,
        "policies": headers.POLICIES,
        "search": headers.SEARCH,
        "search_policy": headers.SEARCH_POLICY,
        "short_lived": headers.SHORT_LIVED,
        "immutable": headers.IMMUTABLE,
        "embeddable": headers.EMBEDDABLE,
        "noindex": headers.NOINDEX,
        "types": BY_ENDING,
        "charset_types": _TEXT_TYPES,
        "gzip_types": sorted(COMPRESSED - {"text/html"}),  # nginx always compresses HTML
        "common": headers.COMMON,
        "feed": FEED,
        "atom": ATOM,
        "not_served": headers.NOT_SERVED,
    }
    return _render(templates, "server/nginx.conf.j2", values)


def netlify(templates: Path, names: Iterable[str], root: str = "") -> str:
    """Return the ``_headers`` file of a site for Netlify and Cloudflare Pages.

    ``names`` are paths in the site, or ``folder/*`` for all files of a folder. Netlify joins the values of a header
    from several rules, so each file has its own rule, and the rule for all files has only the common headers. Netlify
    reads the file at the top of a deployment, so all addresses begin with ``root``.
    """
    values = {"root": root, "common": headers.COMMON, "rules": list(_rules(names))}
    return _render(templates, "server/_headers.j2", values)


def _rules(names: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    others = {name for name in names if not name.startswith(_ASSETS)} - set(headers.NOT_SERVED)
    for name in sorted({f"{_ASSETS}*", *others}):
        file_headers = dict(pair for pair in headers.headers_of(name) if pair not in headers.COMMON)
        if name.endswith("/*"):
            # Netlify sets the media types of the files in such a folder.
            del file_headers["Content-Type"]
        if name == f"{_ASSETS}*":
            # Figures are the only shared files that browsers open as documents, to which a policy applies.
            file_headers["Content-Security-Policy"] = headers.FIGURE_POLICY
        for address in _addresses(name):
            yield address, list(file_headers.items())


def _addresses(name: str) -> Iterator[str]:
    """Yield the addresses of a file: Netlify also serves a page without its ending, and an index as its folder."""
    yield name
    if name == "index.html" or name.endswith("/index.html"):
        yield name.removesuffix("index.html")
    elif name.endswith(".html"):
        yield name.removesuffix(".html")


def _render(templates: Path, name: str, values: Mapping[str, object]) -> str:
    environment = plain_environment(templates)
    # A pattern that matches the text literally; its characters are unreserved (RFC 3986, 2.3).
    environment.filters["literal"] = lambda text: text.replace(".", "[.]")
    return render_template(environment, templates, name, values)
