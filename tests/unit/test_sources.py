"""The problems that editors see for each error: position, message, source line with caret, hint."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.model import anchored_document
from briefwright.sources import loading
from briefwright.sources.document_types import load_document_types
from briefwright.sources.quotes.lock import LOCK_FILE
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.briefs import Change
    from tests.conftest import MakeBrief

MISTAKES: dict[str, tuple[str, Change, str]] = {
    "an unknown key": (
        "brief",
        ("    caution: None", "    cautoin: None"),
        """
        sources/sample/brief.yaml:65:7: error: unknown key “cautoin”
           65 |       cautoin: None was counted.
              |       ^^^^^^^
          hint: did you mean “caution”?
        """,
    ),
    "an unknown key without a similar one": (
        "glossary",
        ("see: [bridge]", "qqqq: 1"),
        """
        sources/sample/glossary.yaml:6:5: error: unknown key “qqqq”
            6 |     qqqq: 1
              |     ^^^^
          hint: known keys: marking, id, term, forms, definition, see, references
        """,
    ),
    "a renamed key": (
        "annotations",
        ("  - id: years\n", "  - id: years\n    handling: AMBER\n"),
        """
        sources/sample/annotations.yaml:9:5: error: unknown key “handling”
            9 |     handling: AMBER
              |     ^^^^^^^^
          hint: rename it to `marking`
        """,
    ),
    "a required key that was renamed": (
        "annotations",
        ("type: caution", "kind: caution"),
        """
        sources/sample/annotations.yaml:9:5: error: unknown key “kind”
            9 |     kind: caution
              |     ^^^^
          hint: rename it to `type`
        """,
    ),
    "a missing field": (
        "brief",
        ("    short: The town relied on one bridge\n", ""),
        """
        sources/sample/brief.yaml:37:5: error: “short” is missing
           37 |   - id: one-bridge
              |     ^
          hint: add `short:`. The claim as a headline of at most 12 words. No full stop.
        """,
    ),
    "a missing field at the top": (
        "brief",
        ("title: Bridges\nsub", "sub"),
        """
        sources/sample/brief.yaml:2:1: error: “title” is missing
            2 | subtitle: What an essay on a town’s bridges argues
              | ^
          hint: add `title:`. The title of the publication.
        """,
    ),
    "a wrong type, not a list": (
        "brief",
        ("topics: [Bridges, Floods]", "topics: Bridges"),
        """
        sources/sample/brief.yaml:7:9: error: “topics” must be a list, not “Bridges”
            7 | topics: Bridges
              |         ^^^^^^^
        """,
    ),
    "a wrong type, not text": (
        "brief",
        ("text: Floods return.", "text: [Floods]"),
        """
        sources/sample/brief.yaml:25:11: error: “text” must be text, not a list
           25 |   - text: [Floods]
              |           ^^^^^^^^
          hint: if it is text, put the whole value in quotation marks, or write it in a `>-` block
        """,
    ),
    "the old name of a marking": (
        "publisher",
        ("marking: TLP:CLEAR", "marking: TLP:WHITE"),
        """
        sources/publisher.yaml:12:10: error: “marking” must be TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED, not “TLP:WHITE”
           12 | marking: TLP:WHITE
              |          ^^^^^^^^^
          hint: use TLP:CLEAR, its name since TLP 2.0
        """,  # noqa: E501 - the message lists all markings
    ),
    "a line that is too long": (
        "brief",
        ("title: Bridges\nsub", f"title: {'a' * 301}\nsub"),
        f"""
        sources/sample/brief.yaml:2:8: error: “title” has 301 characters; the maximum is 300
            2 | title: {"a" * 93}
              |        {"^" * 93}
          hint: shorten it
        """,
    ),
    "a wrong type, not a number": (
        "brief",
        ("paragraph: 1", "paragraph: one"),
        """
        sources/sample/brief.yaml:34:20: error: “paragraph” must be a number, not “one”
           34 |         paragraph: one
              |                    ^^^
        """,
    ),
    "a wrong type, not a mapping": (
        "brief",
        ("standing: {state: proposed, missing: Nothing is built.}", "standing: none"),
        """
        sources/sample/brief.yaml:103:15: error: “standing” must be a mapping of keys to values, not “none”
          103 |     standing: none
              |               ^^^^
        """,
    ),
    "a wrong type, a boolean": (
        "brief",
        ("title: Bridges\nsub", "title: true\nsub"),
        """
        sources/sample/brief.yaml:2:8: error: “title” must be text, not true
            2 | title: true
              |        ^^^^
          hint: if it is text, write it in quotation marks: "true"
        """,
    ),
    "a wrong choice": (
        "brief",
        ("state: proposed", "state: propsed"),
        """
        sources/sample/brief.yaml:103:23: error: “state” must be in-place, partly-in-place, proposed or unknown, \
