"""Who takes something out of the house: the words that go on files and print of a signed-in account."""

from datetime import UTC, datetime

from data.accounts.seat import seated
from data.language import gettext as _
from data.times import local

COLUMN = "导出水印"  # of tables; our own import leaves it out


def watermark() -> str:
    """`张三 · 东一街道 · 2026-11-22 14:30:05`, the moment by the real clock; empty where nobody is signed in."""
    one = seated()
    return f"{one.name} · {one.region_name} · {local(datetime.now(UTC)):%Y-%m-%d %H:%M:%S}" if one else ""


def column() -> str:
    """The header of the column that holds it, in the language spoken now."""
    return _("导出水印")
