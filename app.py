"""create_app(settings): wires engine, cache, doors, Dash and pages. No logic lives here."""

from functools import partial

from dash import Dash
from flask import Flask

import callbacks
from components import (
    accounts_page,
    audit_page,
    briefing_remote,
    field_page,
    handouts,
    keys_page,
    kiosk_page,
    reports,
    sign_in_page,
    subject_page,
)
from components.briefing_stage import staged
from components.registry import panels
from components.shell import page_index, shell
from data import logs
from data.cities.commands import city
from data.cli_accounts import accounts
from data.cli_audit import audit
from data.cli_cap import cap
from data.cli_catchments import catchments
from data.cli_controls import controls
from data.cli_cube import cube
from data.cli_dispatch import dispatch_commands
from data.cli_economy import economy
from data.cli_exercise import exercise
from data.cli_indicators import indicators
from data.cli_quarantine import quarantine
from data.cli_readings import readings
from data.cli_rules import rules
from data.cli_signals import signals
from data.cli_storms import storms
from data.cli_videos import videos
from data.cli_warnings import warnings
from data.commands.senders import senders
from data.database import db
from data.demo.commands import demo
from data.doors import accountability as accountability_door
from data.doors import archive as archive_door
from data.doors import assessment as assessment_door
from data.doors import briefings as briefings_door
from data.doors import (
    bundle,
    document_api,
    documents,
    event_files,
    health,
    indicator_desk,
    ledger_imports,
    map,
    nowhere,
    open311,
    openapi,
    photos,
    regions,
    table_files,
    thing_imports,
)
from data.doors import callouts as callouts_door
from data.doors import cap as cap_door
from data.doors import catalogue as catalogue_door
from data.doors import catchments as catchments_door
from data.doors import controls as controls_door
from data.doors import coordination as coordination_door
from data.doors import coverage as coverage_door
from data.doors import digest as digest_door
from data.doors import dispatches as dispatches_door
from data.doors import economy as economy_door
from data.doors import events as events_door
from data.doors import exercise as exercise_door
from data.doors import exposure as exposure_door
from data.doors import footings as footings_door
from data.doors import forecasts as forecasts_door
from data.doors import forms as forms_door
from data.doors import grids as grids_door
from data.doors import indicators as indicators_door
from data.doors import lists as lists_door
from data.doors import live as live_door
from data.doors import panels as panels_door
from data.doors import readings as readings_door
from data.doors import returns as returns_door
from data.doors import rooms as rooms_door
from data.doors import rules as rules_door
from data.doors import shares as shares_door
from data.doors import signals as signals_door
from data.doors import storms as storms_door
from data.doors import things as things_door
from data.doors import warnings as warnings_door
from data.doors.accounts import accounts_door
from data.doors.audit import audit_door
from data.doors.briefing_remote import remote_door
from data.doors.briefing_shows import show_door
from data.doors.field import field_door
from data.doors.guard import guard
from data.doors.handouts import handout_door
from data.doors.key_page import key_door
from data.doors.marking import mark_all
from data.doors.oidc import oidc_door
from data.doors.reports import report_door
from data.doors.screens import screen_door
from data.doors.sign_in import sign_in_door
from data.doors.subject import subject_door
from data.exercise.mark import PREFIX
from data.house import open_house
from data.intake.commands import events
from data.ledgers.commands import ledgers
from data.mqtt.commands import mqtt
from data.settings import ROOT, Settings, read_settings
from data.things.commands import things


def create_app(settings: Settings | None = None) -> Flask:
    """The whole cockpit as a WSGI application; `flask --app app` finds its commands here."""
    settings = settings or read_settings()
    logs.configure(settings.log_level)
    server = Flask("yitu", root_path=str(ROOT), static_folder=None)
    open_house(settings, server)
    for door in (bundle.door, health.door, regions.door, map.door, panels_door.panel_door(panels()), nowhere.door):
        server.register_blueprint(door)
    for door in (events_door.door, event_files.door, open311.door, openapi.door, photos.door):
        server.register_blueprint(door)
    for risk_door in (readings_door.door, storms_door.door, exposure_door.door, coverage_door.door):
        server.register_blueprint(risk_door)
    server.register_blueprint(cap_door.door)
    server.register_blueprint(warnings_door.door)
    server.register_blueprint(rules_door.door)
    server.register_blueprint(footings_door.door)
    server.register_blueprint(callouts_door.door)
    server.register_blueprint(forecasts_door.door)
    server.register_blueprint(things_door.door)
    server.register_blueprint(thing_imports.door)
    server.register_blueprint(economy_door.door)
    server.register_blueprint(forms_door.door)
    server.register_blueprint(coordination_door.door)
    server.register_blueprint(subject_door(subject_page))
    for list_door in (lists_door.door, archive_door.door, grids_door.door):
        server.register_blueprint(list_door)
    for list_door in (returns_door.door, catalogue_door.door, shares_door.door):
        server.register_blueprint(list_door)
    for desk_door in (ledger_imports.door, documents.door, document_api.door, table_files.door, catalogue_door.files):
        server.register_blueprint(desk_door)
    server.register_blueprint(exercise_door.door)
    server.register_blueprint(controls_door.door)
    server.register_blueprint(catchments_door.door)
    server.register_blueprint(dispatches_door.door)
    server.register_blueprint(rooms_door.door)
    server.register_blueprint(signals_door.door)
    server.register_blueprint(accountability_door.door)
    server.register_blueprint(assessment_door.door)
    server.register_blueprint(digest_door.door)
    for indicator_door in (indicators_door.door, indicator_desk.door):
        server.register_blueprint(indicator_door)
    server.register_blueprint(live_door.door)
    server.register_blueprint(sign_in_door(sign_in_page))
    server.register_blueprint(oidc_door(server, settings, sign_in_page))
    server.register_blueprint(accounts_door(accounts_page, sign_in_page))
    server.register_blueprint(key_door(keys_page, sign_in_page))
    server.register_blueprint(audit_door(audit_page, sign_in_page))
    server.register_blueprint(field_door(field_page))
    server.register_blueprint(screen_door(kiosk_page))
    for briefing_door in (briefings_door.door, show_door(staged), remote_door(briefing_remote)):
        server.register_blueprint(briefing_door)
    server.register_blueprint(handout_door(handouts))
    server.register_blueprint(report_door(reports))
    dash = Dash(
        "yitu",
        server=server,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(ROOT / "assets"),
        assets_ignore=r"\.(css|js)$",  # linked as one file each: data/doors/bundle.py
        title=f"{PREFIX if settings.exercise else ''}全市一张图",
        update_title=None,
        serve_locally=True,
        suppress_callback_exceptions=True,  # else the first request draws every page there is, only to look at its ids
        index_string=page_index(settings.exercise, settings.wall_distance / settings.wall_height),
    )
    with server.app_context():
        dash.layout = partial(shell, exercise=bool(settings.exercise))
    callbacks.register_all(dash)
    guard(server, dash)
    if settings.exercise:
        mark_all(server, settings.exercise)
    server.cli.add_command(storms)
    server.cli.add_command(readings)
    for group in (city, cube, demo, db, rules, senders, events, warnings):
        server.cli.add_command(group)
    server.cli.add_command(things)
    server.cli.add_command(economy)
    server.cli.add_command(ledgers)
    server.cli.add_command(quarantine)
    server.cli.add_command(catchments)
    server.cli.add_command(dispatch_commands)
    for group in (accounts, audit):
        server.cli.add_command(group)
    for group in (cap, mqtt, exercise, controls, videos, indicators, signals):
        server.cli.add_command(group)
    return server
