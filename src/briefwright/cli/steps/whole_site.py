"""Steps of the whole site: the files that all pages share, and the pages and files that belong to no single brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefwright.cache import engine
from briefwright.cli.common import Output, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import Assets, card_picture
from briefwright.cli.steps.folders import Marking, cache, keep_compiled_templates, write_files, write_known
from briefwright.errors import BriefwrightError
from briefwright.layout import COLLECTED, MANIFEST, SCHEMAS, TEMPLATES, Layout, briefs
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.fonts import CodepointRange
    from briefwright.language import Catalogue
    from briefwright.verify.links import Links
    from briefwright.verify.manifest import Manifest

Facts = dict[str, Any]
"""``facts.json`` of a brief."""


@steps.command()
def assets(output: Output, marking: Marking = "CLEAR") -> None:
    """Write the style sheet, the icon, the fonts and the search script, under addresses with checksums."""
    from briefwright.extras.search import search_script
    from briefwright.fonts import web_font
    from briefwright.site.asset_urls import asset_url, integrity
    from briefwright.site.assets import shared_assets

    store = cache(Layout(marking))

    def subset_font(file: str, ranges: Iterable[CodepointRange]) -> bytes | None:
        wanted = list(ranges)
        return store.get("font", (file, repr(wanted)), lambda: web_font(file, wanted) or b"") or None

    source = (TEMPLATES / "web/search.js").read_text("utf-8")
    search = store.get("script", (source,), lambda: search_script(source).encode())
    files = shared_assets(TEMPLATES, subset_font) | {"search.js": search}
    addresses = {name: asset_url(name, content) for name, content in files.items()}
    with new_folder(output) as new:
        write_files(new / "site", {addresses[name]: content for name, content in files.items()})
        write(new / "assets.json", as_json({"addresses": addresses, "integrity": integrity(search)}))
        write_known(new, None)


@steps.command()
def site(assets: Assets, output: Output, marking: Marking = "CLEAR") -> None:
    """Write the pages, feeds and records of all briefs that are ready, and check the whole site."""
    from briefwright import language
    from briefwright.site.server_config import netlify, nginx
    from briefwright.verify.links import links

    layout = Layout(marking)
    keep_compiled_templates(layout)
    ready = {name: layout.ready(name) for name in briefs() if (layout.ready(name) / "facts.json").is_file()}
    if not ready:
        raise BriefwrightError("no brief could be built, so there is nothing to publish")
    facts = [read_json(folder / "facts.json") for folder in ready.values()]
    # Newest first; those of one day stay in the order of their names.
    facts.sort(key=lambda one: str(one["site"]["edition"]["date"]), reverse=True)
    known = [read_json(folder / "known.json") for folder in ready.values()]
    entries = [entry for one in known for entry in one["files"]]
    catalogue = language.load(TEMPLATES / "locales", facts[0]["site"]["language"])
    made: dict[str, bytes | str] = {
        **dict(_pages(facts, read_json(assets / "assets.json"), catalogue)),
        **dict(_for_programs(facts, catalogue, layout)),
        **dict(_search(ready, facts, layout)),
    }
    base = urlsplit(facts[0]["site"]["publisher"]["base_url"])
    names = [*(entry["path"] for entry in entries), *made, MANIFEST]
    plain = {f"{name.partition('/')[0]}/*" if name.startswith("pagefind/") else name for name in names}
    made["_headers"] = netlify(TEMPLATES, plain, base.path)
    own = {name: text.encode() if isinstance(text, str) else text for name, text in made.items()}
    manifest = _manifest(facts, entries, own)
    own[MANIFEST] = as_json(manifest.model_dump(mode="json", exclude_defaults=True)).encode()
    found: dict[str, Links] = {name: one for name, content in own.items() if (one := links(name, content))}
    for earlier in known:
        found |= earlier["links"]
    wrong = list(_problems(own, found, manifest))
    if withheld := [text for one in facts for text in one["withheld"]]:
        wrong += _leaks(withheld, own, ready)
    if wrong:
        raise BriefwrightError("\n".join([*wrong, "Nothing was published."]))
    with new_folder(output) as new:
        write_files(new / "site", own)
        write(new / "servers/nginx.conf", nginx(TEMPLATES, base.hostname or "localhost", base.path, base.port))


def _pages(facts: Sequence[Facts], assets: Facts, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """Yield the index, the pages that collect something from all briefs, and the page for unknown addresses."""
    from briefwright.content.site_pages import by_topic, terms
    from briefwright.html.metadata import site_metadata
    from briefwright.html.page import shell

    heads = [one["site"] for one in facts]
    common = {"publisher": heads[0]["publisher"], "marking": heads[0]["marking"], "assets": assets["addresses"]}

    def page(name: str, here: str, **values: Any) -> str:  # noqa: ANN401 - a page's own values
        return shell(TEMPLATES, f"web/{name}.html.j2", catalogue, here=here, **common, **values)

    yield (
        "index.html",
        page("index", "index", briefs=heads, topics=by_topic(heads), meta=site_metadata(heads, catalogue.text)),
    )
    for name in COLLECTED:
        views = [{"brief": one["site"], **one["pages"][name]} for one in facts]
        more = {"terms": terms(views)} if name == "glossary" else {}
        more |= {"integrity": assets["integrity"]} if name == "search" else {}
        yield f"{name}.html", page(name, name, pages=views, meta=site_metadata(heads, catalogue.text, name), **more)
    # A server shows it under any address, so what it links to starts at the site's own.
    root = f"{urlsplit(heads[0]['publisher']['base_url']).path}/"
    yield "404.html", page("404", "404", root=root)


def _for_programs(facts: Sequence[Facts], catalogue: Catalogue, layout: Layout) -> Iterable[tuple[str, bytes | str]]:
    """Yield feeds, maps, schemas, and the card that stands for the site."""
    from briefwright.site.feeds import robots_txt, security_txt, site_feed, sitemap

    briefs = [one["site"] for one in facts]
    newest, publisher = briefs[0], briefs[0]["publisher"]
    yield "feed.xml", site_feed(briefs, catalogue.text)
    yield "sitemap.xml", sitemap(briefs, ["index", *COLLECTED])
    yield "robots.txt", robots_txt(newest)
    if facts[0]["security"]:
        yield ".well-known/security.txt", security_txt(newest, facts[0]["security"])
    card = {"publisher": publisher["short_name"], "base_url": publisher["base_url"]}
    card |= {name: newest[name] for name in ("marking", "language")}
    yield "card.png", card_picture(card, catalogue, layout)
    # Earlier ones as well: archived editions, and files that others fetched, name the schema of their time.
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


def _manifest(facts: Sequence[Facts], entries: Iterable[Facts], own: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of a site; ``entries`` are those of its briefs' files, ``own`` its other files."""
    from importlib.metadata import version

    from briefwright.verify.manifest import BriefEdition, Engine, Manifest, PublishedFile, describe

    names = ("slug", "edition", "date", "sources", "archived")
    files = [PublishedFile.model_validate(entry) for entry in entries]
    files += [describe(name, content, None) for name, content in own.items()]
    listed = {file.path: file for file in files}
    return Manifest(
        marking=facts[0]["edition"]["marking"],
        engine=Engine(name="Briefwright", version=version("briefwright"), digest=engine()),
        briefs=tuple(
            BriefEdition(**{name: one["edition"][name] for name in names})
            for one in sorted(facts, key=lambda one: str(one["site"]["slug"]))
        ),
        files=tuple(file for _, file in sorted(listed.items())),
    )


