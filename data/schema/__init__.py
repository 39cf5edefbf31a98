"""Every table of the cockpit. Migrations in `data/migrations` must give exactly this."""

from data.schema.accounts import account, account_session, audit, audit_head, sign_in_failure
from data.schema.base import metadata
from data.schema.controls import check_tick, control, control_eye, control_order, control_step, video
from data.schema.cube import event_due, event_dwell, event_hour, event_sum, event_uncounted
from data.schema.dispatch import (
    dispatch,
    dispatch_step,
    duty,
    message_log,
    outbox,
    plan,
    responder,
    task,
    task_photo,
)
from data.schema.events import event, event_history, event_number, event_photo
from data.schema.features import feature, feature_count, feature_history, feature_person
from data.schema.governance import agency, category, responsibility
from data.schema.housekeeping import alarm, demo_pending, house_fact, revision
from data.schema.indicators import indicator, indicator_value
from data.schema.intake import event_external, import_batch, quarantine, sender, sent_once
from data.schema.rooms import room, room_conclusion, room_line, room_member
from data.schema.spine import region, region_shape, region_stat
from data.schema.stations import (
    catchment,
    gauge,
    gauge_limit,
    gauge_now,
    reading,
    reading_fault,
    reading_sum,
    station,
)
from data.schema.storms import storm, storm_point
from data.schema.warnings import (
    cap_message,
    forecast,
    warning,
    warning_history,
    warning_region,
    warning_rule,
    warning_rule_step,
    warning_top,
)

__all__ = [
    "account",
    "account_session",
    "agency",
    "alarm",
    "audit",
    "audit_head",
    "cap_message",
    "catchment",
    "category",
    "check_tick",
    "control",
    "control_eye",
    "control_order",
    "control_step",
    "demo_pending",
    "dispatch",
    "dispatch_step",
    "duty",
    "event",
    "event_due",
    "event_dwell",
    "event_external",
    "event_history",
    "event_hour",
    "event_number",
    "event_photo",
    "event_sum",
    "event_uncounted",
    "feature",
    "feature_count",
    "feature_history",
    "feature_person",
    "forecast",
    "gauge",
    "gauge_limit",
    "gauge_now",
    "house_fact",
    "import_batch",
    "indicator",
    "indicator_value",
    "message_log",
    "metadata",
    "outbox",
    "plan",
    "quarantine",
    "reading",
    "reading_fault",
    "reading_sum",
    "region",
    "region_shape",
    "region_stat",
    "responder",
    "responsibility",
    "revision",
    "room",
    "room_conclusion",
    "room_line",
    "room_member",
    "sender",
    "sent_once",
    "sign_in_failure",
    "station",
    "storm",
    "storm_point",
    "task",
    "task_photo",
    "video",
    "warning",
    "warning_history",
    "warning_region",
    "warning_rule",
    "warning_rule_step",
    "warning_top",
]
