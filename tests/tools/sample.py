"""The sample brief as a site may have it: more recommendations and figures than one, and all settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECURITY = """
security:
  contact: mailto:security@example.org
  expires: 2027-11-23
"""
RECOMMENDATIONS = """
  - id: name-a-date
    actor: The council
    action: name a date within 90 days
    short: name a date within 90 days
    rationale: The plan named none.
    horizon: short
    evidence: low
    findings: [no-price]
    passages:
      - quote: named no date
    safeguards:
      - text: Ask the builders.
        references: [ledger]
    indicator: A date is published.
    standing:
      state: proposed
      note: No date is known.
  - id: count-the-boats
    actor: The fishermen
    action: count the boats
    short: count the boats
    rationale: Nobody did.
    horizon: medium
    evidence: high
    findings: [one-bridge]
    passages:
      - quote: Nobody counted the boats.
    safeguards:
      - text: Count at night as well.
        references: [ledger]
    indicator: A count is published.
    standing:
      state: proposed
      note: Nobody counts.
"""
LEFT_OUT = """
left_out:
  - quote: the clerk wrote
    reason: It says who wrote, and no more.
"""
FIGURE = """
  - id: floods
    file: floods.vl.yaml
    data: floods.csv
    title: Floods last longer
    alt: "Days of four floods. 2001: 3. 2002: 17. 2003: 5. 2004: 9."
    references: [ledger]
"""
# Bars with their values on them.
FLOODS = """
$schema: https://vega.github.io/schema/vega-lite/v5.json
data:
  url: floods.csv
width: 250
height: 130
encoding:
  x: {field: year, type: ordinal}
  y: {field: days, type: quantitative}
layer:
  - mark: bar
  - mark: {type: text, dy: -8}
    encoding:
      text: {field: days, type: quantitative}
"""

# Those of templates/figures/dark.yaml, so that a figure turns dark with its page.
COLOURS = """
config:
  background: "#ffffff"
  bar: {color: "#0b4f6c"}
  view: {stroke: null}
  axis:
    domainColor: "#c9d1d8"
    gridColor: "#c9d1d8"
    tickColor: "#c9d1d8"
    labelColor: "#4a5560"
    titleColor: "#4a5560"
"""


def complete(sources: Path) -> None:
    """Add to the sample brief in a folder of sources."""
    brief = sources / "sample/brief.yaml"
    insert(sources / "publisher.yaml", "\nmarking:", SECURITY)
    insert(brief, "\nsafeguards:\n  text:", RECOMMENDATIONS)
    insert(brief, "\nbrief_figure:", FIGURE)
    insert(brief, "\neditions:", LEFT_OUT)
    insert(brief, "]\n\nanalysis:", ", no-price")
    figures = sources / "sample/figures"
    insert(figures / "boats.vl.yaml", "\nmark:", COLOURS)
    (figures / "floods.vl.yaml").write_text(FLOODS, "utf-8")
    (figures / "floods.csv").write_text("year,days\n2001,3\n2002,17\n2003,5\n2004,9\n", "utf-8")


def insert(path: Path, before: str, text: str) -> None:
    """Insert text before words that stand once in a file."""
    parts = path.read_text("utf-8").split(before)
    assert len(parts) == 2, f"{before!r} stands {len(parts) - 1} times in {path}"
    path.write_text(f"{parts[0]}{text}{before}{parts[1]}", "utf-8")
