"""What machines read in the head of a page: schema.org, Dublin Core, Highwire tags, Open Graph, and links.

``facts`` says what there is to tell of a brief, once it is resolved; ``pages`` tells it of one page, in the words of
the catalogue.  Both are plain JSON.
"""

from __future__ import annotations

from briefwright.metadata.facts import views
from briefwright.metadata.pages import gathering, of_brief, of_site

__all__ = ["gathering", "of_brief", "of_site", "views"]
