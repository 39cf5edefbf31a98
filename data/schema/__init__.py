"""Every table of the cockpit. Migrations in `data/migrations` must give exactly this."""

from data.schema.base import metadata
from data.schema.events import event, event_day, event_dwell, event_history
from data.schema.features import feature, feature_count
from data.schema.housekeeping import demo_pending, house_fact, revision
from data.schema.indicators import indicator, indicator_value
from data.schema.spine import region, region_shape, region_stat
from data.schema.storms import storm, storm_point

__all__ = [
    "demo_pending",
    "event",
    "event_day",
    "event_dwell",
    "event_history",
    "feature",
    "feature_count",
    "house_fact",
    "indicator",
    "indicator_value",
    "metadata",
    "region",
    "region_shape",
    "region_stat",
    "revision",
    "storm",
    "storm_point",
]
