"""Verify published files for their readers: manifest, standards, marking, text, links, signature, rebuild."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html
from pydantic import ValidationError

from briefwright.layout import MANIFEST
from briefwright.site.fragments import CLASS_PREFIX
from briefwright.verify.comparison import compare_blocks, describe_difference, pair_blocks
from briefwright.verify.conformance import check_pdf
from briefwright.verify.html_blocks import read_page
from briefwright.verify.links import INDEX, broken, links
from briefwright.verify.manifest import Manifest
from briefwright.verify.pdf_blocks import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefwright.verify.manifest import PublishedFile

_NO_PROOF = (
    "origin not verified: an unsigned PDF cannot be checked on its own, and no manifest.json in a folder above lists "
    "this one; name the manifest of its site (--manifest), compare it with its sources (--rebuild), or ask the "
    "publisher for a copy with a signature"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results for a file, as phrases: successful checks, problems, and unverified properties."""

    path: str
    facts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    def with_results(
        self, *, facts: Iterable[str] = (), problems: Iterable[str] = (), unverified: Iterable[str] = ()
    ) -> Verdict:
        """Return the verdict with further results."""
        return Verdict(self.path, (*self.facts, *facts), (*self.problems, *problems), (*self.unverified, *unverified))


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """A PDF's signature.

    ``time``: ISO 8601, from a time-stamp if ``level`` is ``B-T``, otherwise as claimed by the signer.
    ``unchanged``: the file is the unsigned file plus this signature.
    ``trusted``: the certificates of the signature and its time-stamp chain to a root that the reader trusts.
    ``problems``: reasons to refuse it.
    """

    signer: str
    issuer: str
    time: str | None
    level: str
    unchanged: bool
    trusted: bool
    problems: tuple[str, ...]


def is_pdf(path: str, content: bytes) -> bool:
    """Return whether a file has the name or the content of a PDF, so that a renamed PDF is checked too.

    Acrobat accepts the header in the first 1024 bytes (PDF Reference 1.7, appendix H.3, note 13).
    """
    return path.lower().endswith(".pdf") or b"%PDF-" in content[:1024]


def verify_pdf(path: str, content: bytes, page: bytes | None = None, marking: str | None = None) -> Verdict:
    """Check a PDF on its own; if given, compare it with its web page and with the ``marking`` that it must have."""
    try:
        return _verify_pdf(path, content, page, marking)
    except Exception as error:  # noqa: BLE001 - a damaged file can raise any exception
        return Verdict(path, problems=(f"damaged PDF: it cannot be read ({type(error).__name__}); get a new copy",))


def _verify_pdf(path: str, content: bytes, page: bytes | None, marking: str | None) -> Verdict:
    checked = check_pdf(content)
    problems, facts = list(checked.problems), []
    if checked.document is not None:
        problems += checked.marking_problems
        if not checked.problems:
            facts.append("structure and metadata pass the checks for PDF/A-3a and PDF/UA-1")
        if not checked.marking_problems:
            facts.append(f"marked {checked.marking} in the metadata, and in the header and footer of each page")
        if page is not None and checked.document.root is not None:
            web, pdf_blocks = read_page(page.decode("utf-8", "replace")).blocks, read_pdf(checked.document.root)
            differences = list(
                map(describe_difference, compare_blocks(path, web, pdf_blocks, pair_blocks(web, pdf_blocks)))
            )
            problems += differences
            facts += [] if differences else ["same text as on the web page, in the same order"]
    if marking not in {None, checked.marking}:
        problems.append(f"marking is {checked.marking or 'missing'}, but must be {marking}")
    return Verdict(path, tuple(facts), tuple(problems))


def verify_site(files: Mapping[str, bytes]) -> list[Verdict]:
    """Check all files of a site, the manifest first; the keys of ``files`` are paths in the site."""
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except KeyError:
        return [Verdict(MANIFEST, problems=("missing; name the whole folder of a site, or its manifest (--manifest)",))]
    except ValidationError as error:
        detail = error.errors()[0]
        problem = f"invalid manifest: {'.'.join(map(str, detail['loc']))}: {detail['msg']}; get a new copy"
        return [Verdict(MANIFEST, problems=(problem,))]
    paths = {file.path for file in manifest.files}
    problems = [f"listed file is missing: {path}" for path in sorted(paths - files.keys())]
    problems += [f"file is not listed: {path}" for path in sorted(files.keys() - paths - {MANIFEST})]
    facts = [] if problems else [f"lists all {len(paths)} files of the site; their marking is {manifest.marking}"]
    problems += _too_strict(manifest)
    present = [file for file in manifest.files if file.path in files]
    links_by_path = {file.path: read for file in present if (read := links(file.path, files[file.path]))}
    canonical = links_by_path[INDEX]["canonical"] if INDEX in links_by_path else ""
    by_path = broken(links_by_path, {*paths, MANIFEST} & files.keys(), canonical.removesuffix(INDEX).rstrip("/"))
    if not by_path:
        facts.append(f"no broken links within the site; all pages can be reached from {INDEX}")
    verdicts = [
        Verdict(MANIFEST, tuple(facts), tuple(problems)),
        *(_verify_listed(file, files, manifest) for file in present),
    ]
    checked = [verdict.with_results(problems=by_path.pop(verdict.path, ())) for verdict in verdicts]
    return [*checked, *(Verdict(path, problems=tuple(problems)) for path, problems in by_path.items())]


