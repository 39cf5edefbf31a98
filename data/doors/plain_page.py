"""What the pages without Dash share (sign-in, accounts, audit): what they are asked, their token, how they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from data.errors import CockpitError, Forbidden
from data.house import house
from data.language import gettext as _
from data.language import speaking

LONGEST = 400  # characters of an address to go back to


@dataclass(frozen=True)
class Page:
    """How such a page is to look, the token of its forms, where it leads back, and what became of the last form."""

    lang: str
    skin: str
    exercise: str
    token: str
    next: str = "/"
    said: str = ""
    good: bool = False

    def there(self, path: str, **more: str) -> str:
        """The address of another of these pages, in the same looks."""
        asked = {"lang": self.lang, "skin": self.skin} | more
        usual = {"lang": "zh", "skin": "dark"}
        told = {name: value for name, value in asked.items() if value and usual.get(name) != value}
        return f"{path}?{urlencode(told)}" if told else path


def page(said: str = "", *, good: bool = False) -> Page:
    """The page that this request asks for."""
    lang = "en" if request.args.get("lang") == "en" else "zh"
    skin = "light" if request.args.get("skin") == "light" else "dark"
    return Page(lang, skin, house().settings.exercise, generate_csrf(), back(), said, good)


def back() -> str:
    """Where this request leads afterwards."""
    return local_path(request.args.get("next", ""))


def local_path(there: str) -> str:
    """An address within this house, or "/": nobody is sent elsewhere after signing in."""
    plain = there.startswith("/") and not there.startswith(("//", "/\\")) and there.isprintable() and "\\" not in there
    ours = not there.startswith(("/login", "/logout"))
    return there if plain and ours and len(there) <= LONGEST else "/"


def shown(text: str, status: int = 200) -> Response:
    """The page; no cache keeps what was shown to somebody who was signed in."""
    answer = Response(text, status=status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def go(path: str) -> Response:
    """See there, by GET."""
    answer = redirect(path, 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


def check_token() -> None:
    """Forbidden for a form that is not ours, or older than the session."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        raise Forbidden(_("页面已过期，请重新打开后再提交")) from None


def given(name: str, most: int = 200) -> str:
    """A field of the form, without what is unseen at its ends."""
    return request.form.get(name, "")[:most].strip()


def spoken(view: Callable[..., Any]) -> Callable[..., Any]:
    """The route, in the language of its page."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        with speaking("en" if request.args.get("lang") == "en" else "zh"):
            return view(*args, **kwargs)

    return answer


def answer_plainly(door: Blueprint, draw: Callable[[Page, int], str]) -> None:
    """Errors of the house on a plain page: what happened, and the way back."""

    def failed(error: Exception) -> Response:
        with speaking("en" if request.args.get("lang") == "en" else "zh"):
            status = error.status if isinstance(error, CockpitError) else 500
            return shown(draw(page(str(error)), status), status)

    door.register_error_handler(CockpitError, failed)
