"""The OpenAPI 3.1 document of /api/v1, made from the models that the doors themselves use."""

from functools import cache
from typing import Any

from flask import Blueprint, Response
from pydantic.json_schema import models_json_schema

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.callout_models import CalloutAnswers, CalloutMove, Callouts, CalloutWhole, NewCallout
from data.doors.control_models import ControlAnswer, ControlOrder, Controls, OrderTaken
from data.doors.dispatch_models import (
    Dispatches,
    DispatchesGiven,
    DispatchMove,
    DispatchWhole,
    ManyDispatches,
    NewDispatches,
    NewReceipt,
    Recommendation,
    Task,
)
from data.doors.document_models import DocumentMove, NewGrant
from data.doors.event_answers import Batch, Event, Events, EventWhole, Problem, Taken
from data.doors.event_models import Move, NewEvent, NewEvents
from data.doors.footing_models import Footing, FootingMove, Footings, NewFooting
from data.doors.forecast_models import NewForecast, NewForecasts, TakenForecasts
from data.doors.openapi_assessment import ASSESSMENT_PATHS
from data.doors.openapi_callouts import CALLOUT_PATHS
from data.doors.openapi_controls import CONTROL_PATHS
from data.doors.openapi_coordination import COORDINATION_PATHS
from data.doors.openapi_digest import DIGEST_PATHS
from data.doors.openapi_dispatch import DISPATCH_PATHS
from data.doors.openapi_documents import DOCUMENT_PATHS
from data.doors.openapi_economy import ECONOMY_PATHS
from data.doors.openapi_exercises import EXERCISE_PATHS
from data.doors.openapi_footings import FOOTING_PATHS
from data.doors.openapi_forms import FORM_PATHS
from data.doors.openapi_indicators import INDICATOR_PATHS
from data.doors.openapi_lists import LIST_PATHS
from data.doors.openapi_live import LIVE_PATHS
from data.doors.openapi_paths import PATHS
from data.doors.openapi_returns import RETURN_PATHS
from data.doors.openapi_risk import RISK_PATHS
from data.doors.openapi_rooms import ROOM_PATHS
from data.doors.openapi_shares import SHARE_PATHS
from data.doors.openapi_signals import SIGNAL_PATHS
from data.doors.openapi_stations import STATION_PATHS
from data.doors.openapi_things import THING_PATHS
from data.doors.openapi_warnings import WARNING_PATHS
from data.doors.problem import answer_errors
from data.doors.reading_models import NewReadings, Stations, TakenReadings
from data.doors.room_models import NewConclusion, NewLine, NewRoom, RoomMove, Rooms, RoomWhole
from data.doors.rule_models import Rules
from data.doors.signal_models import NewSignal, NewSignals, Signals, TakenSignal, TakenSignals
from data.doors.warning_models import NewByHand, NewWarned, WarningMove, Warnings, WarningWhole

door = Blueprint("openapi", __name__, url_prefix="/api/v1")
answer_errors(door)
ASKED: tuple[Any, ...] = (NewEvent, NewEvents, Move, NewReadings, WarningMove, ControlOrder, ControlAnswer)
ASKED += (NewByHand, NewWarned, NewForecast, NewForecasts, NewDispatches, ManyDispatches, DispatchMove, NewReceipt)
ASKED += (NewRoom, NewLine, NewConclusion, RoomMove, NewSignal, NewSignals, NewGrant, DocumentMove)
ASKED += (NewFooting, FootingMove, NewCallout, CalloutMove, CalloutAnswers)
TOLD: tuple[Any, ...] = (
    Taken,
    Batch,
    Event,
    Events,
    EventWhole,
    Problem,
    TakenReadings,
    Stations,
    Warnings,
    WarningWhole,
)
TOLD += (Controls, OrderTaken, TakenForecasts, Rules, Dispatches, DispatchesGiven, DispatchWhole, Recommendation, Task)
TOLD += (Rooms, RoomWhole, TakenSignal, TakenSignals, Signals, Footing, Footings)
TOLD += (Callouts, CalloutWhole)


@door.get("/openapi.json")
def openapi() -> Response:
    """The document; the same for everyone."""
    only()
    return json_response(document())


@cache
def document() -> dict[str, Any]:
    """What /api/v1 takes and gives, door by door. It takes long to make and is never changed."""
    wanted: list[Any] = [(model, "validation") for model in ASKED] + [(model, "validation") for model in TOLD]
    _names, schemas = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yitu cockpit",
            "version": "1",
            "description": "Times carry an offset; coordinates are WGS-84 unless told otherwise. "
            "Simulated data says provenance=simulated.",
        },
        "servers": [{"url": "/"}],
        "paths": PATHS
        | LIVE_PATHS
        | STATION_PATHS
        | WARNING_PATHS
        | RISK_PATHS
        | THING_PATHS
        | ECONOMY_PATHS
        | FORM_PATHS
        | COORDINATION_PATHS
        | LIST_PATHS
        | RETURN_PATHS
        | SHARE_PATHS
        | DOCUMENT_PATHS
        | ASSESSMENT_PATHS
        | CONTROL_PATHS
        | DIGEST_PATHS
        | EXERCISE_PATHS
        | INDICATOR_PATHS
        | DISPATCH_PATHS
        | ROOM_PATHS
        | FOOTING_PATHS
        | CALLOUT_PATHS
        | SIGNAL_PATHS,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "flask --app app senders add …"}
            },
        },
    }
