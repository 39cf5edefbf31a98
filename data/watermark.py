"""Who takes something out of the house: the words that go on files and print, of an account or of a key."""

from datetime import UTC, datetime

from data.accounts.seat import keyed, seated
from data.language import gettext as _
from data.times import local

COLUMN = "导出水印"  # of tables; our own import leaves it out


def watermark() -> str:
    """`张三 · 东一街道 · 2026-11-22 14:30:05`, the moment by the real clock; `密钥 热线平台 · 350300 · …` of a key.

    Empty where nobody has said who he is.
    """
    if one := seated():
        who, where = one.name, one.region_name
    elif sender := keyed():
        who, where = _("密钥 {name}").format(name=sender.actor.name), sender.region
    else:
        return ""
    return watermark_of(who, where)


def watermark_of(*who: str) -> str:
    """The same words of whoever it is, as a visitor of a demo."""
    return " · ".join(filter(None, (*who, f"{local(datetime.now(UTC)):%Y-%m-%d %H:%M:%S}")))


def column() -> str:
    """The header of the column that holds it, in the language spoken now."""
    return _("导出水印")
