"""The names of categories of the tree that every city starts with."""

from functools import cache

from data.commands.category_tree import default_tree


@cache
def _names() -> dict[str, str]:
    return {str(row["code"]): str(row["name"]) for row in default_tree()}


def leaf_name(code: str) -> str:
    """What people call it; the code itself where the city has made it up."""
    return _names().get(code, code)
