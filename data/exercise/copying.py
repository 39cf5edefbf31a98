"""What of the city goes into an exercise, table by table in plain rows: its registers and rules, never its cases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select
from tqdm import tqdm

from data.commands.bulk import renumber
from data.schema import metadata, region

CHUNK = 5_000
COPIED = (
    *("region", "region_shape", "region_stat", "storm", "storm_point"),
    *("category", "agency", "office_name", "intake_line", "steward", "responsibility", "warning_rule", "indicator"),
    *("indicator_value", "indicator_version", "indicator_restated", "indicator_block"),
    *("feature", "feature_person", "feature_count", "station", "gauge", "gauge_limit", "catchment"),
    *("control", "control_eye", "video"),
    *("responder", "duty", "plan"),
    *("ledger", "field", "record", "record_more"),
    *("chain", "chain_link", "chain_member", "policy", "project_party", "economy_step"),
    *("grid", "grid_span", "grid_origin"),
    *("resource", "resource_opening", "scenario", "scenario_resource"),
    *("account", "account_region"),  # who may take part; sessions are made there
)
# What has happened, what came by a door and by whose key, and what each database keeps about itself.
LEFT = (
    *("event", "event_history", "event_photo", "event_number", "event_sum", "event_dwell", "event_hour", "event_due"),
    *("event_uncounted", "event_link", "steward_visit"),
    *("reading", "reading_sum", "reading_fault", "gauge_now", "feature_history", "feature_notice"),
    *("warning", "warning_history", "warning_region", "warning_event", "warning_top"),
    *("cap_message", "forecast", "warning_rule_step"),
    *("sender", "sent_once", "event_external", "import_batch", "quarantine"),
    *("control_order", "control_step", "check_tick"),
    *("dispatch", "task", "task_photo", "dispatch_step", "talk_read", "drone_mission", "outbox", "message_log"),
    *("callout", "callout_target"),
    *("signal", "footing"),
    *("room", "room_member", "room_side", "room_line", "room_conclusion"),
    *("rotation", "rotation_page", "screen", "screen_group", "screen_takeover"),
    *("briefing", "briefing_scene", "briefing_answer", "briefing_show"),
    *("record_history", "record_call", "field_step", "form", "form_run"),
    *("report", "report_version", "report_share", "report_issue"),
    *("coordination_plan", "coordination_call", "coordination_step", "coordination_file", "coordination_finding"),
    *("coordination_push", "coordination_receipt", "coordination_demand", "coordination_offer"),
    *("policy_grant", "policy_grant_step", "appeal"),
    *("list_item", "list_step", "list_support", "list_event", "list_photo", "profile"),
    *("document", "document_version", "document_grant", "document_move", "document_read"),
    *("source_return", "source_fault", "source_step", "record_check"),
    *("resource_state", "scenario_review", "share", "share_step", "share_delivery"),
    *("house_fact", "revision", "demo_pending", "alarm"),
    *("account_session", "sign_in_failure", "audit", "audit_head"),
)


@contextmanager
def reading_only(engine: Engine) -> Iterator[Connection]:
    """One connection that sees one state of the database and cannot change it."""
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            yield connection
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA query_only=OFF")


def copy_city(source: Connection, target: Connection, *, quiet: bool = False) -> int:
    """Copy the tables into empty ones of the same schema, with a progress bar; how many rows."""
    tables = [table for table in metadata.sorted_tables if table.name in COPIED]
    sizes = {table: source.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    with tqdm(total=sum(sizes.values()), desc="city", unit=" rows", unit_scale=True, disable=quiet) as bar:
        for table in tables:
            _copy(source, target, table, bar.update)
    return sum(sizes.values())


def _copy(source: Connection, target: Connection, table: Table, told: Callable[[int], object]) -> None:
    """Between two SQLite files as rows are kept; else by way of Python's types, which every database reads."""
    order = (region.c.level, region.c.id) if table is region else table.primary_key.columns.values()
    some: dict[str, Any] = {"execution_options": {"yield_per": CHUNK}}
    if source.dialect.name == target.dialect.name == "sqlite":
        names, marks = ", ".join(table.c.keys()), ", ".join("?" * len(table.c))
        select_all = f"SELECT {names} FROM {table.name} ORDER BY {', '.join(column.name for column in order)}"
        for rows in source.exec_driver_sql(select_all, **some).partitions(CHUNK):
            target.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", [tuple(row) for row in rows])
            told(len(rows))
        return
    for found in source.execute(select(table).order_by(*order), **some).mappings().partitions(CHUNK):
        target.execute(insert(table), [dict(row) for row in found])
        told(len(found))
    numbered = table.c.get("id")
    if numbered is not None and numbered.autoincrement and table is not region:
        renumber(target, table)