not “propsed”
          103 |     standing: {state: propsed, missing: Nothing is built.}
              |                       ^^^^^^^
          hint: did you mean “proposed”?
        """,
    ),
    "a wrong choice on two lines": (
        "brief",
        ("horizon: long", "horizon: |\n      two\n      lines"),
        """
        sources/sample/brief.yaml:93:14: error: “horizon” must be immediate, short, medium or long, not “two lines”
           93 |     horizon: |
              |              ^
        """,
    ),
    "a date that does not exist": (
        "brief",
        ("date: 2026-01-31", "date: 2026-02-30"),
        """
        sources/sample/brief.yaml:137:11: error: “2026-02-30” is not a date
          137 |     date: 2026-02-30
              |           ^^^^^^^^^^
          hint: write an existing date as YYYY-MM-DD
        """,
    ),
    "a month that does not exist": (
        "brief",
        ("date: 2015-11", "date: 2015-13"),
        """
        sources/sample/brief.yaml:78:11: error: the date “2015-13” does not exist: month must be in 1..12
           78 |     date: 2015-13
              |           ^^^^^^^
        """,
    ),
    "not a date": (
        "brief",
        ("date: 2015-11", "date: November"),
        """
        sources/sample/brief.yaml:78:11: error: “November” is not a date
           78 |     date: November
              |           ^^^^^^^^
          hint: write YYYY, YYYY-MM or YYYY-MM-DD
        """,
    ),
    "several days with a dash": (
        "brief",
        ("date: 2015-11", "date: 2015-11-13–2015-11-15"),
        """
        sources/sample/brief.yaml:78:11: error: “2015-11-13–2015-11-15” is not a date
           78 |     date: 2015-11-13–2015-11-15
              |           ^^^^^^^^^^^^^^^^^^^^^
          hint: write several days as 2015-11-13/2015-11-15
        """,
    ),
    "a shortened interval": (
        "brief",
        ("date: 2015-11", "date: 2015-11-13/15"),
        """
        sources/sample/brief.yaml:78:11: error: “2015-11-13/15” is not an interval of dates
           78 |     date: 2015-11-13/15
              |           ^^^^^^^^^^^^^
          hint: write two whole dates with a slash between, such as 2015-11-13/2015-11-15
        """,
    ),
    "an interval that ends before it begins": (
        "brief",
        ("date: 2015-11", "date: 2015-11-15/2015-11-13"),
        """
        sources/sample/brief.yaml:78:11: error: the interval “2015-11-15/2015-11-13” ends before it begins
           78 |     date: 2015-11-15/2015-11-13
              |           ^^^^^^^^^^^^^^^^^^^^^
          hint: write 2015-11-13/2015-11-15
        """,
    ),
    "a number for a date": (
        "brief",
        ("date: 2026-01-31", "date: 0"),
        """
        sources/sample/brief.yaml:137:11: error: “0” is not a date
          137 |     date: 0
              |           ^
          hint: write YYYY-MM-DD
        """,
    ),
    "a duplicate id": (
        "brief",
        ("id: flood", "id: plan"),
        """
        sources/sample/brief.yaml:77:9: error: the event “plan” is defined twice
           77 |   - id: plan
              |         ^^^^
          hint: give this event another `id`
        """,
    ),
    "two editions with the same number": (
        "brief",
        ("editions:\n", 'editions:\n  - number: "1.10"\n    date: 2026-02-01\n    changes: Second edition.\n'),
        """
        sources/sample/brief.yaml:139:13: error: the edition “1.10” is defined twice
          139 |   - number: "1.10"
              |             ^^^^^^
          hint: give this edition another `number`
        """,
    ),
    "two terms with the same name": (
        "glossary",
        ("term: bridge", "term: Ledger"),
        """
        sources/sample/glossary.yaml:8:11: error: “Ledger” is already a name of the term “ledger”
            8 |     term: Ledger
              |           ^^^^^^
          hint: merge the two terms, or rename one of them
        """,
    ),
    "a form that is another term": (
        "glossary",
        ("term: ledger", "term: ledger\n    forms: [ledgers, Bridge]"),
        """
        sources/sample/glossary.yaml:5:22: error: “Bridge” is already a name of the term “bridge”
            5 |     forms: [ledgers, Bridge]
              |                      ^^^^^^
          hint: merge the two terms, or rename one of them
        """,
    ),
    "an acronym in brackets that is another term": (
        "glossary",
        ("term: bridge", "term: Bridge Record (LEDGER), ledger"),
        """
        sources/sample/glossary.yaml:8:11: error: “ledger” is already a name of the term “ledger”
            8 |     term: Bridge Record (LEDGER), ledger
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: merge the two terms, or rename one of them
        """,
    ),
    "a form of two terms": (
        "glossary",
        (
            "    see: [bridge]\n",
            "    forms: [way]\n  - id: path\n    term: path\n    definition: A way.\n    forms: [track, way]\n",
        ),
        """
        sources/sample/glossary.yaml:10:20: error: “way” is already a name of the term “ledger”
           10 |     forms: [track, way]
              |                    ^^^
          hint: merge the two terms, or rename one of them
        """,
    ),
    "an unknown finding": (
        "brief",
        ("in_brief: [one-bridge]", "in_brief: [one-brigde]"),
        """
        sources/sample/brief.yaml:57:12: error: unknown finding “one-brigde”
           57 | in_brief: [one-brigde]
              |            ^^^^^^^^^^
          hint: did you mean “one-bridge”?
        """,
    ),
    "an unknown term": (
        "glossary",
        ("see: [bridge]", "see: [xyz]"),
        """
        sources/sample/glossary.yaml:6:11: error: unknown term “xyz”
            6 |     see: [xyz]
              |           ^^^
          hint: define it in glossary.yaml, or remove it here
        """,
    ),
    "an unknown figure": (
        "brief",
        ("brief_figure: boats", "brief_figure: ships"),
        """
        sources/sample/brief.yaml:128:15: error: unknown figure “ships”
          128 | brief_figure: ships
              |               ^^^^^
          hint: define it in brief.yaml, or remove it here
        """,
    ),
    "a quote that is not in the essay": (
        "brief",
        ("- quote: Nobody counted the boats.", "- quote: Nobody ever counted the ships."),
        """
        sources/sample/brief.yaml:67:18: error: the quote is not in the essay
           67 |         - quote: Nobody ever counted the ships.
              |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              quoted:   Nobody ever counted the ships.
              essay ¶1: Nobody counted the boats.
              change:   Nobody [-ever-] counted the [-ships.-] {+boats.+}
          hint: if you mean ¶1, copy its words exactly, or run `briefwright check --fix`
        """,
    ),
    "a quote in two paragraphs": (
        "brief",
        ("quote: three hundred years\n        paragraph: 1", "quote: three hundred years"),
        """
        sources/sample/brief.yaml:33:16: error: the quote occurs 2 times in the essay
           33 |       - quote: three hundred years
              |                ^^^^^^^^^^^^^^^^^^^
              ¶1: …wn had one bridge. It stood for [three hundred years]. Nobody counted the boats.…
              ¶2: …r a second bridge. It stood for [three hundred years], the clerk wrote, “and nobody c…
          hint: add `paragraph: 1`, or the number of the paragraph that you mean
        """,
    ),
    "a quote twice in a paragraph": (
        "brief",
        ("        suffix: price\n", ""),
        """
        sources/sample/brief.yaml:54:16: error: the quote occurs 2 times in the essay
           54 |       - quote: plan named no
              |                ^^^^^^^^^^^^^
              ¶3: …e council published a plan. The [plan named no] date, and the plan named no pri…
              ¶3: …The plan named no date, and the [plan named no] price.…
          hint: for the first place, add `prefix: The`
        """,
    ),
    "broken YAML, a colon": (
        "brief",
        ("title: Bridges\nsub", "title: Bridges: of the town\nsub"),
        """
        sources/sample/brief.yaml:2:15: error: broken YAML: mapping values are not allowed here
            2 | title: Bridges: of the town
              |               ^
          hint: put quotes around a value with a colon and a space, or write it in a `>-` block
        """,
    ),
    "broken YAML, a bracket": (
        "brief",
        ("topics: [Bridges, Floods]", "topics: [Bridges, Floods"),
        """
        sources/sample/brief.yaml:7:9: error: broken YAML: the bracket “[” is not closed
            7 | topics: [Bridges, Floods
              |         ^
          hint: close it; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block
        """,
    ),
    "broken YAML, an indent": (
        "brief",
        ("purpose: ", " purpose: "),
        """
        sources/sample/brief.yaml:8:2: error: broken YAML: this line does not fit those above
            8 |  purpose: This sheet sets out what the essay asks for.
              |  ^
          hint: check indentation, colons, quotation marks and brackets, here and in the lines above
        """,
    ),
    "a tab": (
        "brief",
        ("  text: The essay argues that a town needs", "\ttext: The essay argues that a town needs"),
        """
        sources/sample/brief.yaml:11:1: error: broken YAML: a tab is not allowed here
           11 |  text: The essay argues that a town needs *two* bridges.
              | ^
          hint: indent with two spaces per level
        """,
    ),
    "a file in Latin-1": (
        "brief",
        b"title: x\nsubtitle: Stra\xdfe\n",
        """
        sources/sample/brief.yaml:2:15: error: byte 0xdf is not UTF-8
            2 | subtitle: Straße
              |               ^
          hint: save the file as UTF-8; it looks like Latin-1 or Windows-1252
        """,
    ),
    "a merge conflict": (
        "essay",
        ("The council [", "<<<<<<< HEAD\nThe council ["),
        """
        sources/sample/essay.md:6:1: error: unresolved merge conflict
            6 | <<<<<<< HEAD
              | ^^^^^^^^^^^^
          hint: keep one side, and delete the lines with the conflict markers
        """,
    ),
    "an empty file": (
        "glossary",
        "",
        """
        sources/sample/glossary.yaml:1:1: error: the file is empty
          hint: restore it, or delete it if the brief needs none
        """,
    ),
    "a file with comments only": (
        "glossary",
        "# nothing\n",
        """
        sources/sample/glossary.yaml:1:1: error: the file is empty
          hint: restore it, or delete it if the brief needs none
        """,
    ),
    "an empty YAML document": (
        "glossary",
        "---\n",
        """
        sources/sample/glossary.yaml:1:4: error: the file is empty; it must be a mapping of keys to values
            1 | ---
              |    ^
        """,
    ),
    "a file with a list": (
        "glossary",
        "- a\n- b\n",
        """
        sources/sample/glossary.yaml:1:1: error: the file must be a mapping of keys to values, not a list
            1 | - a
              | ^
        """,
    ),
    "a missing file": (
        "essay",
        None,
        """
        sources/sample/essay.md:1:1: error: the file is missing
          hint: create or restore it
        """,
    ),
    "a missing figure": (
        "figure",
        None,
        """
        sources/sample/brief.yaml:122:11: error: the file figures/boats.vl.yaml is missing
          122 |     file: boats.vl.yaml
              |           ^^^^^^^^^^^^^
          hint: add it to sources/sample/figures/
        """,
    ),
    "a misspelled data file": (
        "brief",
        ("data: boats.csv", "data: boots.csv"),
        """
        sources/sample/brief.yaml:123:11: error: the file figures/boots.csv is missing
          123 |     data: boots.csv
              |           ^^^^^^^^^
          hint: did you mean boats.csv?
        """,
    ),
    "a figure with an unknown column": (
        "figure",
        ("field: boats", "field: boat"),
        """
        sources/sample/figures/boats.vl.yaml:8:14: error: the data has no column “boat”
            8 |   y: {field: boat, type: quantitative}
              |              ^^^^
          hint: did you mean “boats”?
        """,
    ),
    "data without rows": (
        "data",
        "year,boats\n",
        """
        sources/sample/figures/boats.csv:1:1: error: the file has a header but no rows
            1 | year,boats
              | ^
          hint: add a row for each mark of the figure
        """,
    ),
    "an alias bomb": (
        "glossary",
        "terms:\n  - &a [a, a, a]\n  - [*a, *a, *a]\n",
        """
        sources/sample/glossary.yaml:2:5: error: anchors (&name) are not allowed
            2 |   - &a [a, a, a]
              |     ^
          hint: delete it; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block

        sources/sample/glossary.yaml:3:6: error: aliases (*name) are not allowed
            3 |   - [*a, *a, *a]
              |      ^
          hint: repeat the value; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block

        sources/sample/glossary.yaml:3:10: error: aliases (*name) are not allowed
            3 |   - [*a, *a, *a]
              |          ^
          hint: repeat the value; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block

        sources/sample/glossary.yaml:3:14: error: aliases (*name) are not allowed
            3 |   - [*a, *a, *a]
              |              ^
          hint: repeat the value; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block
        """,
    ),
    "a tag": (
        "glossary",
        ("term: ledger", "term: !!python/name:os.system ledger"),
        """
        sources/sample/glossary.yaml:4:11: error: tags (!name) are not allowed
            4 |     term: !!python/name:os.system ledger
              |           ^
          hint: delete it; or, if it is text, put the whole value in quotation marks, or write it in a `>-` block
        """,
    ),
    "a NUL byte": (
        "glossary",
        ("term: ledger", "term: led\x00ger"),
        """
        sources/sample/glossary.yaml:4:14: error: the text contains a NUL byte
            4 |     term: led�ger
              |              ^
          hint: delete it
        """,
    ),
    "deep nesting": (
        "glossary",
        "terms: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        """
        sources/sample/glossary.yaml:1:31: error: nested more than 24 levels deep
            1 | terms: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
              |                               ^
          hint: use fewer levels
        """,
    ),
    "a duplicate key": (
        "glossary",
        ("definition: A way over water.", "definition: A way over water.\n    term: way"),
        """
        sources/sample/glossary.yaml:10:5: error: duplicate key “term”
           10 |     term: way
              |     ^
        """,
    ),
    "two documents in a file": (
        "glossary",
        "terms: []\n---\nterms: []\n",
        """
        sources/sample/glossary.yaml:2:1: error: broken YAML: second document
            2 | ---
              | ^
          hint: delete the `---`; a file has one document
        """,
    ),
    "a link that runs a script": (
        "brief",
        ("The river.", '"The [river](javascript:a)"'),
        """
        sources/sample/brief.yaml:112:11: error: the link “javascript:a” must start with https:, http: or mailto:
          112 |   - text: "The [river](javascript:a)"
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: give the full address, or delete the link
        """,
    ),
    "a forbidden link in the essay": (
        "essay",
        ("https://example.org/plan", "ftp://a.b"),
        """
        sources/sample/essay.md:6:25: error: the link “ftp://a.b” must start with https:, http: or mailto:
            6 | The council [published](ftp://a.b) a plan. The plan named no date, and the plan named no price.
              |                         ^^^^^^^^^
          hint: give the full address, or delete the link
        """,
    ),
    "a long note": (
        "annotations",
        ("Nobody knows.", "word " * 61),
        """
        sources/sample/annotations.yaml:8:5: error: the note has 61 words; shorten it to 60
            8 |   - id: years
              |     ^
        """,
    ),
    "a statement without support": (
        "brief",
        ("  - text: The river.\n    references: [ledger]", "  - text: The river."),
        """
        sources/sample/brief.yaml:112:5: error: neither `passages` nor `references` support this
          112 |   - text: The river.
              |     ^
          hint: add `passages:` with a `quote:` from the essay, or `references:`
        """,
    ),
    "no passages": (
        "brief",
        ("      passages:\n        - quote: Nobody counted the boats.", "      passages: []"),
        """
        sources/sample/brief.yaml:66:17: error: “passages” has too few items (0); the minimum is 1
           66 |       passages: []
              |                 ^^
          hint: add `passages:` with a `quote:` from the essay that supports the statement
        """,
    ),
    "a recommendation without findings": (
        "brief",
        ("    findings: [one-bridge, no-price]\n", ""),
        """
        sources/sample/brief.yaml:88:5: error: “findings” is missing
           88 |   - id: second-bridge
              |     ^
          hint: add `findings:` with the `id:` of each finding that supports the recommendation
        """,
    ),
    "a recommendation with an empty list of findings": (
        "brief",
        ("    findings: [one-bridge, no-price]\n", "    findings: []\n"),
        """
        sources/sample/brief.yaml:95:15: error: “findings” has too few items (0); the minimum is 1
           95 |     findings: []
              |               ^^
          hint: add `findings:` with the `id:` of each finding that supports the recommendation
        """,
    ),
    "a finding without a basis": (
        "brief",
        ("    basis: A reference agrees.\n", ""),
        """
        sources/sample/brief.yaml:37:5: error: “basis” is missing
           37 |   - id: one-bridge
              |     ^
          hint: add `basis:` with the reason for the support: what the sources show, and what they do not
        """,
    ),
    "a finding with an empty basis": (
        "brief",
        ("    basis: A reference agrees.\n", '    basis: ""\n'),
        """
        sources/sample/brief.yaml:42:12: error: “basis” is empty
           42 |     basis: ""
              |            ^^
          hint: add `basis:` with the reason for the support: what the sources show, and what they do not
        """,
    ),
    "context without a reference": (
        "annotations",
        ("    note: The clerk was *not* asked.\n    references: [ledger]\n", "    note: The clerk was *not* asked.\n"),
        """
        sources/sample/annotations.yaml:3:5: error: an annotation of type context needs a reference
            3 |   - id: clerk
              |     ^
          hint: add `references:` with the source of the context, or change `type:` to gap or caution
        """,
    ),
    "a correction without a reference": (
        "annotations",
        ("type: caution", "type: correction"),
        """
        sources/sample/annotations.yaml:8:5: error: an annotation of type correction needs a reference
            8 |   - id: years
              |     ^
          hint: add `references:` with a source that contradicts the essay, or change `type:` to gap or caution
        """,
    ),
    "an unknown likelihood scale": (
        "publisher",
        ("marking: TLP:CLEAR", "likelihood_scale: icd-204"),
        """
        sources/publisher.yaml:12:19: error: unknown likelihood scale “icd-204”
           12 | likelihood_scale: icd-204
              |                   ^^^^^^^
          hint: did you mean “icd-203”?
        """,
    ),
    "an unknown level of support": (
        "brief",
        ("support: strong", "support: stong"),
        """
        sources/sample/brief.yaml:41:14: error: unknown support “stong”
           41 |     support: stong
              |              ^^^^^
          hint: did you mean “strong”?
        """,
    ),
    "two findings with one number": (
        "brief",
        ("  - id: no-price\n", "  - id: no-price\n    number: 1\n"),
        """
        sources/sample/brief.yaml:48:13: error: two findings have the number 1
           48 |     number: 1
              |             ^
          hint: give each of them its own `number:`
        """,
    ),
    "an action with a full stop": (
        "brief",
        ("action: build a second bridge", "action: build a second bridge."),
        """
        sources/sample/brief.yaml:90:13: error: the text ends with a full stop
           90 |     action: build a second bridge.
              |             ^^^^^^^^^^^^^^^^^^^^^^
          hint: delete it; the documents add one where it is needed
        """,
    ),
    "a headline with a full stop": (
        "brief",
        ("short: The plan has no price", "short: The plan has no price."),
        """
        sources/sample/brief.yaml:48:12: error: the text ends with a full stop
           48 |     short: The plan has no price.
              |            ^^^^^^^^^^^^^^^^^^^^^^
          hint: delete it; the documents add one where it is needed
        """,
    ),
    "a level without a value": (
        "brief",
        ("{level: low, rights: trade on the river}", "\n      level:\n      rights: trade on the river"),
        """
        sources/sample/brief.yaml:105:7: error: “level” is empty; it must be none, low, moderate or high
          105 |       level:
              |       ^^^^^
        """,
    ),
    "rights without a risk": (
        "brief",
        ("level: low", "level: none"),
        """
        sources/sample/brief.yaml:104:33: error: the level is none, but “rights” is set
          104 |     risk: {level: none, rights: trade on the river}
              |                                 ^^^^^^^^^^^^^^^^^^
          hint: write the `level:` of the risk, or delete `rights:`
        """,
    ),
    "a state that contradicts its text": (
        "brief",
        ("{state: proposed, missing: Nothing is built.}", "{state: unknown, in_place: A pier, references: [ledger]}"),
        """
        sources/sample/brief.yaml:103:42: error: the state is unknown, but “in_place” is set
          103 |     standing: {state: unknown, in_place: A pier, references: [ledger]}
              |                                          ^^^^^^
          hint: write the `state:` that it shows, or delete `in_place:`
        """,
    ),
    "a support that is not a word of the scale": (
        "brief",
        ("support: strong", "support: Strong"),
        """
        sources/sample/brief.yaml:41:14: error: unknown support “Strong”
           41 |     support: Strong
              |              ^^^^^^
          hint: did you mean “strong”?
        """,
    ),
    "references under a misspelt key": (
        "references",
        ("references:", "refs:"),
        """
        sources/sample/references.yaml:2:1: error: unknown key “refs”
            2 | refs:
              | ^^^^
          hint: known keys: references
        """,
    ),
    "a choice of the editors that is missing": (
        "brief",
        ("    horizon: long\n", ""),
        """
        sources/sample/brief.yaml:104:17: error: `by_editors` lists “horizon”, which is missing
          104 |     by_editors: [horizon]
              |                 ^^^^^^^^^
          hint: add `horizon:`, or delete it from `by_editors:`
        """,
    ),
    "an account of the sources without sources": (
        "brief",
        ("    place: Town hall\n", "    place: Town hall\n    checked: Nobody saw it.\n"),
        """
        sources/sample/brief.yaml:73:14: error: no `references` support `checked`
           73 |     checked: Nobody saw it.
              |              ^^^^^^^^^^^^^^
          hint: add `references:` with the identifiers of the sources
        """,
    ),
    "a measure in place without a source": (
        "brief",
        ("{state: proposed, missing: Nothing is built.}", "{state: partly-in-place, in_place: A plan.}"),
        """
        sources/sample/brief.yaml:103:50: error: no `references` support `in_place`
          103 |     standing: {state: partly-in-place, in_place: A plan.}
              |                                                  ^^^^^^^
          hint: add `references:` with the identifiers of the sources
        """,
    ),
    "page limits in the wrong order": (
        "brief",
        ("brief_figure: boats\n", "brief_figure: boats\npage_limits: {annotated-report: [8, 2]}\n"),
        """
        sources/sample/brief.yaml:129:33: error: the minimum of pages (8) is above the maximum (2)
          129 | page_limits: {annotated-report: [8, 2]}
              |                                 ^^^^^^
          hint: swap them
        """,
    ),
    "a state in place without what is": (
        "brief",
        ("{state: proposed, missing: Nothing is built.}", "{state: partly-in-place}"),
        """
        sources/sample/brief.yaml:103:15: error: “in_place” is missing, but the state is partly-in-place
          103 |     standing: {state: partly-in-place}
              |               ^^^^^^^^^^^^^^^^^^^^^^^^
          hint: add `in_place:` with the parts that are in place
        """,
    ),
    "an invalid prefix": (
        "publisher",
        ("marking: TLP:CLEAR", 'web: {fragments: {prefix: "1-"}}'),
        """
        sources/publisher.yaml:12:27: error: “1-” is not a valid prefix
           12 | web: {fragments: {prefix: "1-"}}
              |                           ^^^^
          hint: write a letter, then letters, digits, - and _; {brief} and {document} are replaced by their names
        """,
    ),
    "a URL without scheme": (
        "publisher",
        ("base_url: https://", "base_url: "),
        """
        sources/publisher.yaml:4:11: error: “briefs.example.org” is not a valid base_url
            4 | base_url: briefs.example.org
              |           ^^^^^^^^^^^^^^^^^^
          hint: write a URL that begins with https://, of letters, digits and - . _ ~, without a slash at its end
        """,
    ),
    "a URL of a reference without scheme": (
        "references",
        ("URL: https://example.org/ledger", "URL: www.example.org/ledger"),
        """
        sources/sample/references.yaml:10:10: error: “www.example.org/ledger” is not a valid URL
           10 |     URL: www.example.org/ledger
              |          ^^^^^^^^^^^^^^^^^^^^^^
          hint: write a URL that begins with https:// or http://, without spaces, quotation marks, < and >
        """,
    ),
    "an e-mail address without host": (
        "publisher",
        ("editors@example.org", "editors"),
        """
        sources/publisher.yaml:11:10: error: “editors” is not a valid email
           11 |   email: editors
              |          ^^^^^^^
          hint: write an e-mail address only, such as name@example.org
        """,
    ),
    "a number above its maximum": (
        "publisher",
        ("marking: TLP:CLEAR", "web: {fragments: {heading_shift: 6}}"),
        """
        sources/publisher.yaml:12:34: error: “heading_shift” must be at most 5, not “6”
           12 | web: {fragments: {heading_shift: 6}}
              |                                  ^
        """,
    ),
    "steps of a scale in the wrong order": (
        "scales",
        ("{words: [unlikely], percent: [25, 35]}", "{words: [unlikely], percent: [85, 95]}"),
        """
        sources/scales.yaml:3:5: error: the steps of the scale are not in order
            3 |   - id: phia
              |     ^
          hint: put the lowest step first
        """,
    ),
    "a reversed range": (
        "scales",
        ("percent: [25, 35]", "percent: [35, 25]"),
        """
        sources/scales.yaml:8:9: error: the lower end of the range (35) is not below the upper end (25)
            8 |       - {words: [unlikely], percent: [35, 25]}
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: swap or correct them
        """,
    ),
    "more than 100 per cent": (
        "scales",
        ("percent: [25, 35]", "percent: [25, 135]"),
        """
        sources/scales.yaml:8:43: error: item 2 of “percent” must be at most 100, not “135”
            8 |       - {words: [unlikely], percent: [25, 135]}
              |                                           ^^^
        """,
    ),
    "two scales with the same id": (
        "scales",
        ("  - id: icd-203\n", "  - id: phia\n"),
        """
        sources/scales.yaml:13:9: error: two scales have the id “phia”
           13 |   - id: phia
              |         ^^^^
          hint: change one of the two
        """,
    ),
    "an empty line": (
        "brief",
        ("title: Bridges\nsub", 'title: " "\nsub'),
        """
        sources/sample/brief.yaml:2:8: error: “title” is empty
            2 | title: " "
              |        ^^^
          hint: fill it in
        """,
    ),
    "a line break in a line": (
        "brief",
        ("title: Bridges\nsub", "title: >-\n  One bridge\n\n  and another\nsub"),
        """
        sources/sample/brief.yaml:2:8: error: the text has a line break, but must be one line
            2 | title: >-
              |        ^
          hint: join the lines; `>-` keeps blank lines as line breaks, and `|` keeps every line break
        """,
    ),
    "an invalid identifier": (
        "brief",
        ("id: by-boat", "id: By Boat"),
        """
        sources/sample/brief.yaml:62:11: error: “By Boat” is not a valid id
           62 |     - id: By Boat
              |           ^^^^^^^
          hint: write lower-case words and numbers joined by hyphens, such as second-bridge; begin with a letter
        """,
    ),
    "an unknown key in a reference": (
        "references",
        ("publisher: Town", "publisher-palce: Town"),
        """
        sources/sample/references.yaml:8:5: error: unknown key “publisher-palce”
            8 |     publisher-palce: Town Press
              |     ^^^^^^^^^^^^^^^
          hint: did you mean “publisher-place”?
        """,
    ),
    "too many key figures": (
        "brief",
        (
            "key_figures:\n",
            "key_figures:\n" + "  - {value: a, label: b, references: [ledger]}\n" * 3,
        ),
        """
        sources/sample/brief.yaml:30:3: error: “key_figures” has too many items (4); the maximum is 3
           30 |   - {value: a, label: b, references: [ledger]}
              |   ^
        """,
    ),
    "a problem in a long line": (
        "brief",
        (
            "topics: [Bridges, Floods]",
            f"topics: [{'Bridges, ' * 15}{{Floods: 1}}]",
        ),
        """
        sources/sample/brief.yaml:7:145: error: item 16 of “topics” must be text, not a mapping
            7 | ges, Bridges, Bridges, Bridges, Bridges, Bridges, {Floods: 1}]
              |                                                   ^^^^^^^^^^^
          hint: if it is text, put the whole value in quotation marks, or write it in a `>-` block
        """,
    ),
    "a quote without visible characters": (
        "brief",
        ("- quote: Nobody counted the boats.", '- quote: "\xad"'),
        """
        sources/sample/brief.yaml:67:18: error: the quote is not in the essay
           67 |         - quote: "­"
              |                  ^^^
          hint: copy the words exactly from the essay; it has no similar words
        """,
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_explains_each_error_at_its_position(mistake: str, make_brief: MakeBrief) -> None:
    file, change, expected = MISTAKES[mistake]
    folder = make_brief(**{file: change})
    assert "\n\n".join(briefs.errors(folder)) == dedent(expected).strip("\n")


def test_accepts_the_sample(make_brief: MakeBrief) -> None:
    assert briefs.errors(make_brief()) == []


def test_reports_errors_of_all_files_at_once(make_brief: MakeBrief) -> None:
    folder = make_brief(
        publisher=("short_name: Test", "short_nam: Test"),
        brief=("support: strong", "support: [strong]"),
        annotations=("type: caution", "type: worry"),
        glossary="terms: [",
        references="references: [",
        essay="straße".encode("latin-1"),
    )
    found = [problem.split(": ")[0] for problem in briefs.errors(folder)]
    assert found == [
        "sources/publisher.yaml:3:1",
        "sources/sample/annotations.yaml:9:11",
        "sources/sample/brief.yaml:41:14",
        "sources/sample/essay.md:1:5",
        "sources/sample/glossary.yaml:1:8",
        "sources/sample/references.yaml:1:13",
    ]


def test_asks_to_resolve_a_merge_conflict_in_the_lock_file(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (folder / LOCK_FILE).write_text("{\n<<<<<<< HEAD\n", "utf-8")
    (found,) = briefs.errors(folder)
    assert found.startswith(f"sources/sample/{LOCK_FILE}:2:1: error: unresolved merge conflict")
    assert found.endswith("  hint: keep one side, and delete the lines with the conflict markers")


@pytest.mark.parametrize(("name", "line"), [("boats.vl.yaml", 122), ("boats.csv", 123)])
@pytest.mark.parametrize("link", [False, True])
def test_rejects_links_and_folders_as_figure_files(make_brief: MakeBrief, name: str, line: int, *, link: bool) -> None:
    folder = make_brief()
    path = folder / "figures" / name
    path.unlink()
    if link:
        path.symlink_to(folder / "nowhere")
    else:
        path.mkdir()
    (found,) = briefs.errors(folder)
    assert found.startswith(f"sources/sample/brief.yaml:{line}:11: error: figures/{name} is not a regular file\n")
    assert found.endswith("\n  hint: replace it with the file itself")


def test_accepts_a_term_among_its_own_forms(make_brief: MakeBrief) -> None:
    assert briefs.errors(make_brief(glossary=("term: ledger", "term: ledger\n    forms: [Ledger, ledgers]"))) == []


def test_reports_errors_between_files_at_once(make_brief: MakeBrief) -> None:
    folder = make_brief(
        brief=("findings: [one-bridge, no-price]", "findings: [two-bridges]"),
        annotations=("“and nobody counted the cost”", "nobody counted the price"),
        glossary=("see: [bridge]", "see: [brigde]"),
    )
    assert len(briefs.errors(folder)) == 3


def test_reports_errors_of_figures_beside_those_of_the_brief(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("about: |-", "abuot: |-"))
    data = folder / "figures/boats.csv"
    data.write_text(data.read_text("utf-8").replace(",2", ",two"), "utf-8")
    assert [error.partition(": ")[0].rpartition("/")[2] for error in briefs.errors(folder)] == [
        "brief.yaml:130:1", "boats.csv:3:6",
    ]  # fmt: skip


def test_loads_a_brief(make_brief: MakeBrief) -> None:
    loaded = loading.load(make_brief()).sources
    assert loaded
    assert loaded.slug == "sample"
    assert loaded.publisher.name == "Test House"
    assert loaded.brief.editions[0].number == "1.10"
    assert loaded.brief.number == "2026/1"
    assert loaded.brief.about == "The editors read the essay.\n\nThen they read it again."
    assert [note.id for note in loaded.annotations.annotations] == ["clerk", "years"]
    assert [term.id for term in loaded.glossary.terms] == ["ledger-book", "bridge"]
    assert loaded.references.references[0].url == "https://example.org/ledger"
    assert len(loaded.essay.paragraphs) == 3


def test_checksums_ignore_comments(make_brief: MakeBrief) -> None:
    before = checksums(make_brief())
    assert sorted(before) == [
        "annotations.yaml", "brief.yaml", "essay.md", "figures/boats.csv", "figures/boats.vl.yaml", "glossary.yaml",
        "publisher.yaml", "references.yaml", "scales.yaml",
    ]  # fmt: skip
    assert before == checksums(make_brief(glossary=("terms:", "# A remark.\nterms:")))
    after = checksums(make_brief(glossary=("A book of accounts.", "A book.")))
    assert {name for name in before if before[name] != after[name]} == {"glossary.yaml"}


def checksums(folder: Path) -> Mapping[str, str]:
    loaded = loading.load(folder).sources
    assert loaded
    return loaded.checksums


def test_loads_document_types_in_order() -> None:
    document_types = load_document_types(briefs.TEMPLATES)
    assert list(document_types) == ["executive-brief", "annotated-report", "recommendations-sheet"]


def test_one_document_type_has_the_anchors() -> None:
    assert anchored_document(load_document_types(briefs.TEMPLATES)) == briefs.REPORT


def test_rejects_document_types_without_anchors(tmp_path: Path) -> None:
    poster(tmp_path, "poster")
    poster(tmp_path, "sheet", "anchors: false\n")
    with pytest.raises(InvalidSources, match=r"poster/document\.yaml:1:1: error: no document type has `anchors: true`"):
        load_document_types(tmp_path)


def test_rejects_a_second_document_type_with_anchors(tmp_path: Path) -> None:
    for name in ("poster", "sheet"):
        poster(tmp_path, name, "anchors: true\n")
    with pytest.raises(InvalidSources) as error:
        load_document_types(tmp_path)
    assert [(Path(problem.path).parent.name, problem.line) for problem in error.value.problems] == [("sheet", 5)]
    assert "“poster” already has `anchors: true`" in str(error.value)


def test_anchored_document_needs_a_document_type_with_anchors(tmp_path: Path) -> None:
    with pytest.raises(BriefwrightError, match="no document type has `anchors: true`"):
        anchored_document(load_document_types(tmp_path))


def test_reports_errors_of_a_document_type(tmp_path: Path) -> None:
    poster(tmp_path, "poster", "fit: {largest: 9, smallest: 10}\n")
    with pytest.raises(InvalidSources, match=r"poster/document\.yaml:5:6: error: `smallest` \(10\.0\) is above"):
        load_document_types(tmp_path)


def poster(templates: Path, name: str, more: str = "") -> None:
    folder = templates / name
    folder.mkdir()
    (folder / "document.yaml").write_text(
        f"title: document.{name}\norder: 1\npage_limit: [1, 1]\nneeds: []\n{more}", "utf-8"
    )
