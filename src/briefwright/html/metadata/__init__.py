"""Metadata in the head of a page: schema.org, Dublin Core, Highwire tags, Open Graph and links.

``content.views`` collects the facts of a brief; ``pages`` turns them into the metadata of one page, as plain JSON.
"""

from __future__ import annotations

from briefwright.html.metadata.pages import brief_metadata, site_metadata, working_papers_metadata

__all__ = ["brief_metadata", "site_metadata", "working_papers_metadata"]
