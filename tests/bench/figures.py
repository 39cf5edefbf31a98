"""A promised figure and what was measured: one JSON line each."""

import json
import math
from collections.abc import Sequence


def quantile(values: Sequence[float], share: float) -> float:
    """Nearest rank: a value that was really measured."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def tell(figure: str, unit: str, values: Sequence[float], *, target: float | None = None, at: float = 0.95) -> None:
    """Print a line; `target` is compared with the quantile `at`."""
    line: dict[str, object] = {"figure": figure, "unit": unit, "n": len(values)}
    line |= {f"p{round(100 * share)}": round(quantile(values, share), 2) for share in (0.5, 0.95)}
    line |= {"max": round(max(values), 2)}
    if target is not None:
        line |= {"target": target, "at": f"p{round(100 * at)}", "ok": quantile(values, at) <= target}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(figure: str, unit: str, value: float, *, target: float | None = None, least: bool = False) -> None:
    """Print a single number; `least`: the target is what it must reach, not what it may not pass."""
    line: dict[str, object] = {"figure": figure, "unit": unit, "value": value}
    if target is not None:
        line |= {"target": target, "ok": value >= target if least else value <= target}
    print(json.dumps(line, ensure_ascii=False), flush=True)
