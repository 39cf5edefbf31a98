"""Texts for people: Chinese msgids, other languages from `components/locale/<lang>/LC_MESSAGES/messages.po`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "components" / "locale"
_language: ContextVar[str] = ContextVar("language", default="zh")


def gettext(message: str) -> str:
    """`message` in the language of the request being answered; Chinese is the source language."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def spoken() -> str:
    """The language of the request being answered."""
    return _language.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Inside, `gettext` speaks `lang`."""
    token = _language.set(lang)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(lang: str) -> NullTranslations:
    path = LOCALES / lang / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)
