"""What the conditions of warning rules are made of: checked words, windows, slacks."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from data.risk_words import QUANTITIES, STATION_KINDS

STEP = 5  # minutes: what the finest sums are of
LONGEST = 7 * 24 * 60  # minutes of a window
STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


def one_of(words: Any) -> AfterValidator:
    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"{value!r} is not one of {', '.join(words)}")
        return value

    return AfterValidator(check)


def _steps(minutes: int) -> int:
    if minutes % STEP:
        raise ValueError(f"a window is a multiple of {STEP} minutes")
    return minutes


Quantity = Annotated[str, one_of(QUANTITIES)]
Kind = Annotated[str, one_of(STATION_KINDS)]
Window = Annotated[int, Field(ge=STEP, le=LONGEST), AfterValidator(_steps)]
Share = Annotated[float, Field(ge=0, lt=1)]
Slack = Annotated[float, Field(ge=0)]
