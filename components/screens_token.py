"""A token of a screen, told this once: its address to be typed, and the same to be scanned."""

import segno
from flask import request

from components.markup import Safe, markup, tag
from data.house import house
from data.language import gettext as _


def token_told(code: str, token: str) -> str:
    """What a desk shows of the token of this screen; "" for none."""
    if not token:
        return ""
    base = house().settings.public_url or request.host_url
    return markup(_card(code, f"{base.rstrip('/')}/kiosk/{token}"))


def _card(code: str, address: str) -> Safe:
    told = tag("p", _("{code} 的地址，只显示这一次。在那块屏的浏览器里打开，或扫码：").format(code=code))
    shown = tag("code", address, "screen-address", tabindex="0", data_testid="screen-address")
    keep = tag("p", _("请设为浏览器的启动页（全屏 kiosk 模式）；平台只保存令牌的摘要。"), "quiet")
    return tag("section", [_code(address), tag("div", [told, shown, keep])], "panel card screen-token", role="status")


def _code(address: str) -> Safe:
    """Dark on light in either skin, as scanners like it."""
    made = segno.make(address, error="m", micro=False)
    return Safe(made.svg_inline(border=4, dark="#06121F", light="#FFFFFF", omitsize=True, svgclass="screen-qr"))
