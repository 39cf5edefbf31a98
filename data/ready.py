"""Ready: what must stand before the first screen is served: tables, city, demo."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select

from data.assessment.rules import assessment_rules
from data.cities.load import load_city
from data.clock import KEY as DEMO_CLOCK
from data.clock import set_demo_clock
from data.commands.codes import keep_key
from data.commands.cube import rebuild
from data.commands.facts import fact, put_fact
from data.commands.governance import load_default_tree
from data.commands.offices_laid import install_offices
from data.commands.plans import install_plans
from data.commands.revisions import bump
from data.commands.warning_rules import ENGINE, install_shipped
from data.commands.watch import sweep, watch
from data.coordination.kind import kinds_in
from data.database import upgrade
from data.demo.base import seed_base
from data.demo.base_indicators import define_indicators
from data.demo.briefings import install_briefing
from data.demo.callouts import install_callouts
from data.demo.controls import clear_controls, seed_controls
from data.demo.coordination import seed_coordination
from data.demo.documents import install_documents
from data.demo.economy import seed_economy
from data.demo.events import seed_events
from data.demo.grown import GROWN, PARTS, grow
from data.demo.ledgers import seed_ledgers
from data.demo.licences import install_licences
from data.demo.lists import seed_lists
from data.demo.notices import seed_cap, seed_forecast
from data.demo.openings import install_openings
from data.demo.orders import seed_orders
from data.demo.profiles import seed_profiles
from data.demo.quarters import seed_quarters
from data.demo.recipe import demo_recipe
from data.demo.record_calls import seed_calls
from data.demo.reports import install_reports
from data.demo.responders import clear_responders, seed_responders
from data.demo.returns import install_returns
from data.demo.scenarios import install_scenarios
from data.demo.screens import install_screens
from data.demo.shares import install_shares
from data.demo.signals import clear_signals, seed_signals
from data.demo.stations import seed_stations
from data.demo.vital_signs import install_signs
from data.economy.install import install_economy
from data.economy.plan import declared
from data.errors import CityError
from data.exercise.mark import keep_apart
from data.facts.load import load_facts, published
from data.ledgers.install import install_ledgers, ledger_plan
from data.queries.revisions import HOUSE, revisions
from data.schema import (
    control,
    event,
    feature,
    gauge,
    gauge_now,
    house_fact,
    indicator,
    region_stat,
    responder,
    revision,
    station,
    video,
)
from data.settings import Settings

SEED = 20240725  # of the demo, where none is chosen
OUTGROWN = "cube_outgrown"  # fact: set by an upgrade after which the cube counts more


def make_ready(engine: Engine, settings: Settings) -> None:
    """Make what is missing, and nothing twice. CityError when the database holds another city, or is an exercise's."""
    keep_apart(engine, settings.exercise)
    assessment_rules(settings)  # refused before anything is made
    upgrade(engine)
    _recount(engine)
    if settings.exercise:
        return  # all there is was made by `flask exercise prepare`
    load_city(engine, settings.cities_dir / settings.city)
    _number(engine)
    with engine.begin() as connection:
        load_default_tree(connection)
        install_shipped(connection, ENGINE, datetime.now(UTC))
        install_plans(connection, datetime.now(UTC))
    with engine.connect() as connection:
        has_demo = fact(connection, DEMO_CLOCK) is not None
    if has_demo and not settings.demo:
        raise CityError("the database holds a demo: give the real city a database of its own, or set YITU_DEMO=true")
    if not settings.demo:
        _keep_facts(engine, settings)
    else:
        if not has_demo:
            seed_demo(engine, settings)
        recipe = demo_recipe(settings.cities_dir / settings.city, published())
        anchor = recipe.anchor
        with engine.begin() as connection:
            grow(connection, recipe, SEED)
        _brief(engine, anchor)
        install_signs(engine, anchor, SEED)
    with engine.begin() as connection:
        _lay_ledgers(connection, settings)
    with engine.begin() as connection:
        keep_key(connection)


def _recount(engine: Engine) -> None:
    """Where an upgrade has given the cube more to count, count all events again; a large city takes some minutes."""
    with engine.begin() as connection:
        if fact(connection, OUTGROWN) is not None:
            rebuild(connection)
            connection.execute(delete(house_fact).where(house_fact.c.key == OUTGROWN))


def _brief(engine: Engine, anchor: datetime) -> None:
    """A demo comes with a briefing, reports and a room with a screen; one of before it had any, too."""
    with engine.begin() as connection:
        install_briefing(connection, anchor)
        install_reports(connection, anchor)
        install_screens(connection, datetime.now(UTC))


