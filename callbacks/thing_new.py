"""The form of a new thing: where it would stand, and taking it in."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.event import lang_of, number_of, sentence
from components.ids import NEW_PLACE, NEW_SEEN, NEW_TAKEN, NEW_THING
from data.acting import looking
from data.commands.thing_screens import FormFaults, add_thing
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.standing import standing
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    app.callback(Output(NEW_SEEN, "data"), Input(NEW_PLACE, "data"), prevent_initial_call=True)(look)
    app.clientside_callback(ClientsideFunction("cockpit", "newThingSeen"), Input(NEW_SEEN, "data"))
    app.callback(Output(NEW_TAKEN, "data"), Input(NEW_THING, "data"), prevent_initial_call=True)(send)
    app.clientside_callback(ClientsideFunction("cockpit", "newThingTaken"), Input(NEW_TAKEN, "data"))


def look(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{place, around, lon, lat} in WGS-84; what makes no sense is said, not guessed."""
    with speaking(lang_of(asked)):
        try:
            with house().engine.connect() as connection:
                place = (asked.get("lon"), asked.get("lat"), str(asked.get("crs") or ""))
                found = standing(connection, looking(house()), *place)
        except TROUBLES as error:
            return {"say": sentence(error)}
        if found is None:
            return {"say": _("这个位置不在本市")}
        around = [one.code for one in found.regions if one.level in (3, 4)]
        named = " › ".join(one.name for one in found.regions[1:])
        return {"place": named, "around": around, "lon": found.lon, "lat": found.lat}


def send(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The code it is known by now; or what is wrong, by field. Nothing is written then."""
    about = (str(sent.get("layer")), str(sent.get("crs") or ""), sent.get("given") or {}, str(sent.get("role") or ""))
    with speaking(lang_of(sent)):
        try:
            taken = add_thing(house(), *about, number_of(sent.get("number")))
        except FormFaults as error:
            return {"sign": sent.get("sign"), "faults": error.faults}
        except TROUBLES as error:
            return {"sign": sent.get("sign"), "faults": {"form": sentence(error)}}
    return {"sign": sent.get("sign"), "layer": taken.layer, "code": taken.code}
