"""CAP 1.2 as OASIS has it, and nothing else: whatever comes, the parser answers with a message or a plain fault."""

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.cap.model import Alert
from data.cap.parse import LARGEST, parse
from data.cap.schema import conform
from data.intake.record import FAULTS, Fault
from data.language import speaking
from tests.capwords import AREA, alert, info, refers

BOMB = b"""<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">&c;</alert>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&x;</identifier></alert>"""


def fault(raw: bytes) -> Fault:
    with pytest.raises(Fault) as caught:
        parse(raw)
    return caught.value


def test_an_ordinary_message_is_read():
    got = parse(alert())
    assert (got.identifier, got.sender, got.kind, got.status) == ("m1", "met@office.test", "Alert", "Actual")
    assert (got.infos[0].event, got.infos[0].severity, got.infos[0].areas[0].description) == ("暴雨", "Severe", "东区")
    assert got.sent.utcoffset() is not None


@pytest.mark.parametrize("name", ["identifier", "sender", "sent", "status", "msgType", "scope"])
def test_what_every_message_must_have_is_missed_by_its_name(name):
    assert (fault(alert(**{name: ""})).code, name in str(fault(alert(**{name: ""})))) == ("missing", True)


@pytest.mark.parametrize("name", ["category", "event", "urgency", "severity", "certainty"])
def test_what_every_info_must_have_is_missed_by_its_name(name):
    assert (fault(alert(info(**{name: ""}))).code, "alert/info[1]" in str(fault(alert(info(**{name: ""}))))) == (
        "missing",
        True,
    )


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (alert(status="Real"), "alert/status"),
        (alert(msgType="Warn"), "alert/msgType"),
        (alert(scope="All"), "alert/scope"),
        (alert(sent="2026-07-01T08:00:00Z"), "alert/sent"),
        (alert(sent="2026-07-01T08:00:00"), "alert/sent"),
        (alert(sent="2026-07-01T08:00:00.5+08:00"), "alert/sent"),
        (alert(sent="2026-02-30T08:00:00+08:00"), "alert/sent"),
        (alert(identifier="a b"), "alert/identifier"),
        (alert(sender="a,b"), "alert/sender"),
        (alert(references="only-one"), "alert/references"),
        (alert(info(category="Weather")), "alert/info[1]/category[1]"),
        (alert(info(), info(severity="Bad")), "alert/info[2]/severity"),
        (alert(info(expires="tomorrow")), "alert/info[1]/expires"),
        (alert(info(language="中文")), "alert/info[1]/language"),
        (alert(info("<areaDesc>a</areaDesc><polygon>1,1 2,2 1,1</polygon>")), "area[1]/polygon[1]"),
        (alert(info("<areaDesc>a</areaDesc><polygon>1,1 2,2 3,1 1,2</polygon>")), "area[1]/polygon[1]"),
        (alert(info("<areaDesc>a</areaDesc><polygon>119,25 2,2 3,1 119,25</polygon>")), "area[1]/polygon[1]"),
        (alert(info("<areaDesc>a</areaDesc><circle>25,119</circle>")), "area[1]/circle[1]"),
        (alert(info("<areaDesc>a</areaDesc><circle>25,nan 3</circle>")), "area[1]/circle[1]"),
        (alert(info("<areaDesc>a</areaDesc><altitude>high</altitude>")), "area[1]/altitude"),
    ],
)
def test_a_value_that_is_none_is_told_with_its_place(raw, place):
    assert (fault(raw).code, place in str(fault(raw))) == ("malformed", True)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (alert().replace(b"<sender>met@office.test</sender>", b"") + b"", "missing"),
        (alert(info(), note="").replace(b"</alert>", b"<note>late</note></alert>"), "order"),
        (alert().replace(b"<status>", b"<status>Actual</status><status>"), "malformed"),
        (alert().replace(b"<event>", b"<colour>red</colour><event>"), "malformed"),
        (alert().replace(b"<event>", b"stray<event>"), "malformed"),
        (alert().replace(b"<event>", b'<event id="1">'), "malformed"),
        (alert(info("<geocode><valueName>a</valueName><value>b</value></geocode><areaDesc>a</areaDesc>")), "order"),
        (alert(info("<polygon>1,1 2,2 3,1 1,1</polygon>")), "missing"),
        (alert(info(AREA + "<ceiling>30</ceiling>")), "missing"),
        (alert(scope="Private"), "missing"),
        (alert(scope="Restricted"), "missing"),
        (alert(msgType="Update"), "missing"),
        (alert(msgType="Cancel"), "missing"),
        (alert(info(effective="2026-07-02T08:00:00+08:00", expires="2026-07-01T08:00:00+08:00")), "order"),
        (alert().replace(b"cap:1.2", b"cap:1.1"), "malformed"),
        (b"<alert/>", "malformed"),
        (b"", "malformed"),
        (b"x" * (LARGEST + 1), "too_long"),
    ],
)
def test_what_the_standard_forbids_is_a_fault(raw, code):
    assert fault(raw).code == code


