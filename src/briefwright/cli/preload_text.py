"""Import what the steps of text need; a warm server forks after this."""

from briefwright.content import exports, facts, provenance, release, sitepages, views
from briefwright.html import citing, compose, convert, datatable, drawing, metadata, page, screen
from briefwright.site import embedding, feeds, keeping, publish, schemas, servers, shared
from briefwright.sources import lint, loading
from briefwright.verify import links, manifest, published