def _lay_ledgers(connection: Connection, settings: Settings) -> None:
    """The ledgers, their dictionary, chains and policies; a demo has records, one of before it had any, too."""
    plan = ledger_plan(settings.cities_dir / settings.city)
    install_ledgers(connection, plan)
    pack = settings.cities_dir / settings.city
    laid = demo_recipe(pack, published()).anchor if settings.demo else datetime.now(UTC)
    install_offices(connection, pack, laid, demo=settings.demo)
    economy = declared(settings.cities_dir / settings.city)
    if settings.demo or economy.get("provenance") != "simulated":  # what is made up is for demos alone
        install_economy(connection, economy)
    if settings.demo:
        anchor = demo_recipe(settings.cities_dir / settings.city, published()).anchor
        seed_ledgers(connection, plan, anchor, SEED)
        seed_economy(connection, economy, anchor, SEED)
        seed_quarters(connection, anchor, SEED)
        seed_coordination(connection, kinds_in(settings.cities_dir / settings.city), anchor, SEED)
        seed_lists(connection, anchor, SEED)
        seed_profiles(connection, anchor)
        install_callouts(connection, anchor, SEED)
        install_documents(connection, anchor)
        install_licences(connection, anchor)
        install_returns(connection, settings, anchor)
        install_scenarios(connection, anchor, SEED)
        install_shares(connection, anchor)
        install_openings(connection, anchor)
        seed_calls(connection, anchor, SEED)


def _number(engine: Engine) -> None:
    """Give the database a number of its own, once."""
    with engine.begin() as connection:
        if HOUSE not in revisions(connection):
            row = dict(topic=HOUSE, n=secrets.randbelow(2**31 - 1) + 1, changed_at=datetime.now(UTC))
            connection.execute(insert(revision).values(row))


def _keep_facts(engine: Engine, settings: Settings) -> None:
    """A real city starts with the indicators' definitions and the published figures, and nothing simulated."""
    with engine.begin() as connection:
        if connection.scalar(select(func.count()).select_from(indicator)) == 0:
            define_indicators(connection, demo_recipe(settings.cities_dir / settings.city, published()))
            load_facts(connection)
            bump(connection, "indicators")


def seed_demo(engine: Engine, settings: Settings, seed: int = SEED, events: int | None = None) -> None:
    """Fill the city with simulated life up to the demo's anchor; the clock stands there. One transaction."""
    recipe = demo_recipe(settings.cities_dir / settings.city, published())
    with engine.begin() as connection:
        _refuse_real(connection)
        keep_key(connection, f"demo:{seed}")  # what is told of a demo holds for everybody's
        clear_controls(connection)
        clear_responders(connection)
        clear_signals(connection)
        seed_base(connection, recipe, seed)
        seed_stations(connection, recipe, seed)
        seed_controls(connection, recipe, seed)
        seed_events(connection, recipe.event_total if events is None else events, recipe.anchor, seed)
        watch(connection, connection.scalars(select(gauge.c.id)).all(), recipe.anchor)
        seed_forecast(connection, recipe.anchor)
        sweep(connection, recipe.anchor)
        seed_cap(connection, recipe.anchor)
        seed_responders(connection, recipe, seed)
        seed_orders(connection, recipe.anchor, seed)
        seed_signals(connection, recipe.anchor, seed)
        put_fact(connection, GROWN, ",".join(PARTS))
        _lay_ledgers(connection, settings.model_copy(update={"demo": True}))
    install_signs(engine, recipe.anchor, seed, anew=True)
    set_demo_clock(engine, recipe.anchor, running=False)


def _refuse_real(connection: Connection) -> None:
    """A demo replaces all events: never those of a real city."""
    for table in (event, feature, region_stat, station, control, video, responder):
        if connection.scalar(select(table.c.provenance).where(table.c.provenance != "simulated").limit(1)):
            raise CityError(
                f"the database holds real rows ({table.name}): a demo would delete them; use another database"
            )


def start_demo_clock(engine: Engine, settings: Settings, *, running: bool = True) -> str:
    """Let the demo clock go on from where the demo last was, readings included; the moment it shows."""
    recipe = demo_recipe(settings.cities_dir / settings.city, published())
    with engine.connect() as connection:
        heard = connection.scalar(select(func.max(gauge_now.c.received_at)))
    return set_demo_clock(engine, max(recipe.anchor, heard or recipe.anchor), running=running).isoformat()