@pytest.mark.parametrize("raw", [BOMB, OUTSIDE, b"<!DOCTYPE alert><alert/>"])
def test_a_document_type_is_refused_before_anything_in_it_is_read(raw):
    assert "实体" in str(fault(raw))
    with speaking("en"):
        assert "entit" in str(fault(raw))


def test_very_likely_of_cap_1_0_is_likely_and_a_signature_may_follow():
    signed = alert(info(certainty="Very Likely")).replace(
        b"</alert>", b'<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:SignedInfo/></s:Signature></alert>'
    )
    assert parse(signed).infos[0].certainty == "Likely"


@pytest.mark.parametrize(
    ("raw", "place", "why"),
    [
        (alert(info(AREA + "<altitude/>")), "alert/info/area/altitude", "数据类型"),
        (alert(info(AREA + "<altitude>1e3</altitude>")), "alert/info/area/altitude", "数据类型"),
        (alert(info(), info(effective="2026-07-01T08:00:00+14:30")), "alert/info[2]/effective", "数据类型"),
        (alert().replace(b"<event>", b'<event xmlns:x="u:x" x:a="1">'), "alert/info/event", "属性"),
    ],
)
def test_what_only_the_schema_of_the_standard_says_is_told_in_plain_words(raw, place, why):
    told = fault(raw)
    assert (told.code, str(told).partition(":")[0]) == ("malformed", place)
    assert why in str(told)


def test_what_our_reader_lets_pass_the_schema_refuses_too():
    """Each check stands by itself: the schema knows without us what the reader knows."""
    for name in ("identifier", "sender", "sent", "status", "msgType", "scope"):
        with pytest.raises(Fault):
            conform(fromstring(alert(**{name: ""})))
    with pytest.raises(Fault, match=r"alert/status:.*可用值"):
        conform(fromstring(alert(status="Real")))
    with pytest.raises(Fault, match="位置"):
        conform(fromstring(alert(info("<polygon>1,1 2,2 3,1 1,1</polygon>"))))
    conform(fromstring(alert()))


def test_several_languages_and_areas_are_all_read():
    got = parse(alert(info(language="en"), info(), info(AREA.replace("东区", "西区"), language="")))
    assert [one.language for one in got.infos] == ["en", "zh-CN", "en-US"]


@pytest.mark.parametrize("encoding", ["gb18030", "GBK", "gb2312", "utf-16", "utf-8-sig"])
def test_the_encodings_of_older_systems_are_read(encoding):
    told = alert().decode().replace("UTF-8", encoding.removesuffix("-sig"))
    assert parse(told.encode(encoding)).infos[0].event == "暴雨"


def test_references_are_triples():
    got = parse(alert(msgType="Update", references=refers("a", "b")))
    assert [(one.sender, one.identifier) for one in got.references] == [("met@office.test", name) for name in "ab"]


def survives(raw: bytes) -> None:
    """A message or a Fault with a code of ours and a sentence; nothing else ever."""
    try:
        assert isinstance(parse(raw), Alert)
    except Fault as refused:
        assert refused.code in FAULTS
        assert str(refused)


@given(st.binary(max_size=400))
@example(b'<?xml version="1.0" encoding="utf-7"?><a/>')
@example(b"\xff\xfe<")
@example(b"\x00")
def test_no_bytes_break_the_parser(raw):
    survives(raw)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An ordinary message with pieces cut out, doubled, moved or overwritten."""
    raw = alert(info(AREA + "<altitude>10</altitude>"), msgType="Update", references=refers("a", "b"))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 60)))
        piece = draw(st.sampled_from([b"", raw[start:end] * 2, b"<", b">", b"&", b"&#0;", b"&#x110000;", b"]]>"]))
        piece = draw(st.one_of(st.just(piece), st.binary(max_size=6)))
        raw = raw[:start] + piece + raw[end:]
    return raw


@settings(max_examples=300)
@given(mutated())
def test_no_mutation_of_a_message_breaks_the_parser(raw):
    survives(raw)


@settings(max_examples=300)
@given(st.data())
def test_no_text_in_any_place_breaks_the_parser(data):
    name = data.draw(st.sampled_from(["identifier", "sender", "sent", "status", "references", "note", "code"]))
    text = data.draw(st.text(max_size=40))
    plain = text.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace")
    survives(alert(**{name: "PLACE"}).replace(b"PLACE", plain))


def test_ten_thousand_elements_deep_is_a_fault():
    survives(b"<a>" * 10_000 + b"</a>" * 10_000)
    survives(alert().replace(b"<event>", b"<event>" + b"<b>" * 5_000))
