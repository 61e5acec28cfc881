"""Time the typesetting of a report.

`project.py` runs `python engine.py BRIEF DOCUMENT` in the copied project, with the modules of the copy.
"""

from __future__ import annotations

import gc
import json
import sys
import time

from briefwright.cli.steps.document import typesetter
from briefwright.cli.steps.folders import ResolvedFiles
from briefwright.fonts import write_print_fonts
from briefwright.layout import Layout


def main() -> None:
    """Typeset the report twice, and print the wall and CPU seconds of the second time."""
    name, document = sys.argv[1:]
    work = Layout().brief(name)
    brief, fonts = ResolvedFiles(work / "resolved"), write_print_fonts(work / "benchmark-fonts")
    fragment = work / "fragments" / f"{document}.html"
    _, run = typesetter(brief.view(document), work / "figures", fragment, brief.catalogue, fonts, brief.theme)
    run()
    gc.collect()
    gc.disable()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    sys.stdout.write(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))


if __name__ == "__main__":
    main()
