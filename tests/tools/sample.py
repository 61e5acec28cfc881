"""The sample brief as a site may have it: more recommendations and figures than one, and all settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

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
    findings: [no-price]
    passages:
      - quote: named no date
    safeguards:
      - text: Ask the builders.
        references: [ledger]
    indicator: A date is published.
    standing:
      state: partly-in-place
      in_place: A month is named.
      missing: No day is known.
      references: [ledger]
  - id: count-the-boats
    actor: The fishermen
    action: count the boats
    short: count the boats
    rationale: Nobody did.
    horizon: medium
    findings: [one-bridge]
    passages:
      - quote: Nobody counted the boats.
    safeguards:
      - text: Count at night as well.
        references: [ledger]
    indicator: A count is published.
    standing:
      state: unknown
      missing: Nobody knows whether somebody counts.
    risk: {level: none}
    by_editors: [actor, horizon]
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

# Everything that an essay may contain.
ESSAY = """
# What the council did

The council asked for three things:[^1]

- a date for the *work*,
- a price:
  1. high, or
  2. low

  in either case, and
- the [minutes of **that** year](https://example.org/minutes)

> The river is old.
>
> > It was older then.

| Year | Boats | Of them from afar |
|------|------:|-------------------|
| 1920 | 4     | two of *them*     |
| 1921 | 7     | all[^1]           |

<!-- Not for print. -->

## The river

![Two banks and an island](map.png "The river in 1920")

Water is H~2~O, an acre is 4,047 m^2^, the ferry is ~~closed~~ open; see https://example.org/a_very_long_address/with-parts.

```
boats = 1920
    ferries
```

***

Boats are brown\\
water is blue

[^1]: The ledger, page 4.

    It has no page 5.
"""
ANNOTATIONS = """
  - id: in-a-list
    type: gap
    quote: a date for the work
    note: The council named none.
  - id: in-a-link
    type: caution
    quote: minutes of that
    note: They are lost.
  - id: in-a-quotation
    type: gap
    quote: It was older then.
    note: Nobody says when.
  - id: in-a-row
    type: caution
    quote: two of them
    note: The ledger does not say so.
  - id: in-code
    type: gap
    quote: boats = 1920 ferries
    note: The unit is not given.
  - id: in-a-footnote
    type: gap
    quote: It has no page 5.
    note: The ledger has four pages; see https://example.org/ledger.
"""


def complete(sources: Path) -> None:
    """Add to the sample brief in a folder of sources."""
    with (sources / "sample/essay.md").open("a", encoding="utf-8") as essay:
        essay.write(ESSAY)
    with (sources / "sample/annotations.yaml").open("a", encoding="utf-8") as annotations:
        annotations.write(ANNOTATIONS)
    picture = Image.new("RGB", (640, 260), "#c9dcee")
    picture.paste("#8fae7c", (220, 90, 420, 170))
    picture.save(sources / "sample/map.png")
    brief = sources / "sample/brief.yaml"
    insert(sources / "publisher.yaml", "\nmarking:", SECURITY)
    insert(brief, "\nsafeguards:\n  text:", RECOMMENDATIONS)
    insert(brief, "\nbrief_figure:", FIGURE)
    insert(brief, "\neditions:", LEFT_OUT)
    insert(brief, "]\n\nanalysis:", ", no-price")
    figures = sources / "sample/figures"
    (figures / "floods.vl.yaml").write_text(FLOODS, "utf-8")
    (figures / "floods.csv").write_text("year,days\n2001,3\n2002,17\n2003,5\n2004,9\n", "utf-8")


def insert(path: Path, before: str, text: str) -> None:
    """Insert text before words that stand once in a file."""
    parts = path.read_text("utf-8").split(before)
    assert len(parts) == 2, f"{before!r} stands {len(parts) - 1} times in {path}"
    path.write_text(f"{parts[0]}{text}{before}{parts[1]}", "utf-8")
