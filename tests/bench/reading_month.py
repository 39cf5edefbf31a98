"""A month of 5-minute readings of many stations with all their sums, written straight into the tables by SQL."""

from datetime import datetime

from sqlalchemy import Connection, Engine, text

STEP = 300
# What a gauge told at a step, the same on every engine. Most of the time it does not rain.
VALUE = """CASE WHEN g.quantity <> 'rain' THEN ((g.id * 13 + s.n / 12) % 40) / 10.0
WHEN (g.id * 7 + s.n) % 97 < 4 THEN ((g.id + s.n) % 20) / 10.0 ELSE 0.0 END"""
STEPS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < {n}) SELECT n FROM c)",
    "postgresql": "(SELECT generate_series(0, {n} - 1) AS n)",
}
READINGS = """INSERT INTO reading (gauge_id, at, value, quality, received_at, origin)
SELECT g.id, {first} + {step} * s.n, {value}, 'good', {first} + {step} * s.n, 'bench'
FROM gauge AS g CROSS JOIN {steps} AS s ORDER BY g.id, s.n"""
FIVES = """INSERT INTO reading_sum (gauge_id, grain, start, n, total, low, high, last, last_at)
SELECT gauge_id, '5', at, 1, value, value, value, value, at FROM reading ORDER BY gauge_id, at"""
COARSER = """INSERT INTO reading_sum (gauge_id, grain, start, n, total, low, high, last, last_at)
SELECT gauge_id, '{grain}', (start + {shift}) / {size} * {size} - {shift}, sum(n), round(sum(total) * 10) / 10.0,
min(low), max(high), max(CASE WHEN (start + {shift}) % {size} = {size} - {step} THEN last ELSE 0.0 END), max(last_at)
FROM reading_sum WHERE grain = '5' GROUP BY gauge_id, (start + {shift}) / {size}"""
NOW = """INSERT INTO gauge_now (gauge_id, at, value, quality, received_at, hour)
SELECT r.gauge_id, r.at, r.value, 'good', r.at, CASE WHEN g.quantity = 'rain' THEN
(SELECT sum(total) FROM reading_sum AS s WHERE s.gauge_id = r.gauge_id AND s.grain = '5' AND s.start > r.at - 3600) END
FROM reading AS r JOIN gauge AS g ON g.id = r.gauge_id WHERE r.at = {last}"""
KEYS = {"reading": ("gauge_id", "at"), "reading_sum": ("gauge_id", "grain", "start")}


def make_month(engine: Engine, days: int, until: datetime) -> int:
    """Every gauge tells each 5 minutes of the last `days` up to `until`; how many readings."""
    last = int(until.timestamp()) // STEP * STEP
    n = days * 86_400 // STEP
    first, kind = last - (n - 1) * STEP, engine.dialect.name
    steps = STEPS[kind].format(n=n)
    with engine.connect() as connection:
        _open(connection, kind)
        _run(connection, READINGS.format(first=first, step=STEP, value=VALUE, steps=steps))
        _run(connection, FIVES)
        for grain, size, shift in (("h", 3_600, 0), ("d", 86_400, 28_800)):
            _run(connection, COARSER.format(grain=grain, size=size, shift=shift, step=STEP))
        _close(connection, kind)
        _run(connection, NOW.format(last=last))
        taken = connection.scalar(text("SELECT count(*) FROM gauge_now")) or 0
        connection.commit()
    engine.dispose()
    return int(taken) * n


def _open(connection: Connection, kind: str) -> None:
    """Without what a first load need not wait for: the journal, or the keys' indexes."""
    if kind == "sqlite":
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", "cache_size=-400000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        return
    for name in KEYS:
        connection.exec_driver_sql(f"ALTER TABLE {name} DROP CONSTRAINT pk_{name}")
    connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
    connection.commit()


def _close(connection: Connection, kind: str) -> None:
    if kind == "sqlite":
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        return
    for name, columns in KEYS.items():
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD CONSTRAINT pk_{name} PRIMARY KEY ({', '.join(columns)})")
        connection.exec_driver_sql(f"ANALYZE {name}")
    connection.commit()


def _run(connection: Connection, command: str) -> None:
    connection.exec_driver_sql(command.replace("%", "%%") if connection.dialect.name == "postgresql" else command)
    connection.commit()
