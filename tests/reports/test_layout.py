"""A layout: what may be saved, and how it stands on pages of paper."""

from dataclasses import asdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reports_panels import name_of
from components.reports_text import plain, prose
from data.errors import BadInput
from data.reports.pages import ROWS, paged
from data.reports.piece import COLUMNS, Piece, kept, pieces_of, read
from data.view import View
from tests.reports.people import PIECES

KINDS = st.sampled_from(("panel", "heading", "text"))


@st.composite
def layouts(draw):
    """Pieces that stand clear of each other, wherever there is room."""
    pieces: list[Piece] = []
    for n in range(1, draw(st.integers(1, 14)) + 1):
        w, kind = draw(st.integers(1, COLUMNS)), draw(KINDS)
        place = {"x": draw(st.integers(0, COLUMNS - w)), "y": draw(st.integers(0, 40)), "w": w}
        one = Piece(n=n, kind=kind, key="kpi" if kind == "panel" else "", h=draw(st.integers(1, 16)), **place)
        if not any(one.meets(other) for other in pieces):
            pieces.append(one)
    return pieces


def given_of(pieces):
    return [asdict(one) for one in pieces]


@given(layouts())
def test_what_is_saved_is_read_back_in_reading_order(pieces):
    checked = pieces_of(given_of(pieces))
    assert read(kept(checked)) == checked
    assert sorted(one.n for one in checked) == sorted(one.n for one in pieces)


@given(layouts())
def test_every_piece_stands_once_on_paper_within_its_page_and_upon_no_other(pieces):
    pages = paged(pieces)
    assert sorted(one.n for page in pages for one, _frame in page) == sorted(one.n for one in pieces)
    for page in pages:
        for _one, frame in page:
            assert frame.x >= 0 and frame.y >= 0 and frame.x + frame.w < 1.0001 and frame.y + frame.h < 1.0001
        for (_a, one), (_b, other) in combinations(page, 2):
            across = one.x < other.x + other.w - 1e-9 and other.x < one.x + one.w - 1e-9
            assert not (across and one.y < other.y + other.h - 1e-9 and other.y < one.y + one.h - 1e-9)


@given(layouts())
def test_paper_is_read_in_the_order_of_the_screen(pieces):
    order = [one.y for page in paged(pieces) for one, _frame in page if one.h <= ROWS]
    tops = [min(one.y for one, _frame in page) for page in paged(pieces)]
    assert tops == sorted(tops) and len(order) <= len(pieces)


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page():
    panel = Piece(n=1, kind="panel", x=0, y=0, w=12, h=11, key="kpi")
    heading = Piece(n=2, kind="heading", x=0, y=11, w=12, h=1, text="二")
    below = Piece(n=3, kind="panel", x=0, y=12, w=12, h=6, key="trend")
    assert [[one.n for one, _frame in page] for page in paged([panel, heading, below])] == [[1], [2, 3]]


@pytest.mark.parametrize(
    "change",
    [
        {"x": 8},  # beyond the twelfth column
        {"w": 0},
        {"h": 25},
        {"y": -1},
        {"kind": "picture"},
        {"key": "../x"},
        {"n": 1},  # of another
        {"x": 0, "y": 1},  # upon another
        {"view": "?window=never"},
        {"view": "?nonsense=" + "x" * 500},
        {"colour": "red"},
        {"x": "0"},
    ],
)
def test_what_is_no_layout_is_refused(change):
    pieces = given_of(PIECES)
    with pytest.raises(BadInput):
        pieces_of([*pieces[:2], pieces[2] | change, pieces[3]])


def test_a_piece_follows_the_page_or_holds_to_a_view_of_its_own():
    page = View(region="990102", window="7d", lang="en")
    assert PIECES[1].seen(page) == page
    assert PIECES[2].seen(page) == View(window="30d", lang="en")


def test_the_same_panel_twice_has_two_names_and_the_first_that_follows_has_its_own():
    assert [name_of(one, PIECES) for one in PIECES if one.kind == "panel"] == ["trend", "trend@3"]
    card = Piece(n=9, kind="indicator", x=0, y=0, w=3, h=3, key="gdp")
    assert name_of(card, [card]) == "indicator.gdp@9"


def test_text_is_text_but_for_its_plain_marks():
    told = "".join(prose("一**二**三\n<b>四</b>\n\n- 甲\n- 乙\n末"))
    assert told == "<p>一<b>二</b>三<br>&lt;b&gt;四&lt;/b&gt;</p><ul><li>甲</li><li>乙</li></ul><p>末</p>"
    assert plain("一**二**三\n- 甲") == ["一二三", "· 甲"]


@given(st.text(max_size=200))
def test_no_text_becomes_markup(text):
    told = "".join(prose(text))
    for known in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<b>", "</b>", "<br>"):
        told = told.replace(known, "")
    assert "<" not in told and ">" not in told
