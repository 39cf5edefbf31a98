"""Topics and payloads of MQTT profiles: what is told is read, and nothing that comes breaks the reader."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInput
from data.intake.record import FAULTS, Fault
from data.mqtt.payload import told_in
from data.mqtt.profile import Topics, load_profile
from data.mqtt.topics import check_pattern, filter_of, named_in
from data.readings.told import BLANK, Told

NOW = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
AT = "2026-07-01T11:55:00+08:00"
MOMENT = datetime.fromisoformat(AT)
ONE = {"topic": "hydro/{station}/{quantity}", "fields": {"value": "v", "at": "t"}}


def read(how, payload, topic="hydro/S1/rain"):
    raw = payload if isinstance(payload, bytes) else orjson.dumps(payload)
    return told_in([Topics(**how)], topic, raw, NOW)


def test_wildcards_name_station_and_quantity():
    assert filter_of("a/{station}/+/{quantity}/#") == "a/+/+/+/#"
    assert named_in("a/{station}/{quantity}", "a/S1/rain") == {"station": "S1", "quantity": "rain"}
    assert named_in("a/{station}/#", "a/S1/x/y") == {"station": "S1"}
    assert named_in("a/{station}", "b/S1") is None
    assert named_in("a/{station}", "a/S1/more") is None


@pytest.mark.parametrize("pattern", ["", "a/#/b", "a/x+", "a/{place}", "{station}/{station}", "a/{station}x"])
def test_a_pattern_that_is_none_is_refused(pattern):
    with pytest.raises(ValueError, match="."):
        check_pattern(pattern)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="+#{}/\x00"), min_size=1), min_size=1))
def test_every_topic_fits_itself_and_names_every_level(levels):
    topic = "/".join(levels)
    assert named_in(topic, topic) == {}
    assert named_in("/".join(["{station}", *levels[1:]]), topic) == {"station": levels[0]}


def test_json_by_paths():
    assert read(ONE, {"v": 1.5, "t": AT}) == [Told("S1", "rain", MOMENT, 1.5, "")]
    deep = {"topic": "x", "rows": "d.items", "fields": {"station": "id.0", "quantity": "q", "value": "v", "at": "t"}}
    got = read(deep, {"d": {"items": [{"id": ["S2"], "q": "level", "v": "3", "t": AT}] * 2}}, "x")
    assert got == [Told("S2", "level", MOMENT, "3", "")] * 2


def test_several_quantities_of_one_message_with_their_units_and_names():
    how = {
        "topic": "w/{station}",
        "values": {"Z": "z", "rain": "r", "wind": "w"},
        "fields": {"at": "t"},
        "quantities": {"Z": "level"},
        "units": {"level": "cm"},
        "time": {"formats": ["epoch_ms"]},
    }
    got = read(how, {"z": 512, "r": 0, "t": MOMENT.timestamp() * 1000}, "w/S3")
    blank = Told("S3", "wind", MOMENT, BLANK, "")  # not there, and counted as such
    assert got == [Told("S3", "level", MOMENT, 512, "cm"), Told("S3", "rain", MOMENT, 0, ""), blank]


def test_plain_numbers_and_csv():
    plain = {"topic": "n/{station}/{quantity}", "payload": "number"}
    assert read(plain, b" 12.5\n", "n/S1/gas") == [Told("S1", "gas", NOW, "12.5", "")]
    lines = {
        "topic": "c",
        "payload": "csv",
        "delimiter": ";",
        "fields": {"station": "1", "at": "2", "value": "3"},
        "constants": {"quantity": "level", "unit": "m"},
        "time": {"formats": ["%Y-%m-%d %H:%M"], "zone": "Asia/Shanghai"},
    }
    got = read(lines, b"S1;2026-07-01 11:55;2.5\nS2;2026-07-01 11:55;\n", "c")
    assert [(one.station, one.at, one.value, one.unit) for one in got] == [
        ("S1", MOMENT, "2.5", "m"),
        ("S2", MOMENT, "", "m"),
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"{", "malformed"),
        (b"\xff", "malformed"),
        (b"[]", "missing"),
        ({"v": 1}, "missing"),
        ({"v": 1, "t": "noon"}, "malformed"),
        ({"v": 1, "t": [1]}, "malformed"),
        ([{"v": 1, "t": AT}] * 1001, "too_long"),
        (b" " * 300_000, "too_long"),
    ],
)
def test_payloads_that_are_none_are_faults(payload, code):
    with pytest.raises(Fault) as caught:
        read(ONE, payload)
    assert caught.value.code == code


def test_a_topic_nobody_described_is_a_fault():
    with pytest.raises(Fault, match="other"):
        read(ONE, {"v": 1, "t": AT}, "other/topic")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(["v", "t", "a"]), x, max_size=3),
)
HOWS = st.sampled_from(
    [
        ONE,
        {"topic": "#", "constants": {"station": "s"}, "payload": "number"},
        {"topic": "#", "payload": "csv", "fields": {"station": "1", "value": "2", "at": "3"}},
        {
            "topic": "#",
            "rows": "a",
            "fields": {"station": "t", "value": "v", "at": "t"},
            "time": {"formats": ["epoch"]},
        },
    ]
)


@given(HOWS, st.binary(max_size=60) | JSON.map(lambda x: orjson.dumps(x, option=orjson.OPT_NON_STR_KEYS)))
def test_no_payload_breaks_the_reader(how, payload):
    try:
        assert all(isinstance(one, Told) for one in read(how, payload))
    except Fault as fault:
        assert fault.code in FAULTS


GOOD = """
name: gauges
broker: {host: broker.test, client: yitu-1}
topics: [{topic: "hydro/{station}/{quantity}", fields: {value: v, at: t}}]
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("", ""),
        ("password: secret", "password"),
        ("status_topic: a/+", "status_topic"),
        ('topics: [{topic: "a/b", fields: {value: v}}]', "station"),
        ('topics: [{topic: "{station}"}]', "value"),
        ('topics: [{topic: "{station}", payload: number, fields: {value: v}}]', "plain number"),
        ('topics: [{topic: "{station}", payload: csv, fields: {value: v}}]', "columns"),
        ('topics: [{topic: "{station}", qos: 2, fields: {value: v}}]', "qos"),
        ('topics: [{topic: "{station}", fields: {value: v}, units: {mud: m}}]', "mud"),
        ("broker: {host: b, client: c, tls: {ca: none.pem}}", "none.pem"),
        ("broker: {host: b, client: c, tls: {cert: a}}", "together"),
    ],
)
def test_a_profile_says_what_is_wrong_with_it(tmp_path, change, said):
    name = change.partition(":")[0]
    lines = [line for line in GOOD.splitlines() if not name or not line.startswith(f"{name}:")]
    path = tmp_path / "p.yaml"
    path.write_text("\n".join([*lines, change]), "utf-8")
    if not said:
        assert load_profile(path).name == "gauges"
        return
    with pytest.raises(BadInput, match=said):
        load_profile(path)
