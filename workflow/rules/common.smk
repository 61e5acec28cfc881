"""What there is to build, and what each step depends on besides its inputs."""

import fcntl
import hashlib
import json
import re
from pathlib import Path

from briefwright import warm

SITE = "build/site"
WORK = "build/work"
STAGE = "build/work/site"
LOGS = "build/work/logs"

BRIEFS = sorted(path.name for path in Path("sources").iterdir() if path.is_dir())
# A brief's name is part of its address, and of file names and commands here.
for brief in BRIEFS:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", brief) or brief in {"assets", "fonts", "logs", "site"}:
        raise WorkflowError(
            f"sources/{brief}: name it in lower-case words joined by hyphens, not assets, fonts, logs or site"
        )
DOCUMENTS = sorted(path.parent.name for path in Path("templates").glob("*/document.yaml"))
CODED = [
    name
    for name in DOCUMENTS
    if re.search(r"^\s*- code\s*$", Path(f"templates/{name}/document.yaml").read_text("utf-8"), re.M)
]
WEB_FONTS = ["plex-arabic", "plex-sans", "plex-serif-italic", "plex-serif-regular", "plex-serif-semibold"]
_FACES = [
    "arabic-regular",
    "arabic-semibold",
    "sans-italic",
    "sans-regular",
    "sans-semibold",
    "serif-italic",
    "serif-regular",
    "serif-semibold",
]
PRINT_FONTS = [f"{WORK}/fonts/{name}" for name in ("fonts.conf", *(f"{face}.ttf" for face in _FACES))]


wildcard_constraints:
    brief="|".join(BRIEFS) or "-",
    document="|".join(DOCUMENTS) or "-",


def digest_of(paths):
    """A digest of files: an edit of the package is an edit of every rule that calls it."""
    parts = (Path(path).read_bytes() for path in sorted(paths))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


ENGINE = digest_of([*Path("src/briefwright").rglob("*.py"), Path("requirements.lock")])


def folder_of_output(wildcards, output):
    """The folder that a verb with several outputs writes to."""
    return str(Path(output[0]).parent)


def sources_of(wildcards):
    """What a brief is resolved from, besides its figures."""
    folder = Path("sources") / wildcards.brief
    names = ["brief.yaml", "annotations.yaml", "glossary.yaml", "references.yaml", "essay.md"]
    wanted = [*(folder / name for name in names), Path("sources/house.yaml")]
    # What is missing is for `resolve` to say, in an editor's words.
    return [str(path) for path in wanted if path.is_file()]


def figure_sources(wildcards):
    """A brief's figure specifications and their data."""
    return sorted(str(path) for path in (Path("sources") / wildcards.brief / "figures").glob("*.*"))


def after_resolve(pattern):
    """An input that counts once the brief is resolved.

    Resolving is a checkpoint, so Snakemake compares a view with the one before it and reruns only what a changed view feeds.
    """

    def path(wildcards):
        checkpoints.resolve.get(brief=wildcards.brief)
        return pattern.format(**wildcards)

    return path


def pictures_of(wildcards):
    """The figures that a document shows; only its view knows them."""
    checkpoints.resolve.get(brief=wildcards.brief)
    view = json.loads(Path(f"{WORK}/{wildcards.brief}/{wildcards.document}.json").read_text("utf-8"))
    return [f"{STAGE}/{wildcards.brief}/{picture}" for picture in view["pictures"]]


def resolved_briefs(wildcards):
    """What the index says of each brief."""
    return [checkpoints.resolve.get(brief=brief) and f"{WORK}/{brief}/site.json" for brief in BRIEFS]


def template_of(wildcards):
    """A document's own template, and the forms that all share."""
    own = Path("templates") / wildcards.document
    return sorted(str(path) for folder in (own, Path("templates/shared")) for path in folder.glob("*.j2"))


def files_of(brief):
    """What is published of a brief, relative to the site."""
    documents = expand("{brief}/{document}.{format}", brief=brief, document=DOCUMENTS, format=["html", "pdf"])
    drawn = [path.name.removesuffix(".vl.yaml") for path in Path(f"sources/{brief}/figures").glob("*.vl.yaml")]
    codes = [f"qr-{document}" for document in CODED]
    return documents + expand("{brief}/figures/{name}.svg", brief=brief, name=sorted([*drawn, *codes]))


def made_of(brief):
    """What is made of a brief on the way.

    `all` asks for it, because Snakemake does not miss an intermediate that a failed job took with it while what was
    published from it before still stands.
    """
    stages = expand("{document}.{ending}", document=DOCUMENTS, ending=["json", "md", "html"])
    return expand(f"{WORK}/{brief}/{{name}}", name=[*stages, "brief.json", "site.json"])


SHARED = ["index.html", "assets/web.css", *expand("assets/fonts/{font}.woff2", font=WEB_FONTS)]
ALL = [*SHARED, *(name for brief in BRIEFS for name in files_of(brief))]


LOCK = None


def lock_build():
    """Keep a second build out.  The kernel frees the lock when this process dies, however it dies."""
    global LOCK
    Path("build").mkdir(exist_ok=True)
    LOCK = open("build/.lock", "w")
    try:
        fcntl.flock(LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise WorkflowError("another build is running in this folder; wait for it, or stop it") from None


onstart:
    lock_build()
    warm.start()
