"""Round ticks of a scale, and numbers in words as the screens have them."""

import math

STEPS = (1, 2, 2.5, 5, 10)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers that enclose low..high."""
    span = high - low if high > low else 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in STEPS if power * factor * most >= span * 0.999999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def said(value: float | None) -> str:
    """`1,234`, `−2.6`, or a dash: as `components/numbers.py` says it."""
    if value is None:
        return "—"
    decimals = 0 if float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}".replace("-", "\u2212")
