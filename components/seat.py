"""Who is signed in, as the bars of pages and the forms of moves show it."""

from dash import html
from dash.development.base_component import Component

from components.fields import field, void
from components.markup import Safe, tag
from data.accounts.account import Account
from data.accounts.seat import seated
from data.language import gettext as _
from data.words import ROLES


def seat() -> Component:
    """Name, role and region of who is signed in, leading to one's account; else the way to sign in."""
    one = seated()
    if one is None:
        return html.A(_("登录"), href="/login", className="look look-seat", **{"data-testid": "seat"})
    told = _("{role} · {region}").format(role=_(ROLES[one.role]), region=one.region_name)
    mark = _("演示身份") + " · " if one.demo else ""
    return html.A(
        [html.B(one.name), html.Small(told)],
        href="/account",
        title=f"{mark}{one.name} · {told}",
        className="look look-seat demo" if one.demo else "look look-seat",
        **{"data-testid": "seat"},
    )


def looks_on() -> Safe:
    """Why there is nothing to be done here: nobody is signed in, or somebody whose role only looks on."""
    one = seated()
    words = _("登录后办理") if one is None else _("%(role)s只看不办") % {"role": _(ROLES[one.role])}
    return tag("p", words, "quiet")


def doer(one: Account, role: str = "role") -> Safe:
    """Where visitors pick a role: as whom this account acts. What the fields say, the server knows better."""
    words = tag("span", [tag("b", one.name), f" {_(ROLES[one.role])}"], "doer")
    hidden = [
        void("input", name=name, type="hidden", value=value)
        for name, value in ((role, one.acts_as or ""), ("number", "1"))
    ]
    return tag("div", [field("doer", _("办理人"), words), *hidden], "who")
