"""Numbers as people read them: U+2212 for minus, comma for thousands, a dash for "no data"."""

from data.answer import Value
from data.language import gettext as _

NONE = "—"
MINUS = "\u2212"
SCALES = "1e8:亿 1e4:万"  # translated as a whole, since other languages count in other steps
SCALED_FROM = 100_000


def number(value: Value, decimals: int | None = None) -> str:
    """`1,234` or `1.5`; integers without decimals unless `decimals` asks for them; None is a dash, never zero."""
    if not isinstance(value, int | float):
        return NONE
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def scaled(value: Value) -> tuple[str, str]:
    """Number and the scale word in front of its unit: 6,526,000,000 is ("65.26", "亿")."""
    if isinstance(value, int | float) and abs(value) >= SCALED_FROM:
        for step in _(SCALES).split():
            size, _colon, word = step.partition(":")
            if abs(value) >= float(size):
                return f"{value / float(size):.4g}".replace("-", MINUS), word
    return number(value), ""


def signed(value: Value, decimals: int = 1) -> str:
    """A change: `+12.5`, `−2.6`, `0.0`."""
    text = number(value, decimals)
    return f"+{text}" if isinstance(value, int | float) and value > 0 and text.strip("0.") else text


def change_text(value: Value) -> str:
    """A change in percent: `+4.5%`; without decimals once it is large."""
    if not isinstance(value, int | float):
        return NONE
    return f"{signed(value, 0 if abs(value) >= 100 else 1)}%"


def percent(value: Value) -> str:
    """`97.5%`; one decimal always, so that columns line up."""
    return f"{number(value, 1)}%" if isinstance(value, int | float) else NONE


def stay(minutes: Value) -> str:
    """How long: `<1分`, `18分`, `1时42分`, `3天04时`."""
    if not isinstance(minutes, int | float):
        return NONE
    whole = round(minutes)
    if whole < 1:
        return _("<1分")
    if whole < 60:
        return _("{m}分").format(m=whole)
    hours, rest = divmod(whole, 60)
    if hours < 24:
        return _("{h}时{m:02d}分").format(h=hours, m=rest)
    if hours % 24 == 0:
        return _("{d}天").format(d=hours // 24)
    return _("{d}天{h:02d}时").format(d=hours // 24, h=hours % 24)


def share(value: Value, whole: float) -> str:
    """CSS width of a bar; zero where there is nothing to divide by."""
    if not isinstance(value, int | float) or whole <= 0:
        return "0%"
    return f"{max(0.0, min(100.0, 100 * value / whole)):.1f}%"
