"""How sure a share is: Wilson's score interval, which stays honest for small samples.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927) 209–212, doi:10.1080/01621459.1927.10502953.
"""

from math import sqrt

Z = 1.959964  # two-sided 95 %
LEAST = 30  # cases below which a share is shown, but not ranked


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """(lower, upper) bound in percent of the share hits / n; None without cases."""
    if n <= 0:
        return None
    share, more = hits / n, Z * Z / n
    middle = share + more / 2
    half = Z * sqrt(share * (1 - share) / n + more / (4 * n))
    low, high = (middle - half) / (1 + more), (middle + half) / (1 + more)
    return round(100 * max(0.0, low), 1), round(100 * min(1.0, high), 1)


def standing(hits: int, n: int) -> tuple[bool, float, int]:
    """What to rank shares by: the lower bound, highest first; those of few cases after, the most cases first."""
    low, _high = wilson(hits, n) or (0.0, 0.0)
    thin = n < LEAST
    return thin, -n if thin else -low, -n
