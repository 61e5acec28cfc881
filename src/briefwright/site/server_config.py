"""The policy of ``headers`` as web servers read it, from ``templates/server/``.

``host``, ``root`` and ``port`` come from the publisher's ``base_url``, whose characters mean nothing to these servers
but in patterns; ``root`` is the path where the site stands, "" for the host's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.html.templating import plain_environment, render
from briefwright.site import headers
from briefwright.site.asset_urls import FOLDER
from briefwright.site.media_types import ATOM, BY_ENDING, COMPRESSED, FEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_ASSETS = f"{FOLDER}/"
_TEXT = sorted(kind for kind in BY_ENDING.values() if kind.startswith("text/") and kind != "text/html")


def nginx(templates: Path, host: str, root: str, port: int | None = None) -> str:
    """Return a file for the ``http`` context, as ``conf.d/`` has them; ``add_header`` leaves out an empty value."""
    values = {
        "host": host,
        "root": root,
        "port": port or 80,
        "policy": headers.POLICY,
        "policies": headers.POLICIES,
        "search": headers.SEARCH,
        "search_policy": headers.SEARCH_POLICY,
        "short": headers.SHORT,
        "immutable": headers.IMMUTABLE,
        "open": headers.OPEN,
        "unlisted": headers.UNLISTED,
        "types": BY_ENDING,
        "charset_types": _TEXT,
        "gzip_types": sorted(COMPRESSED - {"text/html"}),  # nginx always compresses HTML
        "common": headers.COMMON,
        "feed": FEED,
        "atom": ATOM,
        "hidden": headers.HIDDEN,
    }
    return _rendered(templates, "server/nginx.conf.j2", values)


def netlify(templates: Path, names: Iterable[str], root: str = "") -> str:
    """Return a ``_headers`` file for the files of a site, which Netlify and Cloudflare Pages read.

    ``names`` are paths in the site, ``folder/*`` for all files of a folder.  Netlify joins the values of a header that
    several rules give, so each file has one rule of its own, and only what no file changes stands in the rule for all.
    It reads the file at the top of what is deployed, so the addresses begin with ``root``.
    """
    values = {"root": root, "common": headers.COMMON, "rules": list(_rules(names))}
    return _rendered(templates, "server/_headers.j2", values)


def _rules(names: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    plain = {name for name in names if not name.startswith(_ASSETS)} - set(headers.HIDDEN)
    for name in sorted({f"{_ASSETS}*", *plain}):
        own = dict(pair for pair in headers.headers_of(name) if pair not in headers.COMMON)
        if name.endswith("/*"):
            # Netlify knows the types of what is in such a folder.
            del own["Content-Type"]
        if name == f"{_ASSETS}*":
            # Of the shared files, only figures are documents, which have a policy.
            own["Content-Security-Policy"] = headers.DRAWING_POLICY
        for address in _addresses(name):
            yield address, list(own.items())


def _addresses(name: str) -> Iterator[str]:
    """Yield the addresses of a file; Netlify also serves a page without its ending, and an index as its folder."""
    yield name
    if name == "index.html" or name.endswith("/index.html"):
        yield name.removesuffix("index.html")
    elif name.endswith(".html"):
        yield name.removesuffix(".html")


def _rendered(templates: Path, name: str, values: Mapping[str, object]) -> str:
    environment = plain_environment(templates)
    # A pattern that only this text of unreserved characters (RFC 3986, 2.3) matches.
    environment.filters["literal"] = lambda text: text.replace(".", "[.]")
    return render(environment, templates, name, values)
