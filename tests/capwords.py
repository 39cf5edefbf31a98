"""CAP 1.2 messages for tests: an ordinary one, with parts changed, left out or put elsewhere."""

from datetime import UTC, datetime, timedelta

from data.cap.model import NAMESPACE

NOW = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
AREA = "<areaDesc>东区</areaDesc><geocode><valueName>adcode</valueName><value>990102000000</value></geocode>"


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def info(area: str = AREA, **parts: str) -> str:
    """An info; a part set to "" is left out."""
    usual = {
        "language": "zh-CN",
        "category": "Met",
        "event": "暴雨",
        "urgency": "Immediate",
        "severity": "Severe",
        "certainty": "Likely",
        "expires": stamp(NOW + timedelta(hours=6)),
        "headline": "暴雨橙色预警",
        "description": "未来三小时雨量将达五十毫米以上",
    }
    given = usual | parts
    order = ["language", "category", "event", "responseType", "urgency", "severity", "certainty", "effective"]
    order += ["expires", "headline", "description", "instruction"]
    inner = "".join(f"<{name}>{given[name]}</{name}>" for name in order if given.get(name))
    return f"<info>{inner}{f'<area>{area}</area>' if area else ''}</info>"


def alert(*infos: str, **parts: str) -> bytes:
    """A message; a part set to "" is left out. `infos`: none given, an ordinary one."""
    usual = {
        "identifier": "m1",
        "sender": "met@office.test",
        "sent": stamp(NOW - timedelta(minutes=1)),
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
    }
    given = usual | parts
    order = ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses"]
    order += ["code", "note", "references", "incidents"]
    inner = "".join(f"<{name}>{given[name]}</{name}>" for name in order if given.get(name))
    body = "".join(infos or (info(),))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="{NAMESPACE}">{inner}{body}</alert>'.encode()


def refers(*names: str, sent: datetime = NOW - timedelta(minutes=1)) -> str:
    return " ".join(f"met@office.test,{name},{stamp(sent)}" for name in names)
