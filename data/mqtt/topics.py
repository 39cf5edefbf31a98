"""Topic patterns that name what stands at a level: `hydro/{station}/{quantity}` listens to `hydro/+/+`.

Wildcards as MQTT 3.1.1 has them (4.7): `+` is one level, `#` all that remain, at the end only.
"""

import re
from collections.abc import Mapping

NAMES = ("station", "quantity")
LONGEST = 200
_LEVEL = re.compile(r"\{(\w+)\}|\+|#|[^+#{}\x00]*")


def check_pattern(pattern: str) -> str:
    """`pattern` if it is one; ValueError says what is wrong."""
    levels = pattern.split("/")
    if not pattern or len(pattern) > LONGEST:
        raise ValueError(f"a topic has 1 to {LONGEST} characters")
    found = [_LEVEL.fullmatch(level) for level in levels]
    if wrong := [level for level, one in zip(levels, found, strict=True) if one is None]:
        raise ValueError(f"{wrong[0]!r}: a level is a word, +, # or one of {{station}} and {{quantity}}, as a whole")
    names = [one[1] for one in found if one is not None and one[1]]
    if strange := [name for name in names if name not in NAMES]:
        raise ValueError(f"{{{strange[0]}}}: name {{station}} or {{quantity}}")
    if len(set(names)) < len(names):
        raise ValueError("a name stands for one level only")
    if "#" in levels[:-1]:
        raise ValueError("# may only end a topic")
    return pattern


def filter_of(pattern: str) -> str:
    """What the broker is asked for."""
    return "/".join("+" if level.startswith("{") else level for level in pattern.split("/"))


def named_in(pattern: str, topic: str) -> Mapping[str, str] | None:
    """{name: level} of a topic that fits the pattern; None for one that does not."""
    wanted, levels = pattern.split("/"), topic.split("/")
    if wanted[-1] == "#":
        wanted, levels = wanted[:-1], levels[: len(wanted) - 1]
    if len(wanted) != len(levels):
        return None
    pairs = list(zip(wanted, levels, strict=True))
    if any(want != level for want, level in pairs if not (want == "+" or want.startswith("{"))):
        return None
    return {want[1:-1]: level for want, level in pairs if want.startswith("{")}
