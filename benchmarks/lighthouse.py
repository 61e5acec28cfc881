"""Measure the pages of a built site with Lighthouse, with its settings for telephones.

README.md explains the figures.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.tools import lighthouse  # noqa: E402 - not installed
from tests.tools.serving import served  # noqa: E402

METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


def main() -> None:
    """Print the median performance score and the medians of the metrics, in milliseconds, for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="path of a page within build/site/")
    parser.add_argument("--rounds", type=int, default=5, help="runs of Lighthouse for each page")
    options = parser.parse_args()
    with served(ROOT / "build/site") as address, tempfile.TemporaryDirectory() as folder:
        for page in options.pages:
            reports = [
                lighthouse.measure(f"{address}{page}", Path(folder, "report.json"), ["performance"])
                for _ in range(options.rounds)
            ]
            scores = sorted(report["categories"]["performance"]["score"] for report in reports)
            medians = {
                name: round(statistics.median(report["audits"][name]["numericValue"] for report in reports))
                for name in METRICS
            }
            sys.stdout.write(f"{page}: {statistics.median(scores)} ({scores[0]} to {scores[-1]}), {medians}\n")


if __name__ == "__main__":
    main()