def _problems(own: Mapping[str, bytes], found: Mapping[str, Links], manifest: Manifest) -> Iterator[str]:
    """Yield the links of a site that lead nowhere, and the pages in ``own`` that are not marked."""
    from briefwright.verify.links import INDEX, broken
    from briefwright.verify.verdicts import marking_for, marking_problems

    paths = {file.path for file in manifest.files} | {MANIFEST}
    for path, problems in broken(found, paths, found[INDEX]["canonical"].rstrip("/")).items():
        yield from (f"{path}: {problem}" for problem in problems)
    for file in manifest.files:
        if file.media_type == "text/html" and file.path in own:
            problems = marking_problems(own[file.path], marking_for(file, manifest))
            yield from (f"{file.path}: {problem}" for problem in problems)


def _leaks(withheld: Iterable[str], own: Mapping[str, bytes], ready: Mapping[str, Path]) -> list[str]:
    """Return the words of texts that were left out which can be read in the site."""
    from briefwright.verify.redaction import leaked_words

    released = [(folder / "site" / name / "brief.json").read_text("utf-8") for name, folder in ready.items()]
    # What an editor's program leaves there is hidden, and nobody may read it.
    templates = (path for path in TEMPLATES.rglob("[!.]*") if path.is_file())
    released += [path.read_text("utf-8", errors="replace") for path in templates]
    files = dict(own)
    for folder in ready.values():
        files |= {name: path.read_bytes() for name, path in files_in(folder / "site").items()}
    return leaked_words(withheld, released, files)
