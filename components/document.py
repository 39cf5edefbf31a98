"""A page without Dash: its document with the house's style sheets, plain forms, and no script but what it names."""

from collections.abc import Iterable
from html import escape
from typing import Any

from components.markup import Safe, markup, tag
from components.shell import distance_mark, page_mark
from data.doors.bundle import address
from data.language import gettext as _

DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}" data-skin="{skin}"{marks}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title}</title>
<link rel="icon" href="/_favicon.ico">
<link rel="stylesheet" href="{styles}">
</head>
<body>
{body}
</body>
</html>"""


def document(
    title: str, body: Any, *, lang: str = "zh", skin: str = "dark", exercise: str = "", distance: float = 0
) -> str:
    """`body`: components, or HTML of our own; everything else is escaped. `distance`: as of `page_index`."""
    return DOCUMENT.format(
        lang="en" if lang == "en" else "zh-CN",
        skin="light" if skin == "light" else "dark",
        marks=page_mark(exercise) + (distance_mark(distance) if distance else ""),
        title=escape(title),
        styles=address("css"),
        body=markup(body),
    )


def form(action: str, token: str, inside: Iterable[Any], classes: str = "", **attributes: str) -> Safe:
    """A form that posts, with the token that says that it is ours."""
    hidden = Safe(f'<input type="hidden" name="csrf_token" value="{escape(token)}">')
    return tag("form", [hidden, *inside], classes, method="post", action=action, **attributes)


def said(words: str, kind: str = "bad") -> list[Safe]:
    """What became of the last form; nothing when there is nothing to say."""
    return [tag("p", words, f"seat-say {kind}", role="alert" if kind == "bad" else "status")] if words else []


def looks(path: str, lang: str, skin: str, more: str = "") -> Safe:
    """Skin and language, as links: these pages have no script."""
    other, turned = ("zh" if lang == "en" else "en"), ("dark" if skin == "light" else "light")
    sign, word = tag("i", None, "sym sym-skin"), {"zh": "中", "en": "EN"}[other]
    hint = _("日间 / 夜间")
    skins = tag("a", sign, "look", href=f"{path}?skin={turned}&lang={lang}{more}", title=hint, aria_label=hint)
    words = tag("a", word, "look", href=f"{path}?lang={other}&skin={skin}{more}", hreflang=other)
    return tag("div", [skins, words], "looks")
