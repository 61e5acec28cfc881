from __future__ import annotations

from briefwright.verify.pairing import pair
from briefwright.verify.readback import Block


def web(*cells: str, head: str = "") -> Block:
    return Block(cells, " ".join(cells), head=head)


def on(page: int, *cells: str, head: str = "") -> Block:
    return Block(cells, " ".join(cells), page=page, head=head)


def test_the_same_words_in_the_same_order() -> None:
    pairing = pair([web("One."), web("Two."), web("One.")], [on(1, "One."), on(1, "Two."), on(2, "One.")])
    assert pairing.printed == ((0,), (1,), (2,))
    assert pairing.left == ()


def test_notes_that_print_moves() -> None:
    assert pair([web("Text."), web("Note.")], [on(1, "Note."), on(1, "Text.")]).printed == ((1,), (0,))


def test_what_is_not_printed_and_what_is_printed_besides() -> None:
    pairing = pair([web("One."), web("Two.")], [on(1, "One."), on(1, "Three.")])
    assert pairing.printed == ((0,), ())
    assert pairing.left == (1,)


def test_parts_on_successive_pages_with_notes_between() -> None:
    pdf = [on(1, "A long sen\x02"), on(2, "Note."), on(2, "tence that goes"), on(3, "on.")]
    assert pair([web("A long sentence that goes on."), web("Note.")], pdf).printed == ((0, 2, 3), (1,))


def test_parts_leave_nothing_out_and_skip_no_page() -> None:
    whole = web("A long sentence that goes on.")
    assert pair([whole], [on(1, "A long sentence"), on(2, "goes on.")]).printed == ((),)
    assert pair([whole], [on(1, "A long sentence"), on(3, "that goes on.")]).printed == ((),)
    assert pair([whole], [on(1, "A long sentence"), on(1, "that goes on.")]).printed == ((),)


def test_a_row_goes_on_cell_by_cell() -> None:
    row = web("1", "Member States should", "now")
    assert pair([row], [on(1, "1", "Member", "now"), on(2, "States should")]).printed == ((0, 1),)
    assert pair([row], [on(1, "Member", "1", "now"), on(2, "States should")]).printed == ((),)


def test_cells_stay_apart() -> None:
    assert pair([web("1", "1")], [on(1, "11")]).printed == ((),)


def test_heads_of_tables_come_again() -> None:
    pdf = [on(1, "No.", head="table"), on(1, "1"), on(2, "No.", head="table"), on(2, "No.")]
    pairing = pair([web("No.", head="matrix"), web("1")], pdf)
    assert pairing.printed == ((0,), (1,))
    assert pairing.left == (3,)


def test_signs_are_counted_where_writing_runs_from_right_to_left() -> None:
    said = web("The council (المجلس) met.")
    turned = on(1, "met. )المجلس( The council")
    assert pair([said], [turned]).printed == ((0,),)
    assert pair([said, web("not dated")], [turned, on(1, "dated not")]).printed == ((0,), (1,))
    assert pair([web("not dated")], [on(1, "dated not")]).printed == ((),)
    assert pair([said], [on(1, "met. )المجلن( The council")]).printed == ((),)
    assert pair([said], [on(1, "The council )المج"), on(2, "لس( met.")]).printed == ((0, 1),)


def test_a_part_is_not_taken_for_a_block_of_its_words() -> None:
    whole = [web("The same words. And more."), web("Two."), web("The same words.")]
    pdf = [on(1, "The same words."), on(2, "And more."), on(2, "The same words."), on(2, "Two.")]
    pairing = pair(whole, pdf)
    assert pairing.printed == ((0, 1), (3,), (2,))
    assert pairing.left == ()
