"""The pages of rooms, tasks, accountability and letters: drawn again as things move, and what is sent from them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.accountability_page import accountability_drawn
from components.archive_page import archive_drawn
from components.assessment_page import assessment_drawn
from components.bundle_page import bundle_drawn
from components.callouts_page import callouts_drawn
from components.catalogue_page import catalogue_drawn
from components.chains_page import chains_drawn
from components.coordination_page import coordination_drawn
from components.digest_page import digest_drawn
from components.documents_page import documents_drawn
from components.drafts_page import drafts_drawn
from components.enterprises_page import enterprises_drawn
from components.forms_page import forms_drawn
from components.grids_page import grids_drawn
from components.handout_page import handout_drawn
from components.ids import LISTING_ASKED, LISTING_DRAWN, LISTING_MOVE, LISTING_MOVED, REVISIONS, VIEW
from components.indicators_page import indicators_drawn
from components.letters_page import letters_drawn
from components.lists_page import lists_drawn
from components.policies_page import policies_drawn
from components.projects_page import projects_drawn
from components.reports_issue import issue_on_screen
from components.reports_page import reports_drawn
from components.reports_view import report_drawn
from components.returns_page import returns_drawn
from components.rooms_page import rooms_drawn
from components.screens_page import screens_drawn
from components.screens_token import token_told
from components.signals_page import signals_drawn
from components.signs_page import signs_drawn
from components.stations_page import stations_drawn
from components.tasks_page import tasks_drawn
from components.videos_page import videos_drawn
from components.visits_page import visits_drawn
from components.warnings_page import warnings_drawn
from data.acting import PLAYED
from data.commands.archive_screens import archive_on_screen
from data.commands.callout_screens import act_on_callouts
from data.commands.catalogue_screens import act_on_catalogue
from data.commands.coordination_screens import act_on_coordination
from data.commands.document_screens import act_on_documents
from data.commands.economy_screens import act_on_economy
from data.commands.form_screens import act_on_forms
from data.commands.grid_screens import grid_on_screen
from data.commands.indicator_screens import act_on_indicators
from data.commands.kiosk_screens import act_on_screens
from data.commands.letter_screens import retry_letters
from data.commands.list_screens import list_on_screen
from data.commands.many_screens import act_on_many
from data.commands.record_call_screens import call_on_screen
from data.commands.report_screens import act_on_reports
from data.commands.return_screens import act_on_returns
from data.commands.room_screens import open_on_screen
from data.commands.signal_screens import judge_on_screen
from data.commands.task_screens import tell_on_screen
from data.commands.thing_screens import FormFaults
from data.commands.visit_screens import visit_on_screen
from data.errors import UnknownThing
from data.house import House, house
from data.language import gettext as _
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

Who = tuple[str, int]


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askListing"),
        Output(LISTING_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(VIEW, "data"),
        Input(LISTING_MOVED, "data"),
        State(LISTING_ASKED, "data"),
    )
    app.callback(Output(LISTING_DRAWN, "data"), Input(LISTING_ASKED, "data"), prevent_initial_call=True)(draw_listing)
    app.clientside_callback(ClientsideFunction("cockpit", "drawListing"), Input(LISTING_DRAWN, "data"))
    app.callback(Output(LISTING_MOVED, "data"), Input(LISTING_MOVE, "data"), prevent_initial_call=True)(make_move)


def draw_listing(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    chosen = dict(parse_qsl(str(asked.get("search") or "").removeprefix("?")))
    chosen |= {"of": str(asked["of"])} if asked.get("of") else {}
    view = View.lenient(str(asked.get("search") or ""))[0]
    who = str(asked.get("role") or PLAYED[0]), number_of(asked.get("number"))
    with speaking(view.lang):
        try:
            return {"parts": _drawn(str(asked.get("page")), view, chosen, who)}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def _drawn(page: str, view: View, chosen: dict[str, str], who: Who) -> dict[str, str]:
    if page == "messages":
        return letters_drawn(house(), chosen, *who)
    if page not in PAGES:
        raise UnknownThing(_("没有这个页面"))
    return PAGES[page](house(), view, chosen, *who)


def make_move(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Open a room ({code}), move many events, judge a signal or put down a visit ({said}), steer screens ({html}: a
    token, told once), or try letters again; a refusal in words."""
    told = {"sign": sent["sign"]}
    with speaking(lang_of(sent)):
        try:
            who = str(sent["role"]), number_of(sent.get("number"))
            return told | {"refused": "", "code": "", **_made(str(sent["move"]), dict(sent["given"]), who)}
        except FormFaults as error:
            return told | {"refused": sentence(error), "faults": error.faults}
        except TROUBLES as error:
            return told | {"refused": sentence(error)}


def _made(move: str, given: dict[str, Any], who: Who) -> dict[str, str]:
    """What came of it: the code of a room, a token, or what there is to say."""
    if move in SAYING:
        return {"said": SAYING[move](house(), given, *who)}
    if move == "open":
        return {"code": open_on_screen(house(), given, *who)}
    if move == "screen":
        return {"html": token_told(*act_on_screens(house(), given, *who))}
    if move not in QUIET:
        raise UnknownThing(_("没有这个动作"))
    QUIET[move](given, who)
    return {}


def _many(home: House, given: dict[str, Any], role: str, n: int) -> str:
    return "\n".join(act_on_many(home, given, role, n))


def _retry(given: dict[str, Any], who: Who) -> None:
    retry_letters(house(), str(given.get("message") or ""), *who)


def _tell(given: dict[str, Any], who: Who) -> None:
    tell_on_screen(house(), given, *who)


PAGES: dict[str, Callable[..., dict[str, str]]] = {
    "accountability": accountability_drawn,
    "archive": archive_drawn,
    "assessment": assessment_drawn,
    "bundle": bundle_drawn,
    "callouts": callouts_drawn,
    "catalogue": catalogue_drawn,
    "chains": chains_drawn,
    "coordination": coordination_drawn,
    "digest": digest_drawn,
    "documents": documents_drawn,
    "drafts": drafts_drawn,
    "enterprises": enterprises_drawn,
    "forms": forms_drawn,
    "grids": grids_drawn,
    "handout": handout_drawn,
    "indicators": indicators_drawn,
    "lists": lists_drawn,
    "policies": policies_drawn,
    "projects": projects_drawn,
    "returns": returns_drawn,
    "report": report_drawn,
    "reports": reports_drawn,
    "rooms": rooms_drawn,
    "screens": screens_drawn,
    "signals": signals_drawn,
    "signs": signs_drawn,
    "stations": stations_drawn,
    "tasks": tasks_drawn,
    "videos": videos_drawn,
    "visits": visits_drawn,
    "warnings": warnings_drawn,
}
SAYING: dict[str, Callable[..., str]] = {  # moves that come back with a sentence
    "archive": archive_on_screen,
    "callout": act_on_callouts,
    "catalogue": act_on_catalogue,
    "coordination": act_on_coordination,
    "document": act_on_documents,
    "economy": act_on_economy,
    "form": act_on_forms,
    "grid": grid_on_screen,
    "indicator": act_on_indicators,
    "list": list_on_screen,
    "many": _many,
    "return": act_on_returns,
    "report": act_on_reports,
    "report_issue": issue_on_screen,
    "signal": judge_on_screen,
    "call": call_on_screen,
    "visit": visit_on_screen,
}
QUIET: dict[str, Callable[[dict[str, Any], Who], None]] = {"retry": _retry, "task": _tell}
