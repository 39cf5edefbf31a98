"""What we write is CAP 1.2 that reads back the same; what we hear is told in our words; a feed is Atom."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from capvalidator import check_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cap import model as cap
from data.cap.atom import ATOM, Feed, Item, atom
from data.cap.colours import CATEGORY, OUT, SEVERITY, colour_of, field_of
from data.cap.heard import heard, shown
from data.cap.ours import Covered, Issued, message
from data.cap.parse import parse
from data.cap.write import write
from data.intake.record import Fault
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from tests.capwords import NOW, alert, info

LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
WORDS = st.text(LETTERS, min_size=1, max_size=12)
MAYBE = st.none() | WORDS
LINKS = st.none() | st.sampled_from(["https://city.test/a?b=1&c=%20", "附件/图.png", "urn:x:1"])
NAMES = st.text(st.characters(codec="ascii", exclude_characters=",<& ", exclude_categories=("C", "Z")), min_size=1)
DEGREES = {"lat": st.floats(-90, 90), "lon": st.floats(-180, 180)}
POINTS = st.tuples(DEGREES["lat"], DEGREES["lon"])
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda at, zone: at.replace(microsecond=0, tzinfo=zone),
    st.datetimes(datetime(1971, 1, 2), datetime(2199, 1, 1)),
    OFFSETS,
)
PAIRS = st.lists(st.builds(cap.Pair, name=WORDS, value=WORDS), max_size=2).map(tuple)
RINGS = st.lists(POINTS, min_size=3, max_size=5).map(lambda points: (*points, points[0]))
AREAS = st.builds(
    cap.Area,
    description=WORDS,
    polygons=st.lists(RINGS, max_size=2).map(tuple),
    circles=st.lists(st.builds(cap.Circle, centre=POINTS, radius=st.floats(0, 20_000)), max_size=2).map(tuple),
    geocodes=PAIRS,
    altitude=st.floats(0, 1e5),
    ceiling=st.none() | st.floats(0, 1e5),
)
FILES = st.builds(cap.Resource, description=WORDS, mime=WORDS, size=st.none() | st.integers(0, 10**9), uri=LINKS)
INFOS = st.builds(
    cap.Info,
    language=st.sampled_from(["zh-CN", "en-US", "ug"]),
    categories=st.lists(st.sampled_from(cap.CATEGORIES), min_size=1, max_size=3).map(tuple),
    event=WORDS,
    responses=st.lists(st.sampled_from(cap.RESPONSES), max_size=2).map(tuple),
    urgency=st.sampled_from(cap.URGENCIES),
    severity=st.sampled_from(cap.SEVERITIES),
    certainty=st.sampled_from(cap.CERTAINTIES),
    audience=MAYBE,
    event_codes=PAIRS,
    onset=st.none() | MOMENTS,
    expires=st.none() | MOMENTS,
    sender_name=MAYBE,
    headline=MAYBE,
    description=MAYBE,
    instruction=MAYBE,
    web=LINKS,
    contact=MAYBE,
    parameters=PAIRS,
    resources=st.lists(FILES, max_size=1).map(tuple),
    areas=st.lists(AREAS, max_size=2).map(tuple),
)
REFERENCES = st.lists(st.builds(cap.Reference, sender=NAMES, identifier=NAMES, sent=MOMENTS), min_size=1, max_size=2)
ALERTS = st.builds(
    cap.Alert,
    identifier=NAMES,
    sender=NAMES,
    sent=MOMENTS,
    status=st.sampled_from(cap.STATUSES),
    kind=st.sampled_from(cap.KINDS),
    source=MAYBE,
    scope=st.sampled_from(cap.SCOPES),
    restriction=WORDS,
    addresses=WORDS,
    codes=st.lists(WORDS, max_size=2).map(tuple),
    note=MAYBE,
    references=REFERENCES.map(tuple),
    incidents=MAYBE,
    infos=st.lists(INFOS, max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(ALERTS)
def test_every_message_that_is_written_reads_back_the_same(one):
    assert parse(write(one)) == one
    assert valid(write(one))


def valid(raw: bytes) -> bool:
    """As the validator of the WMO has it, by the schema of OASIS."""
    return check_schema(raw).passed


OUTLINE = '{"type":"Polygon","coordinates":[[[119.1,25.0],[119.2,25.0],[119.2,25.1],[119.1,25.0]]]}'


def ours(**more):
    usual = dict(
        code="W20260701-0001",
        seq=1,
        field="rain",
        title="东区暴雨橙色预警",
        colour=2,
        words="东一雨量站 3 小时 52 mm",
        by_rule=True,
        changed_at=NOW,
        expires_at=None,
        ended=False,
        simulated=False,
        exercise=False,
        earlier=(),
        regions=(Covered(code="990102", name="东区", outline=OUTLINE),),
    )
    return message(Issued(**(usual | more)), "warnings@city.test", "玩具市")


@settings(max_examples=40)
@given(
    st.sampled_from(list(WARNING_FIELDS)),
    st.sampled_from(list(WARNING_COLOURS)),
    st.booleans(),
    st.booleans(),
    st.text(min_size=1, max_size=60).filter(str.strip),
    st.lists(MOMENTS, max_size=3),
)
def test_every_warning_of_ours_is_valid_cap_and_keeps_its_colour(field, colour, rule, over, words, before):
    told = ours(
        field=field,
        colour=colour,
        by_rule=rule,
        ended=over,
        words=words,
        title=words,
        seq=len(before) + 1,
        earlier=tuple(enumerate(before, 1)),
    )
    assert parse(write(told)) == told
    assert valid(write(told))
    assert SEVERITY[told.infos[0].severity] == colour
    assert colour_of(told.infos[0]) == colour


@pytest.mark.parametrize("field", [name for name in WARNING_FIELDS if name != "other"])
def test_a_field_of_ours_is_heard_as_the_same_field(field):
    assert field_of(ours(field=field, title="预警").infos[0]) == field


def test_each_colour_has_its_severity_and_each_field_its_category():
    assert set(OUT) == set(WARNING_COLOURS)
    assert set(CATEGORY) == set(WARNING_FIELDS)
    assert set(CATEGORY.values()) <= set(cap.CATEGORIES)


def test_a_cell_without_an_outline_is_located_by_the_code_of_its_village():
    told = ours(regions=(Covered(code="990102001001003", name="第3单元"), Covered(code="990102001001003007", name="x")))
    assert valid(write(told))
    assert [area.geocodes[0].value for area in told.infos[0].areas] == ["990102001001"] * 2


def test_the_first_message_is_an_alert_then_updates_then_a_cancel():
    before = ((1, NOW - timedelta(hours=1)),)
    assert [ours().kind, ours(seq=2, earlier=before).kind, ours(seq=3, earlier=before, ended=True).kind] == [
        "Alert",
        "Update",
        "Cancel",
    ]
    assert ours(seq=2, earlier=before).references[0].identifier == "W20260701-0001.1"


def test_exercises_and_simulated_warnings_are_never_actual():
    assert (ours(exercise=True).status, ours(exercise=True).note) == ("Exercise", "演练")
    assert (ours(simulated=True).status, ours(simulated=True).note) == ("Exercise", "模拟")
    assert (ours().status, ours().note) == ("Actual", None)


def test_chinese_is_preferred_and_the_gravest_info_speaks():
    got = heard(
        parse(
            alert(
                info(language="en", headline="Red rain"),
                info(headline="暴雨黄色预警"),
                info(headline="暴雨红色预警"),
            )
        )
    )
    assert (got.title, got.colour, got.field, got.codes) == ("暴雨红色预警", 1, "rain", ("990102",))
    assert heard(parse(alert(info(language="en", event="Flood", headline="", description="")))).title == "Flood"


@pytest.mark.parametrize(
    ("told", "colour"),
    [
        ({"severity": "Extreme", "headline": "大风"}, 1),
        ({"severity": "Unknown", "headline": "大风"}, 4),
        ({"severity": "Minor", "headline": "大风橙色预警"}, 2),
        ({"severity": "Moderate", "headline": "Red warning"}, 1),
    ],
)
def test_a_colour_that_is_named_counts_before_the_severity(told, colour):
    assert colour_of(parse(alert(info(**told))).infos[0]) == colour


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ("暴雨", "rain"),
        ("台风", "typhoon"),
        ("城市内涝", "waterlog"),
        ("山洪灾害", "flood"),
        ("地质灾害气象风险", "geo"),
        ("森林火险", "fire"),
        ("高温", "other"),
        ("Tropical Storm", "typhoon"),
    ],
)
def test_an_event_is_told_by_its_words(event, field):
    assert field_of(parse(alert(info(event=event, headline=""))).infos[0]) == field


def test_codes_of_other_countries_are_no_region_codes():
    area = "<areaDesc>a</areaDesc>" + "".join(
        f"<geocode><valueName>{name}</valueName><value>{value}</value></geocode>"
        for name, value in [("SAME", "990102"), ("adcode", "990102001000"), ("x", "99010"), ("y", "990100000000")]
    )
    assert heard(parse(alert(info(area)))).codes == ("990102001", "990100")


def test_an_alert_without_info_says_nothing_to_us():
    bare = alert().split(b"<info>")[0] + b"</alert>"
    with pytest.raises(Fault, match="info"):
        heard(parse(bare))


def test_exercises_tests_drafts_and_private_messages_are_not_shown():
    for status in cap.STATUSES:
        assert shown(parse(alert(status=status))) == (status == "Actual")
    assert not shown(parse(alert(scope="Private", addresses="a")))


def test_the_feed_has_what_rfc_4287_asks_for():
    one = Item(
        code="W1",
        title="暴雨 <红>",
        words="a & b",
        category=("rain", "暴雨"),
        published=NOW,
        updated=NOW,
        link="http://here/W1.cap",
    )
    feed = Feed(
        sender="us", title="在发", name="玩具市", link="http://here/feed", updated=datetime(2026, 1, 1, tzinfo=UTC)
    )
    root = ElementTree.fromstring(atom(feed, [one]))
    assert root.tag == f"{{{ATOM}}}feed"
    for needed in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{{{ATOM}}}{needed}")) == 1
    entry = root.find(f"{{{ATOM}}}entry")
    told = {name: entry.findtext(f"{{{ATOM}}}{name}") for name in ("id", "title", "updated", "summary")}
    assert told["id"].startswith("urn:uuid:") and told["title"] == "暴雨 <红>" and told["updated"].endswith("Z")
    assert entry.find(f"{{{ATOM}}}link").get("href") == "http://here/W1.cap"
