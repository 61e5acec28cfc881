from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from briefwright.content.csl import csl_json
from briefwright.model import InvalidValue, Reference, without_rich_text
from briefwright.model.csl import WorkType
from briefwright.model.csl_text import SMALL_CAPS


def work(**variables: object) -> Reference:
    return Reference.model_validate({"id": "a", "type": "book", "title": "T", **variables})


def published(**variables: object) -> dict[str, Any]:
    return csl_json(work(**variables))


def refused(**variables: object) -> tuple[str, str | None]:
    """Return message and hint of a value that is refused."""
    with pytest.raises(ValidationError) as error:
        work(**variables)
    (detail,) = error.value.errors()
    cause = detail["ctx"]["error"]
    assert isinstance(cause, InvalidValue)
    return str(cause), cause.hint


@pytest.mark.parametrize("work_type", get_args(WorkType))
def test_accepts_all_types_of_csl(work_type: str) -> None:
    assert work(type=work_type).type == work_type


@pytest.mark.parametrize(
    ("date", "csl"),
    [
        ("2015", {"date-parts": [[2015]]}),
        ("2015-11", {"date-parts": [[2015, 11]]}),
        ("2016-02-29", {"date-parts": [[2016, 2, 29]]}),
        ("2015-11-13T10:00:00Z", {"date-parts": [[2015, 11, 13]]}),
        ("2013/2014", {"date-parts": [[2013], [2014]]}),
        ("2013-05/2014-02-03", {"date-parts": [[2013, 5], [2014, 2, 3]]}),
        ("2013/..", {"date-parts": [[2013], [0]]}),
        ("1899~", {"date-parts": [[1899]], "circa": True}),
        ("1899?", {"date-parts": [[1899]], "circa": True}),
        ("199X", {"date-parts": [[1990], [1999]]}),
        ("-0043", {"date-parts": [[-44]]}),
        ("0000", {"date-parts": [[-1]]}),
        ({"date-parts": [[-44, 3, 15]]}, {"date-parts": [[-44, 3, 15]]}),
        ("2013-22", {"date-parts": [[2013]], "season": 2}),
        ({"date-parts": [[2012, 5]]}, {"date-parts": [[2012, 5]]}),
        ({"date-parts": [["2012", "5"]], "circa": "1"}, {"date-parts": [[2012, 5]], "circa": True}),
        ({"date-parts": [["2012", "", ""]]}, {"date-parts": [[2012]]}),
        ({"date-parts": [[2012], [2013]]}, {"date-parts": [[2012], [2013]]}),
        ({"date-parts": [[2012]], "season": "Summer"}, {"date-parts": [[2012]], "season": 2}),
        ({"date-parts": [[2012, 16]]}, {"date-parts": [[2012]], "season": 4}),
        ({"literal": "Whitsun 1899"}, {"literal": "Whitsun 1899"}),
        ({"raw": "2012-05-03"}, {"date-parts": [[2012, 5, 3]]}),
        ({"raw": "c. 1899"}, {"date-parts": [[1899]], "circa": True}),
        ({"raw": "after the flood"}, {"literal": "after the flood"}),
        ({"edtf": "2012/2013"}, {"date-parts": [[2012], [2013]]}),
        ([{"year": "2012", "month": "5"}, {"year": "2013"}], {"date-parts": [[2012, 5], [2013]]}),
        ({"year": "2012", "month": "5", "day": "3"}, {"date-parts": [[2012, 5, 3]]}),
    ],
)
def test_reads_dates_as_managers_write_them(date: object, csl: object) -> None:
    assert published(issued=date)["issued"] == csl


@pytest.mark.parametrize(
    "date", [{"literal": "n.d."}, {"date-parts": [[]]}, {"date-parts": [[None]]}, {"date-parts": [[0]]}, {"raw": ""}]
)
def test_leaves_out_dates_without_content(date: object) -> None:
    assert "issued" not in published(issued=date)


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("n.d.", "leave the key out: the style prints that the work has no date"),
        ("undated", "leave the key out: the style prints that the work has no date"),
        ("forthcoming", "leave the key out, and write `status: forthcoming`"),
        ("c. 1899", "write 1899~"),
        ("ca 950", "write 0950~"),
        ("May 2012", "write 2012-05"),
        ("12 Sept. 2012", "write 2012-09-12"),
        ("May 3, 2012", "write 2012-05-03"),
        ("Spring 2012", "write 2012-21"),
        ("2013–14", "write 2013/2014"),
        ("2013-14", "write 2013/2014"),
        ("1990s", "write 199X"),
        (["2012"], "write {date-parts: [[2012, 5]]} or 2012-05"),
        ({"date-parts": ["2012"]}, "write [[2012, 5]]; for a range, [[2012], [2013]]"),
    ],
)
def test_says_how_to_write_a_date(date: object, hint: str) -> None:
    assert refused(issued=date)[1] == hint