def _too_strict(manifest: Manifest) -> Iterator[str]:
    """Yield archived editions whose marking is stricter than that of the site."""
    for brief in manifest.briefs:
        for number, marking in sorted(brief.archived.items()):
            if marking.is_stricter_than(manifest.marking):
                yield f"edition {number} of {brief.slug} is {marking}, stricter than the site ({manifest.marking})"


def marking_for(file: PublishedFile, manifest: Manifest) -> str:
    """Return the marking that a file must show: that of its archived edition, or that of the site."""
    archived = next((brief.archived for brief in manifest.briefs if brief.slug == file.brief), {})
    return archived.get(file.edition or "", manifest.marking)


def _verify_listed(file: PublishedFile, files: Mapping[str, bytes], manifest: Manifest) -> Verdict:
    content, marking = files[file.path], marking_for(file, manifest)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        problem = f"changed after publication: the checksum differs from that in {MANIFEST}; get a new copy"
        return Verdict(file.path, problems=(problem,))
    verdict = Verdict(file.path, (f"unchanged since publication: the checksum is that in {MANIFEST}",))
    if is_pdf(file.path, content) or file.media_type == "application/pdf":
        page = files.get(f"{file.path.removesuffix('.pdf')}.html")
        checked = verify_pdf(file.path, content, page, marking)
        return verdict.with_results(facts=checked.facts, problems=checked.problems)
    return verdict.with_results(problems=marking_problems(content, marking) if file.media_type == "text/html" else ())


def marking_problems(page: bytes, marking: str) -> list[str]:
    """Return a problem if a web page shows another marking or none."""
    root = html.document_fromstring(page)
    labels = root.find_class("marking") or root.find_class(f"{CLASS_PREFIX}marking")
    markings = [str(label.text_content()).strip() for label in labels]
    wrong = {label for label in markings if label != marking}
    if wrong or not markings:
        return [f"the page shows {', '.join(sorted(wrong)) or 'no marking'}, but must show {marking}"]
    return []


def with_manifest(
    verdict: Verdict, content: bytes, manifest: bytes, name: str, path: str | None = None
) -> Verdict | None:
    """Compare a file with the manifest ``name``, and return the verdict with the result.

    ``path`` is the path of the file relative to the manifest. If it is not listed, return ``None``: the manifest may
    belong to another site. Without ``path``, for a manifest that the reader named, the checksum must be listed.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        files = Manifest.model_validate_json(manifest).files
    except ValidationError:
        return None if path else verdict.with_results(problems=[f"{name} is not a valid manifest of a site"])
    entry = next((file for file in files if (file.path == path if path else file.sha256 == digest)), None)
    if entry is None:
        problem = f"no file in {name} has this checksum: the file was changed, or is from another site or edition"
        return None if path else verdict.with_results(problems=[problem])
    if entry.sha256 == digest:
        return verdict.with_results(
            facts=[f"unchanged since publication: the checksum is that of {entry.path} in {name}"]
        )
    problem = f"changed after publication: the checksum differs from that of {path} in {name}; get a new copy"
    return verdict.with_results(problems=[problem])


def with_signature(
    verdict: Verdict, signature: SignatureResult | None, *, has_roots: bool, compared_with: str | None = None
) -> Verdict:
    """Return the verdict on a PDF with the result for its signature.

    ``has_roots``: the reader named trusted certificates. A missing or untrusted signature is a problem only then.
    ``compared_with``: the manifest or sources that the file was compared with, if any. Without them, a PDF that is
    unsigned, or whose signer is not trusted, is not verified: anyone can change a PDF and sign it again.
    """
    if signature is None and has_roots:
        return verdict.with_results(
            problems=["not signed, but --trust requires a signature; ask the publisher for a signed copy"]
        )
    if signature is None and compared_with:
        return verdict.with_results(facts=[f"not signed; only {compared_with} can show changes"])
    if signature is None:
        return verdict.with_results(unverified=[_NO_PROOF])
    signer = f"{signature.signer} (certificate by {signature.issuer})"
    if not signature.unchanged or (has_roots and not signature.trusted):
        return verdict.with_results(problems=[f"signature of {signer}: {problem}" for problem in signature.problems])
    time = f" at {signature.time}" if signature.time else ""
    verdict = verdict.with_results(facts=[f"signed by {signer}{time}, PAdES {signature.level}, unchanged since"])
    if signature.trusted:
        return verdict
    untrusted = ["the signature is valid, but its certificate is not trusted here; name trusted certificates (--trust)"]
    return verdict.with_results(facts=untrusted) if compared_with else verdict.with_results(unverified=untrusted)


def compare_with_build(
    files: Mapping[str, bytes], built: Mapping[str, bytes], unsigned: Callable[[bytes], bytes]
) -> Verdict:
    """Compare files of a site with those built from the sources, except its manifest and its signatures.

    ``files`` may be only some files of the site. ``unsigned`` returns a PDF without its signature.
    """
    is_site = MANIFEST in files
    problems = [f"built, but not published: {path}" for path in sorted(built.keys() - files.keys()) if is_site]
    problems += [f"published, but not built: {path}" for path in sorted(files.keys() - built.keys())]
    common = sorted(files.keys() & built.keys() - {MANIFEST})
    for path in common:
        published = unsigned(files[path]) if path.endswith(".pdf") else files[path]
        # Archived PDFs keep their signatures in the sources.
        if built[path] not in {published, files[path]}:
            problems.append(f"published file differs from the one built: {path}")
    count = "the file is" if len(common) == 1 else f"all {len(common)} files are"
    facts = () if problems else (f"{count} identical to the published {'file' if len(common) == 1 else 'files'}",)
    return Verdict("build from these sources", facts, tuple(problems))
