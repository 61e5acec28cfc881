"""The timeline: drawn from the events of a brief, it is a figure like the brief's own."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from briefwright import language
from briefwright.content import exports, resolution, site_pages, views
from briefwright.content.redaction import redact
from briefwright.content.timeline import with_timeline
from briefwright.errors import InvalidSources
from briefwright.html.compose import compose
from briefwright.html.figure_checks import drawn_texts
from briefwright.html.figure_layout import WIDTH, figure_size
from briefwright.html.figures import complete_spec, draw_figure
from briefwright.html.time_axis import days, time_axis
from briefwright.model import Marking
from briefwright.sources import loading
from briefwright.sources.document_types import load_document_types
from briefwright.verify.appearance import timeline_labels
from briefwright.verify.expected import DocumentRecord
from briefwright.verify.expected_parts import expected_texts
from briefwright.verify.html_blocks import read_svg
from tests import briefs
from tests.briefs import REPORT

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.errors import Problem
    from tests.conftest import MakeBrief

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
UNDATED = "  - id: plan\n"
FLOOD = """    label: Flood*
    lane: Nature
    place: The river
"""
EVENTS = f"""events:
  - id: bridge
    lane: Town
    date: "1703"
    title: The first bridge
    checked: The ledger has the first toll of 1703.
    references: [ledger]
  - id: vote
    lane: Town
    date: 2015-12-01/2016-01
    place: Town hall
    title: The vote
    essay: the council asked for a second bridge
    passages: [{{quote: the council asked for a second bridge}}]
  - id: flood
    date: 2015-11-13
{FLOOD}    title: The flood
    essay: there was a flood
    passages: [{{quote: After the flood}}]
    references: [ledger]
  - id: plan
    title: The plan
    essay: a plan was published
    passages: [{{quote: The council published a plan.}}]
