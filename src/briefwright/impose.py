"""Imposition for print: a fragment's notes go into the margin, level with their passages."""

from __future__ import annotations

from lxml import html

__all__ = ["impose"]

_ITEMS = ("finding", "recommendation")


def impose(fragment: str) -> str:
    """Return a fragment as the print page wants it.

    Each note moves into its paragraph, behind the call that leads to it, so that a float starts level with
    its passage and goes with it to the next page.  A paragraph holds no block, so a note becomes a span.
    Items that may be too long are marked with ``data-item``.
    """
    root = html.fragment_fromstring(fragment, create_parent="div")
    for paragraph in root.find_class("paragraph"):
        for notes in paragraph.find_class("notes"):
            paragraph.insert(0, notes)
    for item in root.iter("section", "div", "tr"):
        if item.tag == "tr" or any(name in item.classes for name in _ITEMS):
            item.set("data-item", "")
    return "".join(html.tostring(child, encoding="unicode") for child in root)
