"""Fields of forms as plain HTML, each with its label and a place for what is wrong with it."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from components.markup import Safe, tag

Options = Iterable[tuple[str, str]]  # (value, words)


def field(name: str, label: str, control: Safe, *, extra: str = "", hint: str = "") -> Safe:
    """A labelled control. `assets/js` writes into `.field-say` what the server did not like."""
    inside = [tag("span", label, "field-label"), control]
    hinted = [tag("small", hint, "field-hint")] if hint else []
    say = tag("span", None, "field-say", role="alert", data_say=name)
    return tag("label", [*inside, *hinted, say], f"field {extra}".strip())


def choice(name: str, options: Options, chosen: str = "", **attributes: str) -> Safe:
    listed = [
        tag("option", words, value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, words in options
    ]
    return tag("select", listed, "control", name=name, **attributes)


def entry(name: str, kind: str = "text", value: str = "", **attributes: str) -> Safe:
    return void("input", "control", name=name, type=kind, value=value, **attributes)


def area(name: str, value: str = "", rows: int = 3, **attributes: str) -> Safe:
    return tag("textarea", value, "control", name=name, rows=str(rows), **attributes)


def radios(name: str, label: str, options: Options, chosen: str = "") -> Safe:
    """One of a few, all of them seen at once."""
    listed = [
        tag(
            "label",
            [
                void(
                    "input",
                    "",
                    name=name,
                    type="radio",
                    value=value,
                    **({"checked": "checked"} if value == chosen else {}),
                ),
                tag("span", words),
            ],
            "radio",
        )
        for value, words in options
    ]
    say = tag("span", None, "field-say", role="alert", data_say=name)
    return tag("fieldset", [tag("legend", label, "field-label"), tag("div", listed, "radios"), say], "field")


def void(name: str, /, classes: str = "", **attributes: str) -> Safe:
    """An element that holds nothing."""
    return Safe(f"<{name}{_attributes(classes, attributes)}>")


def link(words: Any, href: str, classes: str = "", **attributes: str) -> Safe:
    return tag("a", words, classes, href=href, **attributes)


def _attributes(classes: str, attributes: Mapping[str, str]) -> str:
    shown = f' class="{escape(classes)}"' if classes else ""
    return shown + "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
