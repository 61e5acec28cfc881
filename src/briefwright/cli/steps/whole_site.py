"""The step `site`: the files that belong to no brief."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import typer

from briefwright.cache import engine_digest
from briefwright.cli.common import Output, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import cached_social_card
from briefwright.cli.steps.folders import (
    Assets,
    MarkingOption,
    cache,
    cache_compiled_templates,
    print_fonts,
    publisher_faces,
    write_files,
)
from briefwright.errors import BriefwrightError
from briefwright.layout import COLLECTED_PAGES, MANIFEST, SCHEMAS, SOURCES, TEMPLATES, Layout, briefs, is_draft
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.verify.links import Links
    from briefwright.verify.manifest import Manifest

Facts = dict[str, Any]
"""The content of a brief's ``facts.json``."""


@steps.command()
def site(assets: Assets, output: Output, marking: MarkingOption = "CLEAR") -> None:
    """Write pages, feeds, search and manifest for all briefs that are ready; check the whole site."""
    from briefwright import language
    from briefwright.site.server_config import netlify, nginx
    from briefwright.verify.links import links

    layout = Layout(marking)
    cache_compiled_templates(layout)
    slugs = [name for name in briefs() if not is_draft(name)]
    ready = {name: layout.ready(name) for name in slugs if (layout.ready(name) / "facts.json").is_file()}
    if not slugs and (drafts := briefs()):
        raise BriefwrightError(
            f"nothing to publish, because all briefs are drafts; build one by name: `briefwright build {drafts[0]}`"
        )
    if not ready:
        raise BriefwrightError(
            "nothing to publish, because no brief was built; fix the errors above, or add a brief to sources/"
        )
    facts = [read_json(folder / "facts.json") for folder in ready.values()]
    _warn_of_duplicate_numbers(facts)
    # Newest first; briefs of the same day stay in the order of their names.
    facts.sort(key=lambda brief: str(brief["site"]["edition"]["date"]), reverse=True)
    inventories = [read_json(folder / "inventory.json") for folder in ready.values()]
    entries = [entry for inventory in inventories for entry in inventory["files"]]
    called = language.common_word(brief["site"]["essay"]["called"] for brief in facts)
    catalogue = language.load(TEMPLATES / "locales", facts[0]["site"]["language"], called)
    generated: dict[str, bytes | str] = {
        **dict(_pages(facts, read_json(assets / "assets.json"), catalogue)),
        **dict(_machine_readable(facts, catalogue, layout)),
        **dict(_search(ready, facts, layout)),
    }
    base = urlsplit(facts[0]["site"]["publisher"]["base_url"])
    names = [*(entry["path"] for entry in entries), *generated, MANIFEST]
    paths = {f"{name.partition('/')[0]}/*" if name.startswith("pagefind/") else name for name in names}
    generated["_headers"] = netlify(TEMPLATES, paths, base.path)
    site_files = {name: text.encode() if isinstance(text, str) else text for name, text in generated.items()}
    manifest = _manifest(facts, entries, site_files)
    site_files[MANIFEST] = as_json(manifest.model_dump(mode="json", exclude_defaults=True)).encode()
    all_links: dict[str, Links] = {
        name: entry for name, content in site_files.items() if (entry := links(name, content))
    }
    for inventory in inventories:
        all_links |= inventory["links"]
    problems = list(_problems(site_files, all_links, manifest))
    if redacted := [text for brief in facts for text in brief["redacted_texts"]]:
        problems += _leaks(redacted, site_files, ready)
    if problems:
        raise BriefwrightError("\n".join([*problems, "Nothing was published."]))
    with new_folder(output) as new:
        write_files(new / "site", site_files)
        write(new / "servers/nginx.conf", nginx(TEMPLATES, base.hostname or "localhost", base.path, base.port))


def _warn_of_duplicate_numbers(facts: Sequence[Facts]) -> None:
    by_number: dict[str, list[str]] = defaultdict(list)
    for brief in facts:
        if brief["site"]["number"]:
            by_number[brief["site"]["number"]].append(f"sources/{brief['site']['slug']}")
    for number, names in by_number.items():
        if len(names) > 1:
            typer.echo(f"warning: “{number}” is the number of {' and '.join(names)}", err=True)


