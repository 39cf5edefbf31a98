"""One URL is the whole cockpit."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInput
from data.view import DIMS, LANGUAGES, LAYERS, METRICS, SKINS, WINDOWS, View

digits = st.sampled_from([6, 9, 12, 15, 18]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))
moments = st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1), timezones=st.just(UTC))
views = st.builds(
    View,
    region=st.just("") | digits,
    window=st.sampled_from(WINDOWS),
    at=st.none() | moments.map(lambda moment: moment.replace(microsecond=0)),
    layers=st.sets(st.sampled_from(LAYERS)).map(lambda chosen: tuple(one for one in LAYERS if one in chosen)),
    metric=st.sampled_from(METRICS),
    storm=st.just("") | st.just("2024201N12133"),
    slice=st.just("")
    | st.builds("{}:{}".format, st.sampled_from(DIMS), st.from_regex(r"[\w.()/+-]{1,32}", fullmatch=True)),
    lang=st.sampled_from(LANGUAGES),
    skin=st.sampled_from(SKINS),
    distance=st.just("") | st.sampled_from(("1", "2.5", "4", "12.3")),
)


@given(views)
def test_a_view_comes_back_from_its_url_unchanged(view):
    assert View.parse(view.query()) == view
    assert View.lenient(view.query()) == (view, ())


@given(views)
def test_two_views_have_two_urls(view):
    assert (view.query() == "") == (view == View())


@given(st.text())
def test_no_address_bar_breaks_the_page(text):
    view, bad = View.lenient(text)
    assert view.query() == View.parse(view.query()).query()
    assert set(bad) <= set(View.__dataclass_fields__)


@pytest.mark.parametrize(
    "query",
    [
        "?region=1", "?region=350302' or 1=1", "?window=century", "?layers=camera,moon", "?metric=luck", "?lang=fr",
        "?at=0001-01-01T00:00:00Z", "?at=9999-12-31T23:59:59Z",
        "?at=yesterday", "?at=2024-07-25T15:42:00", "?storm=x",
        "?distance=0", "?distance=3.33", "?distance=far",
        "?slice=flood", "?slice=luck:x", "?slice=grade:", "?slice=grade:A B",
        "?window=7d&window=30d", "?region=３５０３０２",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(query):
    with pytest.raises(BadInput):
        View.parse(query)


def test_the_address_bar_keeps_what_is_good_and_names_what_is_not():
    view, bad = View.lenient("?region=350302&window=century")
    assert (view.region, view.window, bad) == ("350302", "today", ("window",))
