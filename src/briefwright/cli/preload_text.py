"""Import the modules of all other steps, and build their models; a server imports this, then forks for each step."""

from pydantic import BaseModel

from briefwright.content import exports, redaction, resolution, site_pages, views
from briefwright.content.exports import brief_record
from briefwright.html import citations, compose, convert, figures, metadata, page, web_html
from briefwright.model import SOURCE_FILES
from briefwright.site import archive, assets, feeds, fragment_record, publish, server_config
from briefwright.sources import document_types, lint, loading
from briefwright.verify import links, manifest, verdicts

MODELS: tuple[type[BaseModel], ...] = (
    *SOURCE_FILES.values(),
    brief_record.BriefRecord,
    fragment_record.FragmentsRecord,
    archive.ArchivedEdition,
    manifest.Manifest,
)
for model in MODELS:
    model.model_rebuild()
