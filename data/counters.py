"""Figures about the running process, in Prometheus form at /metrics."""

from prometheus_client import Counter, Gauge, Histogram

HITS = Counter("yitu_answer_hits", "Answers given from memory", ["query"])
MISSES = Counter("yitu_answer_misses", "Answers that had to be found", ["query"])
CACHE_FAILURES = Counter("yitu_cache_failures", "Times the cache did not answer")
FAILURES = Counter("yitu_panel_failures", "Panels that could not be drawn", ["panel"])
ASKED = Histogram(
    "yitu_query_seconds",
    "Time to find an answer",
    ["query"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 2),
)
MQTT_READINGS = Counter("yitu_mqtt_readings", "Readings that came by MQTT", ["outcome"])
MQTT_CONNECTED = Gauge("yitu_mqtt_connected", "Whether the broker is connected")
MQTT_BATCH = Histogram("yitu_mqtt_batch_seconds", "Time to keep a batch of MQTT messages")
LIVE_PLACES = Gauge("yitu_live_places", "Screens that are told by push")
SHOW_PLACES = Gauge("yitu_show_places", "Screens and telephones that follow a briefing")
