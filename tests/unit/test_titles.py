from __future__ import annotations

import pytest

from briefwright.verify.titles import contains_title


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("The “lone ferryman” in history", "Sailor, Cy. 2013. The ‘Lone Ferryman’ in History. Town Press."),
        ("On ‘single’ bridges of stone", "Rower, Bea. 2014. “On ‘Single’ Bridges of Stone.” River Studies."),
        ('On "single" bridges', "Rower, Bea. “On ‘Single’ Bridges.”"),
        ("It's the boatmen's river", "It’s the Boatmen’s River."),
        ("What is it?", "2012. “What Is It?”"),
        ("Town v. Boatmen.", "Town v. Boatmen, 1899."),
        ("The “ferryman”, a story", "“The ‘Ferryman,’ a Story.”"),
        ("H2O in the town -- a report", "H2O in the Town – A Report"),
        ("Über die Straße", "ÜBER DIE STRASSE"),
        ("C++ in depth", "Clerk. C++ in Depth."),
        ("No", "No. 2012."),
        ("???", "Clerk. ???. 2012."),
    ],
)
def test_finds_a_title_as_styles_change_it(title: str, entry: str) -> None:
    assert contains_title(entry, title)


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("The “lone ferryman” in history", "Sailor, Cy. 2013. The ‘Lone Ferryman’ in. Town Press."),
        ("The “lone ferryman” in history", "Sailor, Cy. 2013. Town Press."),
        ("The lone ferryman", "2013. Lone Ferryman."),
        ("Boats and bridges", "Bridges and Boats"),
        ("No", "November 2012"),
        ("Boat", "Boats of the Town"),
        ("C++ in depth", "C in Depth"),
        ("Figures for 2019", "Figures for 2018"),
    ],
)
def test_misses_a_title_that_is_cut_or_changed(title: str, entry: str) -> None:
    assert not contains_title(entry, title)
