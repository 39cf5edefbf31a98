"""The bar of an exercise, what its director does, and the page of exercises."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, sentence
from components.exercise_bar import bar_drawn
from components.exercises_page import exercises_drawn
from components.ids import (
    EXERCISE_ACT,
    EXERCISE_ACTED,
    EXERCISE_ASKED,
    EXERCISE_DRAWN,
    EXERCISE_START,
    EXERCISE_STARTED,
    EXERCISES,
    EXERCISES_DRAWN,
    REVISIONS,
)
from data.commands.exercise_screens import direct, replay, shut, start
from data.exercise.kept import own
from data.exercise.steer import standing
from data.house import EXTENSION, house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    named = ClientsideFunction("cockpit", "askExercises")
    app.clientside_callback(named, Output(EXERCISES, "data"), Input(REVISIONS, "data"), State(EXERCISES, "data"))
    app.callback(Output(EXERCISES_DRAWN, "data"), Input(EXERCISES, "data"), prevent_initial_call=True)(draw_page)
    app.clientside_callback(ClientsideFunction("cockpit", "drawExercises"), Input(EXERCISES_DRAWN, "data"))
    app.callback(Output(EXERCISE_STARTED, "data"), Input(EXERCISE_START, "data"), prevent_initial_call=True)(begin)
    app.clientside_callback(ClientsideFunction("cockpit", "startedExercise"), Input(EXERCISE_STARTED, "data"))
    if app.server.extensions[EXTENSION].settings.exercise:
        _register_bar(app)


def _register_bar(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askExercise"),
        Output(EXERCISE_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(EXERCISE_ACTED, "data"),
        State(EXERCISE_ASKED, "data"),
    )
    app.callback(Output(EXERCISE_DRAWN, "data"), Input(EXERCISE_ASKED, "data"), prevent_initial_call=True)(draw_bar)
    app.clientside_callback(ClientsideFunction("cockpit", "drawExercise"), Input(EXERCISE_DRAWN, "data"))
    app.callback(Output(EXERCISE_ACTED, "data"), Input(EXERCISE_ACT, "data"), prevent_initial_call=True)(steer)


def draw_bar(asked: Mapping[str, Any]) -> dict[str, Any]:
    home = house()
    with speaking(lang_of(asked)):
        try:
            with home.engine.connect() as connection:
                return bar_drawn(standing(connection), own(home.settings))
        except TROUBLES as error:
            return {"refused": sentence(error)}


def steer(sent: Mapping[str, Any]) -> dict[str, Any]:
    told = {"sign": sent["sign"]}
    with speaking(lang_of(sent)):
        try:
            direct(house(), str(sent.get("act")), sent.get("speed"))
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": ""}


def begin(sent: Mapping[str, Any]) -> dict[str, Any]:
    told = {"sign": sent.get("sign")}
    with speaking(lang_of(sent)):
        try:
            if sent.get("shut"):
                shut(house(), str(sent["shut"]))
            elif "day" in sent:
                replay(house(), sent["day"], sent.get("speed"))
            else:
                start(house(), str(sent.get("code") or ""), sent.get("speed"))
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": ""}


def draw_page(asked: Mapping[str, Any]) -> dict[str, Any]:
    with speaking(lang_of(asked)):
        try:
            return {"parts": exercises_drawn(house(), str(asked.get("code") or ""))}
        except TROUBLES as error:
            return {"refused": sentence(error)}
