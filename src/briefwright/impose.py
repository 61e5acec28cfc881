"""Imposition for print: a fragment's notes go into the margin, level with their passages."""

from __future__ import annotations

from lxml import html

__all__ = ["impose"]

_ITEMS = ("finding", "recommendation")


def impose(fragment: str) -> str:
    """Return a fragment as the print page wants it.

    A paragraph's notes move before its text, where one float holds them all and goes on to the next page.
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
