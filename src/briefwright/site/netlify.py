"""The policy of ``headers`` as Netlify reads it, and Cloudflare Pages after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.site.headers import COMMON, DRAWING_POLICY, HIDDEN, headers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["netlify"]

_ASSETS = "assets/"


def netlify(names: Sequence[str], root: str = "") -> str:
    """Return a ``_headers`` file for the files of a site, ``folder/*`` for all that is in a folder.

    Netlify joins the values of a header that several of its rules give, so each file has one rule of its own, and only
    what no file changes stands in the rule for all.  A folder's index is found under two addresses.  Netlify reads the
    file at the top of what is deployed, where the site stands at ``root``, so its rules are for whole addresses.
    """
    rules = [f"{root}/*", *(f"  {name}: {value}" for name, value in COMMON)]
    for name in sorted({f"{_ASSETS}*", *(name for name in names if not name.startswith(_ASSETS))} - set(HIDDEN)):
        said = dict(pair for pair in headers_of(name) if pair not in COMMON)
        if name.endswith("/*"):
            # Netlify knows the types of what is in such a folder.
            del said["Content-Type"]
        if name == f"{_ASSETS}*":
            # Of what has a hash in its name, only drawings are documents, which have a policy.
            said["Content-Security-Policy"] = DRAWING_POLICY
        for address in _addresses(name):
            rules += [f"{root}/{address}", *(f"  {header}: {value}" for header, value in said.items())]
    return "\n".join(rules) + "\n"


def _addresses(name: str) -> Iterator[str]:
    """Yield the addresses of a file; Netlify also serves a page without its ending."""
    yield name
    if name == "index.html" or name.endswith("/index.html"):
        yield name.removesuffix("index.html")
    elif name.endswith(".html"):
        yield name.removesuffix(".html")
