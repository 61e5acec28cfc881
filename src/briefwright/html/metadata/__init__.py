"""What machines read in the head of a page: schema.org, Dublin Core, Highwire tags, Open Graph, and links.

``content.views`` collects what there is to say of a brief; ``pages`` says it of one page, in words of the catalogue.
Both are plain JSON.
"""

from __future__ import annotations

from briefwright.html.metadata.pages import of_brief, of_site

__all__ = ["of_brief", "of_site"]
