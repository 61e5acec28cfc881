"""Import what the steps of text need, and build its models; a warm server forks after this."""

from pydantic import BaseModel

from briefwright.content import exports, provenance, release, sitepages, views
from briefwright.content.exports import contract
from briefwright.html import citing, compose, convert, figures, metadata, page, screen
from briefwright.model import SOURCE_FILES
from briefwright.site import embedding, feeds, keeping, publish, servers, shared
from briefwright.sources import lint, loading
from briefwright.verify import links, manifest, published

MODELS: tuple[type[BaseModel], ...] = (
    *SOURCE_FILES.values(),
    contract.Record,
    embedding.Fragments,
    keeping.Kept,
    manifest.Manifest,
)
for model in MODELS:
    model.model_rebuild()
