"""Components as HTML text: nothing a database holds can become an element."""

from html.parser import HTMLParser

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.markup import Safe, css, markup, still, tag
from components.tables import num, piece, region_row

EVIL = '<script>alert("x")</script> & \'"'


class Elements(HTMLParser):
    """Names of the elements of a text, and the texts between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)

    def handle_data(self, data):
        self.said.append(data)


def test_attributes_keep_their_html_names():
    link = html.A("go", href="?a=1&b=2", className="row", tabIndex=0, **{"data-region-code": "350302"})
    written = ('href="?a=1&amp;b=2"', 'class="row"', 'tabindex="0"', 'data-region-code="350302"')
    assert all(attribute in markup(link) for attribute in written)


def test_what_is_false_or_none_is_left_out_and_true_stands_bare():
    assert markup(html.Div(hidden=True, title=None)) == '<div hidden=""></div>'
    assert markup(html.Div(hidden=False)) == "<div></div>"


def test_lists_texts_and_numbers_join_in_order():
    assert markup([None, "a", 1, html.B(2.5), ["c"]]) == "a1<b>2.5</b>c"


@given(st.text())
def test_no_text_becomes_an_element(text):
    for drawn in (markup(html.B(text, title=text)), tag("b", text, text, title=text), num(text)):
        assert set(Elements(drawn).names) <= {"b", "span"}


def test_a_code_from_outside_stays_inside_its_attribute():
    assert Elements(region_row(EVIL, [EVIL])).names == ["a"]
    assert Elements(piece(EVIL, EVIL, EVIL)).names == ["i"]


def test_html_of_our_own_passes_as_it_is():
    assert markup(html.Div(Safe("<svg></svg>"))) == "<div><svg></svg></div>"


def test_styles_become_css_text():
    assert css({"flexGrow": 2, "--mark": "40%"}) == "flex-grow:2;--mark:40%"


def test_a_component_with_a_life_of_its_own_is_refused():
    with pytest.raises(TypeError, match="Graph"):
        markup(dcc.Graph())


def test_a_still_part_is_one_component():
    part = still([html.B("a"), html.B("b")], className="x")
    assert (part.children, vars(part)["data-html"]) == (None, "<b>a</b><b>b</b>")
