"""The report form: where a draft lies and what it may repeat, and taking it in."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.event import lang_of, sentence
from components.event_parts import suggestion
from components.ids import DRAFT, DRAFT_SEEN, SENT, TAKEN
from components.markup import markup
from components.way_form import way_told
from data.acting import looking
from data.commands.screens import degrees, headline, report_form
from data.house import house
from data.intake.record import Fault
from data.language import gettext as _
from data.language import speaking
from data.queries.drafts import seen
from data.troubles import TROUBLES

FIELD_OF = {
    "category": "category",
    "outside": "point",
    "scope": "point",
    "missing": "text",
    "too_long": "text",
    "line": "line",
}


def register(app: Dash) -> None:
    app.callback(Output(DRAFT_SEEN, "data"), Input(DRAFT, "data"), prevent_initial_call=True)(look)
    app.clientside_callback(ClientsideFunction("cockpit", "draftSeen"), Input(DRAFT_SEEN, "data"))
    app.callback(Output(TAKEN, "data"), Input(SENT, "data"), prevent_initial_call=True)(send)
    app.clientside_callback(ClientsideFunction("cockpit", "reportTaken"), Input(TAKEN, "data"))


def look(draft: Mapping[str, Any]) -> dict[str, Any]:
    """{title, place, around, like, say} of a draft; a place that makes no sense is said, not guessed."""
    home, text = house(), str(draft.get("text") or "")
    told: dict[str, Any] = {
        "sign": draft.get("sign"),
        "title": headline(text),
        "place": "",
        "around": [],
        "like": "",
        "way": "",
    }
    with speaking(lang_of(draft)):
        try:
            lon, lat = degrees(draft.get("lon")), degrees(draft.get("lat"))
            if lon is None or lat is None:
                return told
            with home.engine.connect() as connection:
                found = seen(
                    connection,
                    looking(home),
                    home.clock.now(),
                    lon=lon,
                    lat=lat,
                    kind=str(draft.get("category") or ""),
                    text=text,
                )
        except TROUBLES as error:
            return told | {"say": sentence(error)}
        if not found.regions:
            return told | {"say": _("这个位置不在本市")}
        like = [suggestion(home.clock.now(), one, may_merge=True, merge_words=_("并入")) for one in found.like]
        place = " › ".join(one.name for one in found.regions[1:])
        around = [one.code for one in found.regions if one.level in (3, 4)]
        return told | {"place": place, "around": around, "like": markup(like), **way_told(found)}


def send(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The event's id and code; or what is wrong, by field. Nothing is written then."""
    number = str(sent.get("number") or "1")
    with speaking(lang_of(sent)):
        try:
            taken = report_form(house(), sent, str(sent.get("role")), int(number) if number.isdecimal() else 0)
        except Fault as fault:
            return {"sign": sent.get("sign"), "faults": {FIELD_OF.get(fault.code, "form"): str(fault)}}
        except TROUBLES as error:
            return {"sign": sent.get("sign"), "faults": {"form": sentence(error)}}
    return {"sign": sent.get("sign"), "id": taken.code, "code": taken.code}
