"""Time how Briefwright typesets a report.

`project.py` runs this file in the copied project, with the engine of that copy: `python engine.py BRIEF DOCUMENT`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from typing import TYPE_CHECKING

from briefwright import fonts, language
from briefwright.html.impose import impose
from briefwright.html.page import shell
from briefwright.layout import TEMPLATES, Layout
from briefwright.model import DocumentType
from briefwright.pdf.fetch import PublishedFiles
from briefwright.pdf.typeset import paper, typeset, with_tokens

if TYPE_CHECKING:
    from collections.abc import Callable


def report_typesetter(brief: str, document: str) -> Callable[[], object]:
    """Return a function that applies styles to a built document, lays it out and writes the PDF."""
    work = Layout().brief(brief)
    view = json.loads((work / "resolved" / f"{document}.json").read_text("utf-8"))
    head = view["head"]
    fragment = impose((work / "fragments" / f"{document}.html").read_text("utf-8"))
    strings = language.load(TEMPLATES / "locales", head["language"])
    html = shell(TEMPLATES, "print/page.html.j2", strings, fragment, head=head)
    size, binding = head["house"]["print"]["page_size"], head["house"]["print"]["binding"]
    tokens, rules = ((TEMPLATES / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    style = with_tokens(tokens, rules, **paper(size, binding))
    kind = DocumentType.model_validate(view["kind"]).on(size)
    base = head["address"].rpartition("/")[0] + "/"
    faces = fonts.write_print_fonts(work / "benchmark-fonts")
    files = PublishedFiles({f"{base}figures/": work / "figures", f"{base}fonts/": faces})
    os.environ["FONTCONFIG_FILE"] = str((faces / "fonts.conf").resolve())
    return lambda: typeset(html, style, base, files, kind)


def main() -> None:
    """Print wall seconds and CPU seconds of the second typesetting in this process."""
    brief, document = sys.argv[1:]
    run = report_typesetter(brief, document)
    run()
    gc.collect()
    gc.disable()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    sys.stdout.write(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))


if __name__ == "__main__":
    main()
