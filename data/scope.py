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
        """The whole city without personal data: what a visitor of the demo gets."""
        return cls(cells=(EVERY_CELL,))

    def touches(self, lo: int, hi: int) -> bool:
        return any(first <= hi and lo <= last for first, last in self.cells)

    @property
    def every_department(self) -> bool:
        """Whether cases of all agencies are shown, not only those of some."""
        return "*" in self.departments

    def covers(self, lo: int, hi: int) -> bool:
        return any(first <= lo and hi <= last for first, last in self.cells)
