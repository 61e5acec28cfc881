"""The step `assets`: the files that all pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.cache import digest
from briefwright.cli.common import Output
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import MarkingOption, cache, publisher_faces, write_files, write_inventory
from briefwright.errors import InvalidSources
from briefwright.layout import PUBLISHER_FONTS, SOURCES, TEMPLATES, Layout
from briefwright.output import as_json, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefwright.fonts import CodepointRange
    from briefwright.publisher_fonts import PublisherFace


@steps.command()
def assets(output: Output, marking: MarkingOption = "CLEAR") -> None:
    """Write style sheet, icon, fonts and search script, at addresses with checksums."""
    from briefwright.extras.search import search_script
    from briefwright.fonts import web_font
    from briefwright.site.asset_urls import asset_url, integrity
    from briefwright.site.assets import page_theme, shared_assets
    from briefwright.sources.theme import load_theme

    step_cache = cache(Layout(marking))

    def font_subset(file: str, ranges: Iterable[CodepointRange]) -> bytes | None:
        all_ranges = list(ranges)
        return step_cache.get("font", (file, repr(all_ranges)), lambda: web_font(file, all_ranges) or b"") or None

    source = (TEMPLATES / "web/search.js").read_text("utf-8")
    search = step_cache.get("script", (source,), lambda: search_script(source).encode())

    def publisher_subset(face: PublisherFace, codes: Sequence[int]) -> bytes:
        return step_cache.get("font", (digest(face.path), repr((face.weight, codes))), lambda: face.web_subset(codes))

    loaded = load_theme(SOURCES, TEMPLATES)
    theme, logo = loaded.theme, loaded.logo
    subsets = [
        (face, codes, publisher_subset(face, codes))
        for face in _usable_faces()
        for codes in face.slices(complete=face.name in {theme.serif, theme.sans})
    ]
    files = shared_assets(TEMPLATES, font_subset, theme, subsets) | {"search.js": search}
    if logo:
        files[logo.name] = logo.content
    addresses = {name: asset_url(name, content) for name, content in files.items()}
    with new_folder(output) as new:
        write_files(new / "site", {addresses[name]: content for name, content in files.items()})
        shared = {"addresses": addresses, "integrity": integrity(search), "theme": page_theme(theme)}
        write(new / "assets.json", as_json(shared))
        write_inventory(new, None)


def _usable_faces() -> tuple[PublisherFace, ...]:
    """Return the faces of the publisher's fonts; none if there is an error in them, which `resolve` reports."""
    from briefwright.model import Publisher
    from briefwright.sources.font_checks import file_problems
    from briefwright.sources.reader import load_yaml_model

    try:
        publisher, source = load_yaml_model(SOURCES / "publisher.yaml", Publisher)
    except InvalidSources:
        return ()
    if list(file_problems(publisher, source, PUBLISHER_FONTS)):
        return ()
    return publisher_faces([font.model_dump() for font in publisher.fonts])
