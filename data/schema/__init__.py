"""Every table of the cockpit. Migrations in `data/migrations` must give exactly this."""

from data.schema.accounts import account, account_region, account_session, audit, audit_head, sign_in_failure
from data.schema.base import metadata
from data.schema.briefings import briefing, briefing_answer, briefing_scene, briefing_show
from data.schema.callouts import callout, callout_target
from data.schema.catalogue import (
    resource,
    resource_opening,
    resource_state,
    scenario,
    scenario_resource,
    scenario_review,
)
from data.schema.controls import check_tick, control, control_eye, control_order, control_step, video
from data.schema.coordination import (
    coordination_call,
    coordination_demand,
    coordination_file,
    coordination_finding,
    coordination_offer,
    coordination_plan,
    coordination_push,
    coordination_receipt,
    coordination_step,
)
from data.schema.cube import event_due, event_dwell, event_hour, event_sum, event_uncounted
from data.schema.dispatch import (
    dispatch,
    dispatch_step,
    drone_mission,
    duty,
    message_log,
    outbox,
    plan,
    responder,
    talk_read,
    task,
    task_photo,
)
from data.schema.documents import document, document_grant, document_move, document_read, document_version
from data.schema.economy import (
    appeal,
    chain,
    chain_link,
    chain_member,
    economy_step,
    policy,
    policy_grant,
    policy_grant_step,
    project_party,
)
from data.schema.events import event, event_history, event_link, event_number, event_photo
from data.schema.features import feature, feature_count, feature_history, feature_notice, feature_person
from data.schema.footings import footing
from data.schema.governance import agency, category, intake_line, responsibility, steward, steward_visit
from data.schema.grids import grid, grid_origin, grid_span
from data.schema.housekeeping import alarm, demo_pending, house_fact, revision
from data.schema.indicators import (
    indicator,
    indicator_block,
    indicator_restated,
    indicator_value,
    indicator_version,
)
from data.schema.intake import event_external, import_batch, quarantine, sender, sent_once
from data.schema.ledgers import field, field_step, form, form_run, ledger, record, record_history, record_more
from data.schema.lists import list_event, list_item, list_photo, list_step, list_support, profile
from data.schema.office_names import office_name
from data.schema.record_calls import record_call
from data.schema.reports import report, report_issue, report_share, report_version
from data.schema.returns import record_check, source_fault, source_return, source_step
from data.schema.rooms import room, room_conclusion, room_line, room_member, room_side
from data.schema.screens import rotation, rotation_page, screen, screen_group, screen_takeover
from data.schema.shares import share, share_delivery, share_step
from data.schema.signals import signal
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
    warning_event,
    warning_history,
    warning_region,
    warning_rule,
    warning_rule_step,
    warning_top,
)

# fmt: off
__all__ = [
    "account", "account_region", "account_session", "agency", "alarm", "appeal", "audit", "audit_head", "briefing",
    "briefing_answer", "briefing_scene", "briefing_show", "callout", "callout_target", "cap_message", "catchment",
    "category", "chain", "chain_link", "chain_member", "check_tick", "control", "control_eye", "control_order",
    "control_step", "coordination_call", "coordination_demand", "coordination_file", "coordination_finding",
    "coordination_offer", "coordination_plan", "coordination_push", "coordination_receipt", "coordination_step",
    "demo_pending", "dispatch", "dispatch_step", "document", "document_grant", "document_move", "document_read",
    "document_version", "drone_mission", "duty", "economy_step", "event", "event_due", "event_dwell",
    "event_external", "event_history", "event_hour", "event_link", "event_number", "event_photo", "event_sum",
    "event_uncounted", "feature", "feature_count", "feature_history", "feature_notice", "feature_person", "field",
    "field_step", "footing", "forecast", "form", "form_run", "gauge", "gauge_limit", "gauge_now", "grid",
    "grid_origin", "grid_span", "house_fact", "import_batch", "indicator", "indicator_block", "indicator_restated",
    "indicator_value", "indicator_version", "intake_line", "ledger", "list_event", "list_item", "list_photo",
    "list_step", "list_support", "message_log", "metadata", "office_name", "outbox", "plan", "policy",
    "policy_grant", "policy_grant_step", "profile", "project_party", "quarantine", "reading", "reading_fault",
    "reading_sum", "record", "record_call", "record_check", "record_history", "record_more", "region",
    "region_shape", "region_stat", "report", "report_issue", "report_share", "report_version", "resource",
    "resource_opening", "resource_state", "responder", "responsibility", "revision", "room", "room_conclusion",
    "room_line", "room_member", "room_side", "rotation", "rotation_page", "scenario", "scenario_resource",
    "scenario_review", "screen", "screen_group", "screen_takeover", "sender", "sent_once", "share",
    "share_delivery", "share_step", "sign_in_failure", "signal", "source_fault", "source_return", "source_step",
    "station", "steward", "steward_visit", "storm", "storm_point", "talk_read", "task", "task_photo", "video",
    "warning", "warning_event", "warning_history", "warning_region", "warning_rule", "warning_rule_step",
    "warning_top",
]
# fmt: on