@pytest.mark.parametrize(
    "date",
    ["15", "2015-13", "2015-02-29", "2015-1-1", "13/11/2015", {"date-parts": [[2015, 2, 29]]}, {"colour": "red"}],
)
def test_refuses_dates_that_do_not_exist(date: object) -> None:
    assert "date" in refused(issued=date)[0]


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "https://doi.org/{}",
        "http://dx.doi.org/{}",
        "doi:{}",
        "DOI {}",
        "DOI: {}",
        "https://doi.org/doi:{}",
        "{}.",
    ],
)
@pytest.mark.parametrize("doi", ["10.1000/ABC", "10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM2>3.0.CO;2-H"])
def test_reads_a_doi_in_any_form(form: str, doi: str) -> None:
    assert published(DOI=form.format(doi))["DOI"] == doi


def test_decodes_the_doi_of_an_address() -> None:
    assert published(DOI="https://doi.org/10.1000/a%3Cb")["DOI"] == "10.1000/a<b"


@pytest.mark.parametrize("text", ["none", "https://example.org/10", "10.1000", "10.1000/a b", "978-0"])
def test_refuses_text_that_is_not_a_doi(text: str) -> None:
    message, hint = refused(DOI=text)
    assert message == f"“{text}” is not a DOI"
    assert hint == "write a DOI, such as 10.1000/182; another address is a URL"


@pytest.mark.parametrize("identifier", ["Clerk2001", "smith_2001", "doe:2003", "DBLP:conf/x/y", "2001a", "müller.2001"])
def test_accepts_identifiers_of_managers(identifier: str) -> None:
    assert work(id=identifier).id == identifier


@pytest.mark.parametrize("identifier", ["a b", "-a", "a#b", "a%b", 'a"b', "{a}", "a,b", ""])
def test_refuses_other_identifiers_with_a_plain_message(identifier: str) -> None:
    message, hint = refused(id=identifier)
    assert "identifier" in message
    assert hint is not None
    assert "Clerk2001" in hint
    assert "^" not in message + hint


def test_names_have_particles_and_suffixes() -> None:
    name = {
        "family": "Gaulle",
        "given": "Charles",
        "non-dropping-particle": "de",
        "suffix": "Jr.",
        "comma-suffix": True,
    }
    assert published(author=[name], editor=[{"literal": "Town"}]) | {"id": ""} == {
        "id": "",
        "type": "book",
        "title": "T",
        "author": [name],
        "editor": [{"literal": "Town"}],
    }


@pytest.mark.parametrize("names", ["Ada Clerk", ["Ada Clerk"], {"family": "Clerk"}])
def test_says_how_to_write_names(names: object) -> None:
    assert "{family: Clerk, given: Ada}" in str(refused(author=names)[1])


def test_reads_rich_text() -> None:
    title = 'On <i>Salmo trutta</i>, H<sub>2</sub>O and <span class="nocase">iBoat</span>'
    assert published(title=title)["title"] == title
    assert without_rich_text(title) == "On Salmo trutta, H2O and iBoat"
    for small_caps in ("<sc>a</sc>", '<span style="font-variant: small-caps">a</span>', f"{SMALL_CAPS}a</span>"):
        assert published(title=small_caps)["title"] == f"{SMALL_CAPS}a</span>"
    assert published(title="a < b, vector<int> & c > d")["title"] == "a < b, vector<int> & c > d"


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("An <em>a</em>", "write <i>…</i> instead"),
        ("A<br>b", "delete the tag"),
        ("An <i>a", "add </i> after the words"),
        ("An a</i>", "delete it, or add the tag that it ends"),
        ("A <b><i>a</b></i>", "delete it, or add the tag that it ends"),
        ('A <span class="red">b</span>', "delete the tag"),
    ],
)
def test_refuses_other_tags(title: str, hint: str) -> None:
    assert str(refused(title=title)[1]).startswith(hint)


def test_joins_the_lines_of_a_title_of_any_length() -> None:
    assert published(title="The\n  town " + "and town " * 200)["title"] == "The town" + " and town" * 200


def test_publishes_the_note_for_readers_and_not_what_is_the_managers() -> None:
    assert published(note="A note.")["annote"] == published(annote="A note.")["annote"] == "A note."
    item = published(abstract="a", keyword="b", categories=["c"], custom={"d": 1}, note="n", **{"citation-key": "k"})
    assert item == {"id": "a", "type": "book", "title": "T", "annote": "n"}


def test_renames_variables_of_earlier_versions_of_csl() -> None:
    item = published(event="Boats", shortTitle="S", journalAbbreviation="J.")
    assert (item["event-title"], item["title-short"], item["container-title-short"]) == ("Boats", "S", "J.")