def _pages(facts: Sequence[Facts], assets: Facts, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """Yield the index, the collected pages, and the page for unknown addresses."""
    from briefwright.content.site_pages import by_topic, terms
    from briefwright.html.metadata import site_metadata
    from briefwright.html.page import shell

    heads = [brief["site"] for brief in facts]
    common = {"publisher": heads[0]["publisher"], "marking": heads[0]["marking"]}
    common |= {"assets": assets["addresses"], "theme": assets["theme"]}

    def page(name: str, here: str, **values: Any) -> str:  # noqa: ANN401 - any template values
        return shell(TEMPLATES, f"web/{name}.html.j2", catalogue, here=here, **common, **values)

    yield (
        "index.html",
        page("index", "index", briefs=heads, topics=by_topic(heads), meta=site_metadata(heads, catalogue.text)),
    )
    for name in COLLECTED_PAGES:
        views = [{"brief": brief["site"], **brief["pages"][name]} for brief in facts]
        more = {"terms": terms(views)} if name == "glossary" else {}
        more |= {"integrity": assets["integrity"]} if name == "search" else {}
        yield f"{name}.html", page(name, name, pages=views, meta=site_metadata(heads, catalogue.text, name), **more)
    # A server shows this page at any address, so its links are absolute paths.
    root = f"{urlsplit(heads[0]['publisher']['base_url']).path}/"
    yield "404.html", page("404", "404", root=root)


def _machine_readable(
    facts: Sequence[Facts], catalogue: Catalogue, layout: Layout
) -> Iterable[tuple[str, bytes | str]]:
    """Yield feeds, sitemap, robots.txt, security.txt, schemas, and the social card of the site."""
    from briefwright.site.feeds import robots_txt, security_txt, site_feed, sitemap
    from briefwright.sources.theme import load_theme

    briefs = [brief["site"] for brief in facts]
    newest, publisher = briefs[0], briefs[0]["publisher"]
    yield "feed.xml", site_feed(briefs, catalogue.text)
    yield "sitemap.xml", sitemap(briefs, ["index", *COLLECTED_PAGES])
    yield "robots.txt", robots_txt(newest)
    if facts[0]["security"]:
        yield ".well-known/security.txt", security_txt(newest, facts[0]["security"])
    card = {"publisher": publisher["short_name"], "base_url": publisher["base_url"]}
    card |= {name: newest[name] for name in ("marking", "language")}
    fonts = print_fonts(layout, publisher_faces(publisher["fonts"]))
    loaded = load_theme(SOURCES, TEMPLATES)
    logo = loaded.logo.content if loaded.logo else b""
    yield "card.png", cached_social_card(card, catalogue, layout, fonts, loaded.theme, logo)
    # Including earlier versions: archived editions and downloaded files refer to them.
    for path in sorted(SCHEMAS.glob("*-[0-9]*.schema.json")):
        yield f"schemas/{path.name}", path.read_bytes()


def _search(ready: Mapping[str, Path], facts: Sequence[Facts], layout: Layout) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the search index."""
    import io
    import zipfile

    from briefwright.extras.search import build_index

    records = [read_json(folder / "site" / name / "brief.json") for name, folder in ready.items()]
    key = (*map(as_json, records), (TEMPLATES / "web/search_record.html.j2").read_bytes(), facts[0]["site"]["language"])

    def make() -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in build_index(records, TEMPLATES):
                archive.writestr(zipfile.ZipInfo(name), content)
        return packed.getvalue()

    with zipfile.ZipFile(io.BytesIO(cache(layout).get("search", key, make))) as archive:
        yield from ((f"pagefind/{name}", archive.read(name)) for name in archive.namelist())


def _manifest(facts: Sequence[Facts], entries: Iterable[Facts], site_files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of a site from the ``entries`` of its briefs' files, and its other files."""
    from importlib.metadata import version

    from briefwright.verify.manifest import BriefEdition, Engine, Manifest, PublishedFile, manifest_entry

    names = ("slug", "edition", "date", "sources", "archived")
    files = [PublishedFile.model_validate(entry) for entry in entries]
    files += [manifest_entry(name, content, None) for name, content in site_files.items()]
    by_path = {file.path: file for file in files}
    return Manifest(
        marking=facts[0]["edition"]["marking"],
        engine=Engine(name="Briefwright", version=version("briefwright"), digest=engine_digest()),
        briefs=tuple(
            BriefEdition(**{name: brief["edition"][name] for name in names})
            for brief in sorted(facts, key=lambda brief: str(brief["site"]["slug"]))
        ),
        files=tuple(file for _, file in sorted(by_path.items())),
    )


def _problems(site_files: Mapping[str, bytes], all_links: Mapping[str, Links], manifest: Manifest) -> Iterator[str]:
    """Yield the broken links of a site, and the errors in the markings of the pages in ``site_files``."""
    from briefwright.verify.links import INDEX, broken
    from briefwright.verify.verdicts import marking_for, marking_problems

    paths = {file.path for file in manifest.files} | {MANIFEST}
    for path, problems in broken(all_links, paths, all_links[INDEX]["canonical"].rstrip("/")).items():
        yield from (f"{path}: {problem}" for problem in problems)
    for file in manifest.files:
        if file.media_type == "text/html" and file.path in site_files:
            problems = marking_problems(site_files[file.path], marking_for(file, manifest))
            yield from (f"{file.path}: {problem}" for problem in problems)


def _leaks(redacted: Iterable[str], site_files: Mapping[str, bytes], ready: Mapping[str, Path]) -> list[str]:
    """Return errors for redacted words that the site contains."""
    from briefwright.verify.redaction import leaked_words

    published = [(folder / "site" / name / "brief.json").read_text("utf-8") for name, folder in ready.items()]
    # Without hidden files, such as an editor's lock files, which may be unreadable.
    templates = (path for path in TEMPLATES.rglob("[!.]*") if path.is_file())
    published += [path.read_text("utf-8", errors="replace") for path in templates]
    files = dict(site_files)
    for folder in ready.values():
        files |= {name: path.read_bytes() for name, path in files_in(folder / "site").items()}
    return leaked_words(redacted, published, files)