"""


def with_events(make_brief: MakeBrief, events: str = EVENTS, brief_figure: str = "timeline") -> Path:
    """Write the sample brief with other events."""
    text = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    start, end = text.index("events:\n"), text.index("recommendations:\n")
    text = f"{text[:start]}{events}\n{text[end:]}".replace("brief_figure: boats", f"brief_figure: {brief_figure}")
    return make_brief(brief=text)


def resolve(folder: Path) -> ResolvedBrief:
    return with_timeline(briefs.resolve(folder), CATALOGUE)


@pytest.fixture
def resolved(make_brief: MakeBrief) -> ResolvedBrief:
    return resolve(with_events(make_brief))


def test_is_the_last_figure_and_rests_on_its_events(resolved: ResolvedBrief) -> None:
    own, figure = resolved.sources.brief.figures
    assert own.id == "boats"
    assert (figure.id, figure.title, figure.note) == ("timeline", "Events, 1703–2016", None)
    assert figure.references == ("ledger",)
    assert [passage.quote for passage in figure.passages] == [
        "the council asked for a second bridge",
        "After the flood",
    ]


def test_alternative_text_names_all_events_with_their_dates(resolved: ResolvedBrief) -> None:
    view = views.figure_sources(resolved)["timeline"]
    assert view["description"] == (
        "Timeline of 3 events. Town: The first bridge (1703)"
        " and Town hall (1 December 2015\N{THIN SPACE}–\N{THIN SPACE}January 2016)."
        " Nature: Flood* (13 November 2015)."
    )


def test_data_have_no_positions(resolved: ResolvedBrief) -> None:
    rows = list(csv.reader(io.StringIO(views.figure_sources(resolved)["timeline"]["data"])))
    assert rows == [
        ["event", "lane", "from", "to"],
        ["The first bridge", "Town", "1703", "1703"],
        ["Town hall", "Town", "2015-12-01", "2016-01"],
        ["Flood*", "Nature", "2015-11-13", "2015-11-13"],
    ]


def test_data_without_lanes_have_no_column_for_them(make_brief: MakeBrief) -> None:
    events = EVENTS.replace("    lane: Town\n", "").replace("    lane: Nature\n", "")
    figure = views.figure_sources(resolve(with_events(make_brief, events)))["timeline"]
    assert figure["data"].splitlines()[:2] == ["event,from,to", "The first bridge,1703,1703"]
    assert figure["description"].startswith("Timeline of 3 events. The first bridge (1703), Flood* (")


def test_brief_may_set_title_and_note(make_brief: MakeBrief) -> None:
    events = EVENTS + "timeline:\n  title: A flood came before the vote\n  note: Of *three* sources.\n"
    figure = resolve(with_events(make_brief, events)).sources.brief.figures[-1]
    assert (figure.title, figure.note) == ("A flood came before the vote", "Of *three* sources.")


def test_timeline_is_in_documents_pages_and_exports(resolved: ResolvedBrief) -> None:
    all_views = views.views(resolved, DOCUMENT_TYPES)
    assert list(all_views[REPORT]["figures"]) == ["boats", "timeline"]
    assert all_views["executive-brief"]["brief_figure"]["src"] == "figures/timeline.svg"
    landing = site_pages.views(resolved, DOCUMENT_TYPES)["landing"]
    assert (landing["figure"]["title"], landing["figure"]["src"]) == ("Events, 1703–2016", "figures/timeline.svg")
    brief = json.loads(exports.files(resolved, briefs.DOCUMENT_TYPES)["brief.json"])["brief"]
    assert brief["brief_figure"] == "timeline"
    assert brief["figures"][-1]["address"].endswith("annotated-report.html#figure-timeline")
    assert brief["figures"][-1]["data"].startswith("event,lane,from,to\n")
    assert (brief["events"][0]["place"], brief["events"][0]["essay"]) == (None, None)
    assert (brief["events"][2]["lane"], brief["events"][2]["label"]) == ("Nature", "Flood*")


def test_needs_two_events_with_a_date(make_brief: MakeBrief) -> None:
    assert [figure.id for figure in resolve(make_brief()).sources.brief.figures] == ["boats"]


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(InvalidSources) as error:
        briefs.resolve(folder)
    return list(error.value.problems)


def test_title_of_a_timeline_that_is_not_drawn_is_an_error(make_brief: MakeBrief) -> None:
    (problem,) = problems(make_brief(brief=("events:\n", "timeline:\n  title: a\nevents:\n")))
    assert problem.message == "too few events have a date for a timeline"
    assert problem.hint == "give at least 2 events a `date`, or delete `timeline:`"


def test_figure_of_the_brief_that_is_not_drawn_is_an_error(make_brief: MakeBrief) -> None:
    (problem,) = problems(make_brief(brief=("brief_figure: boats", "brief_figure: timeline")))
    assert problem.message == "unknown figure “timeline”"
    assert problem.hint == "give at least 2 events a `date`, or remove it here"


def test_own_figure_cannot_be_called_timeline(make_brief: MakeBrief) -> None:
    folder = make_brief(
        brief=("  - id: boats\n    file: boats.vl.yaml", "  - id: timeline\n    file: timeline.vl.yaml")
    )
    (problem, *_) = [one for one in problems(folder) if "reserved" in one.message]
    assert problem.hint is not None
    assert problem.hint.startswith("delete this figure, since the build draws a timeline of the `events:`")


def test_edition_without_marked_events_has_no_trace_of_them(make_brief: MakeBrief) -> None:
    marked = EVENTS.replace("  - id: flood\n", "  - id: flood\n    marking: RED\n")
    loaded = loading.load(with_events(make_brief, marked))
    shown = with_timeline(redact(loaded, resolution.resolve(loaded), Marking.CLEAR), CATALOGUE)
    assert "Flood" not in json.dumps(views.figure_sources(shown), ensure_ascii=False)
    more = marked.replace("  - id: vote\n", "  - id: vote\n    marking: RED\n")
    loaded = loading.load(with_events(make_brief, more))
    shown = with_timeline(redact(loaded, resolution.resolve(loaded), Marking.CLEAR), CATALOGUE)
    assert [figure.id for figure in shown.sources.brief.figures] == ["boats"]
    assert shown.sources.brief.brief_figure is None


def draw(resolved: ResolvedBrief) -> str:
    spec = views.figure_sources(resolved)["timeline"]
    return draw_figure(complete_spec(spec, CATALOGUE, briefs.TEMPLATES), briefs.theme())


def test_drawing_has_all_events_in_letters_that_print_well(resolved: ResolvedBrief) -> None:
    svg = draw(resolved)
    texts = [text.text for text in drawn_texts(etree.fromstring(svg.encode()))]
    assert {"Town", "The first bridge", "1703", "Flood*", "13 November 2015"} <= set(texts)
    size = figure_size(svg)
    assert size.points(size.scale(WIDTH, 1000)) > 8.5
    assert "prefers-color-scheme:dark" in svg


def test_timeline_too_large_for_a_page_is_an_error(make_brief: MakeBrief) -> None:
    event = "  - {{id: e{0}, date: 2015-11-13, title: {1}, references: [ledger]}}\n"
    many = "".join(event.format(number, "words " * 12) for number in range(80))
    with pytest.raises(InvalidSources, match=r"sources/sample/brief\.yaml") as error:
        draw(resolve(with_events(make_brief, f"events:\n{many}")))
    (problem,) = error.value.problems
    assert "too tall for a page" in problem.message
    assert problem.hint == "give events of the timeline a short `label`, or leave out the `date` of some"


def test_verification_finds_missing_and_wrong_texts(resolved: ResolvedBrief) -> None:
    svg = draw(resolved)
    rows = list(csv.DictReader(io.StringIO(views.figure_sources(resolved)["timeline"]["data"])))

    def found(svg: str) -> list[Any]:
        return [(one.expected, one.found) for one in timeline_labels("t.svg", read_svg(svg), rows, CATALOGUE.date)]

    assert found(svg) == []
    assert found(svg.replace(">1703<", ">1730<")) == [("The first bridge 1703", ""), ("", "thefirstbridge1730")]
    assert ("Nature", "") in found(svg.replace(">Nature<", ">Town<"))


def report(resolved: ResolvedBrief) -> str:
    return compose(briefs.TEMPLATES, REPORT, views.views(resolved, DOCUMENT_TYPES)[REPORT], CATALOGUE)


def test_event_without_references_is_not_checked(resolved: ResolvedBrief) -> None:
    text = report(resolved)
    assert "### Events {#events .unlisted}\n\n{.events .rows}\n| Event | Date | The essay says |" in text
    rows = {match[1]: line for line in text.splitlines() if (match := re.search(r"{#event-([a-z-]+)", line))}
    assert rows["bridge"].startswith("- 1703: [The first bridge]{#event-bridge .event-title}. The ledger has")
    assert "[Not mentioned by the essay:]{.field-label}" in text
    assert rows["vote"].endswith("| not checked against a source |")
    assert "| there was a flood [[¶2]" in rows["flood"]
    assert rows["flood"].endswith('[]{.cite keys="ledger"} |')
    record = json.loads(exports.files(resolved, briefs.DOCUMENT_TYPES)["brief.json"])
    expected = expected_texts(DocumentRecord(record, REPORT, ["events"], CATALOGUE))
    texts = {(one.item, one.field, one.text) for one in expected}
    assert ("event “The first bridge”", "title", "The first bridge") in texts
    assert ("event “The vote, Town hall”", "checked", "not checked against a source") in texts


def test_events_that_the_essay_does_not_mention_need_no_table(make_brief: MakeBrief) -> None:
    bridge = EVENTS[: EVENTS.index("  - id: vote")]
    text = report(resolve(with_events(make_brief, bridge, "boats")))
    assert "{.events .rows}" not in text
    assert "- 1703: [The first bridge]{#event-bridge .event-title}" in text


@pytest.mark.parametrize(
    ("dates", "ticks"),
    [
        ((("2004", "2004"), ("2017-03-12", "2017-03-12")), ["2004", "2006", "2008", "2010", "2012", "2014", "2016"]),
        ((("1648", "1648"), ("2020", "2020")), ["1650", "1700", "1750", "1800", "1850", "1900", "1950"]),
        ((("2015-11-13", "2016-03"),), ["2015-11", "2015-12", "2016-01", "2016-02", "2016-03"]),
        ((("2015-11-13", "2015-11-13"),), ["2015-11-01", "2015-11-11", "2015-11-21"]),
        ((("9999-12-31", "9999-12-31"),), ["9999-12-01", "9999-12-11", "9999-12-21"]),
    ],
)
def test_axis_has_as_many_dates_as_have_room(dates: tuple[tuple[str, str], ...], ticks: list[str]) -> None:
    axis = time_axis([days(*pair) for pair in dates], (100.0, 620.0), lambda text: 8.0 * len(text), str)
    assert [label for _, label in axis.ticks] == ticks
    assert axis.position(axis.period[0]) == 100
    assert axis.position(axis.period[1]) == 620
