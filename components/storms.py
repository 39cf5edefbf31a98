"""Wind force on the Beaufort scale as China extends it to 17 (GB/T 28591-2012), and classes of storms."""

from data.answer import Value
from data.language import gettext as _

# Lower bounds of forces 1..17 in m/s.
FORCES = (0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1)


CATEGORIES = {  # of GB/T 19201-2006
    1: "热带低压",
    2: "热带风暴",
    3: "强热带风暴",
    4: "台风",
    5: "强台风",
    6: "超强台风",
}


def strength(category: Value) -> str:
    """The word for it; empty where no source tells it."""
    return _(CATEGORIES[category]) if isinstance(category, int) and category in CATEGORIES else ""


def force(metres_per_second: Value) -> str:
    """`13级` for 38 m/s."""
    if not isinstance(metres_per_second, int | float):
        return "—"
    return _("{force}级").format(force=sum(metres_per_second >= bound for bound in FORCES))
