"""Who is asking. Every query takes a Scope; there is no unscoped read."""

from dataclasses import dataclass

EVERY_CELL = (1, 2**31 - 1)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Intervals of cells the asker may see, and in which capacity. Hashable: part of every cache key."""

    cells: tuple[tuple[int, int], ...]
    departments: tuple[str, ...] = ("*",)
    roles: tuple[str, ...] = ("guest",)
    clearance: int = 0

    @classmethod
    def guest(cls) -> "Scope":
        """The whole city without personal data: what everyone gets until accounts arrive."""
        return cls(cells=(EVERY_CELL,))

    def covers(self, lo: int, hi: int) -> bool:
        return any(first <= lo and hi <= last for first, last in self.cells)
