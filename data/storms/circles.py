"""What the wind circles of a source are of: Beaufort forces, or the knots that stand in for them."""

from data.language import gettext as _
from data.risk_words import CIRCLE_KNOTS

IBTRACS = "IBTrACS"  # how its sources begin


def circle_word(source: str, force: int) -> str:
    """What winds the circle kept as that of `force` holds: `10 级`, or the knots where the source tells knots."""
    return _(CIRCLE_KNOTS[force]) if source.startswith(IBTRACS) else _("{force} 级").format(force=force)
