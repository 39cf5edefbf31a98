"""How the four colours of Chinese warnings and CAP's three scales translate into each other.

Out: the colour tells severity and urgency; certainty is what stands behind the warning.

| colour | severity | urgency   | | behind it            | certainty |
|--------|----------|-----------|-|----------------------|-----------|
| red    | Extreme  | Immediate | | readings, by a rule  | Observed  |
| orange | Severe   | Expected  | | another's word       | Likely    |
| yellow | Moderate | Expected  | | it is over           | Unlikely, urgency Past |
| blue   | Minor    | Future    |

In: a colour named by the sender (a parameter, the headline or the event) counts before the severity, since offices
issue by colour. An unknown severity is shown as blue, the least, rather than not at all.
"""

import re

from data.cap.model import Info

OUT = {1: ("Extreme", "Immediate"), 2: ("Severe", "Expected"), 3: ("Moderate", "Expected"), 4: ("Minor", "Future")}
SEVERITY = {"Extreme": 1, "Severe": 2, "Moderate": 3, "Minor": 4, "Unknown": 4}
NAMED = {"红色": 1, "橙色": 2, "黄色": 3, "蓝色": 4, "red": 1, "orange": 2, "yellow": 3, "blue": 4}
COLOUR_PARAMETER = "colour"  # the name of ours
_NAMED = re.compile("|".join(NAMED), re.IGNORECASE)
# What a warning is about, by the words of its event; the first that fits. Events that fit none are weather.
FIELDS = {
    "typhoon": "台风|热带气旋|热带风暴|typhoon|hurricane|cyclone|tropical storm",
    "waterlog": "内涝|积水|渍涝|waterlog|urban flood",
    "geo": "地质|滑坡|泥石流|崩塌|地震|landslide|debris|earthquake",
    "flood": "山洪|洪水|水位|风暴潮|潮位|溃坝|flood|surge|dam",
    "rain": "暴雨|强降雨|强降水|rain",
    "fire": "火险|火灾|wildfire|fire",
    "gas": "燃气|可燃气体|gas leak",
    "crowd": "客流|踩踏|crowd",
    "device": "设备|device",
    "chem": "危化|危险化学|化学品|chemical|hazmat",
    "environ": "环境|空气污染|水污染|重污染|pollution|air quality",
    "event": "事件态势",
}
OTHER = "other"


def colour_of(info: Info) -> int:
    """1 red .. 4 blue."""
    told = [pair.value for pair in info.parameters if pair.name.lower() == COLOUR_PARAMETER]
    for words in (*told, info.headline or "", info.event):
        if found := _NAMED.search(words):
            return NAMED[found[0].lower()]
    return SEVERITY[info.severity]


def field_of(info: Info) -> str:
    """One of WARNING_FIELDS, by event and headline."""
    for words in (info.event, info.headline or ""):
        for field, pattern in FIELDS.items():
            if re.search(pattern, words, re.IGNORECASE):
                return field
    return "fire" if "Fire" in info.categories else OTHER


# Out: CAP's own categories of our fields.
CATEGORY = {
    "rain": "Met",
    "typhoon": "Met",
    "flood": "Geo",
    "waterlog": "Met",
    "geo": "Geo",
    "fire": "Fire",
    "gas": "Safety",
    "crowd": "Safety",
    "device": "Infra",
    "chem": "CBRNE",
    "environ": "Env",
    "event": "Infra",
    "other": "Other",
}
