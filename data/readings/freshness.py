"""How fresh a station is, by its own rhythm. A silent station is a state of its own, never a zero."""

DAY_S = 86_400
FRESH, LATE = 2, 6  # rhythms
FRESHNESS = ("fresh", "late", "stale", "broken")
SILENT = ("stale", "broken")


def freshness(age_s: float | None, rhythm_s: int) -> str:
    """fresh within 2 rhythms, late within 6, then stale; broken after a day (or 6 rhythms), or if it never spoke."""
    if age_s is None or age_s > max(DAY_S, LATE * rhythm_s):
        return "broken"
    if age_s <= FRESH * rhythm_s:
        return "fresh"
    return "late" if age_s <= LATE * rhythm_s else "stale"
