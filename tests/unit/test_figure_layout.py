from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from briefwright.html.figure_layout import (
    HEIGHT,
    MIN_LETTERS,
    WIDTH,
    FigureSize,
    figure_size,
    group_with_data,
    lay_out_figures,
    move_wide_figures,
    rows,
    scroll_wide_figures,
    size_problem,
    wide_figures_below,
)

PX = 25.4 / 96
SMALL, WIDE, TALL = FigureSize(190, 160, 12), FigureSize(440, 200, 12), FigureSize(250, 700, 12)


def test_reads_the_size_of_a_figure_and_of_its_letters() -> None:
    texts = '<text x="1" font-size="13px">a</text><text font-size="9.5px">b</text>'
    svg = f'<svg class="marks" width="300" height="150.5" viewBox="0 0 300 150">{texts}</svg>'
    assert figure_size(svg) == FigureSize(300, 150.5, 9.5)
    assert figure_size(svg.replace(texts, "")) == FigureSize(300, 150.5, 0)


def test_a_row_has_as_many_figures_as_fit() -> None:
    def indices(*sizes: FigureSize) -> list[list[int]]:
        return [[place.index for place in row] for row in rows(sizes)]

    assert indices(SMALL) == [[0]]
    assert indices(SMALL, SMALL, SMALL, SMALL) == [[0, 1, 2], [3]]
    assert indices(WIDE, WIDE) == [[0], [1]]
    assert indices(SMALL, WIDE, SMALL, TALL) == [[0, 1], [2, 3]]


@given(
    st.lists(
        st.builds(
            FigureSize,
            width=st.floats(50, 800), height=st.floats(50, 900), letters=st.one_of(st.just(0.0), st.floats(6, 20)),
        ),
        max_size=7,
    )
)  # fmt: skip
def test_no_row_is_too_wide_and_no_letters_are_too_small(sizes: list[FigureSize]) -> None:
    laid_out = rows(sizes)
    assert [place.index for row in laid_out for place in row] == list(range(len(sizes)))
    for row in laid_out:
        assert sum(place.box for place in row) + 8 * (len(row) - 1) <= WIDTH
        scales = [place.width / (sizes[place.index].width * PX) for place in row]
        assert max(scales) - min(scales) < 1e-9
        assert all(
            sizes[place.index].height * PX * scale <= HEIGHT + 1e-6 for place, scale in zip(row, scales, strict=True)
        )
        letters = [sizes[place.index].points(scales[0]) or MIN_LETTERS for place in row]
        alone = sizes[row[0].index]
        fills_page = len(row) == 1 and scales[0] >= alone.scale(WIDTH, HEIGHT) - 0.01
        assert min(letters) >= MIN_LETTERS - 0.01 or fills_page
        assert min(letters) >= 6 - 0.01 or size_problem(alone)


def test_says_by_how_much_a_figure_is_too_large() -> None:
    assert size_problem(TALL) is None
    message, hint = size_problem(FigureSize(250, 1243, 12)) or ("", "")
    assert message.startswith("the figure is 137 px too tall for a page: its letters would be 5.3 pt in print")
    assert hint.startswith("make it at most 1106 px tall")
    assert str(size_problem(FigureSize(1200, 300, 12))).count("236 px too wide")
    # Smaller letters than in other figures, on the whole width of a page.
    assert size_problem(FigureSize(900, 300, 12)) is None
    assert size_problem(FigureSize(1200, 300, 0)) is None


FIGURE = '<figure id="{0}"><img src="figures/{0}.svg"><figcaption>c</figcaption></figure>'


def fragment(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="div")


def test_print_gets_rows_with_widths() -> None:
    root = fragment(f'<div class="figures">{"".join(map(FIGURE.format, "abc"))}</div>')
    lay_out_figures(root, {"figures/a.svg": SMALL, "figures/b.svg": WIDE, "figures/c.svg": WIDE})
    (group,) = root.find_class("figures")
    assert [[figure.get("id") for figure in row] for row in group] == [["a", "b"], ["c"]]
    assert root.xpath("//figure[@id='c']/img/@style") == [f"width: {440 * PX:.2f}mm"]


def test_a_wide_figure_of_a_side_column_moves_below() -> None:
    columns = f'<div class="columns"><div class="side">{FIGURE.format("a")}</div><div class="main">m</div></div>'
    for size, expected in (
        (SMALL, ["side", "main"]),
        (WIDE, ["side", "main", "below"]),
        (TALL, ["side", "main", "below"]),
    ):
        root = fragment(columns)
        move_wide_figures(root, {"figures/a.svg": size})
        assert [part.get("class") for part in root[0]] == expected


def test_a_fragment_without_wide_figures_is_unchanged() -> None:
    columns = f'<div class=columns><div class="side">{FIGURE.format("a")}</div></div>'
    assert wide_figures_below(columns, {"figures/a.svg": SMALL}) == columns
    assert 'class="below"' in wide_figures_below(columns, {"figures/a.svg": WIDE})


def test_a_figure_below_columns_is_no_higher_than_legible() -> None:
    root = fragment(FIGURE.format("a").replace("<figure", '<figure class="below"'))
    lay_out_figures(root, {"figures/a.svg": TALL})
    (style,) = root.xpath("//img/@style")
    width = float(style.removeprefix("width: ").removesuffix("mm"))
    assert abs(TALL.points(width / (TALL.width * PX)) - MIN_LETTERS) < 0.01


def test_web_lets_a_figure_scroll_whose_letters_would_be_too_small() -> None:
    titled = FIGURE.replace("<figcaption>c", '<figcaption><span class="figure-title">Some title</span>')
    root = fragment("".join(map(titled.format, "ab")))
    scroll_wide_figures(root, {"figures/a.svg": SMALL, "figures/b.svg": FigureSize(620, 200, 12)})
    (box,) = root.find_class("scroll")
    assert [figure.get("id") for figure in box.iterancestors("figure")] == ["b"]
    assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == ("0", "group", "Some title")
    assert [part.tag for part in box] == ["img"]


def test_small_letters_make_a_figure_larger() -> None:
    root = fragment(f'<div class="figures">{FIGURE.format("a")}</div>')
    size = FigureSize(300, 200, 10)
    lay_out_figures(root, {"figures/a.svg": size})
    assert root.xpath("//img/@style") == [f"width: {300 * PX * MIN_LETTERS / size.points(1):.2f}mm"]


def test_web_keeps_each_figure_with_its_data() -> None:
    data = '<details class="data"></details>'
    root = fragment(f'<div class="figures">{FIGURE.format("a")}{data}{FIGURE.format("b")}</div>{FIGURE.format("c")}')
    group_with_data(root)
    assert [[part.tag for part in item] for item in root[0]] == [["figure", "details"], ["figure"]]
    assert root[1].tag == "figure"
