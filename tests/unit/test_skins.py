"""The tokens of both skins: read where text needs it, and told apart by people who see fewer colours."""

import re
from itertools import combinations

import pytest
from colorspacious import cspace_convert, deltaE

from data.settings import ROOT

TOKENS = (ROOT / "assets" / "css" / "00-tokens.css").read_text(encoding="utf-8")
BLOCK = re.compile(r"(:root|html\[data-skin=\"light\"\]) \{(.*?)\n\}", re.S)
COLOUR = re.compile(r"--([\w-]+): (#[0-9A-F]{6});")
NAMES = {":root": "dark", 'html[data-skin="light"]': "light"}
SKINS = {NAMES[name]: dict(COLOUR.findall(body)) for name, body in BLOCK.findall(TOKENS)}
SEEING = {
    "usual": None,
    "deuteranopia": {"name": "sRGB1+CVD", "cvd_type": "deuteranomaly", "severity": 100},
    "protanopia": {"name": "sRGB1+CVD", "cvd_type": "protanomaly", "severity": 100},
    "tritanopia": {"name": "sRGB1+CVD", "cvd_type": "tritanomaly", "severity": 100},
}
JUST = 8.0  # ΔE in CAM02-UCS: side by side, seen at once as two colours
STATES = {
    "levels of warnings": ("wr", "wo", "wy", "wb"),
    "freshness": ("ok", "attn", "wrt"),
    "within and over a limit": ("teal", "attn"),
    "rise and fall": ("bar", "neg"),
    "the city and the province": ("acc", "prov"),
}


def _seen(colour, seeing):
    plain = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return plain if seeing is None else cspace_convert(plain, seeing, "sRGB1").clip(0, 1)


def _apart(one, other, seeing):
    return float(deltaE(_seen(one, seeing), _seen(other, seeing), input_space="sRGB1"))


def _light(colour):
    """Relative luminance as WCAG 2 has it."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _seen(colour, None)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one, other):
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("seeing", SEEING)
@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("states", STATES)
def test_colours_of_states_are_told_apart(states, skin, seeing):
    pairs = combinations(STATES[states], 2)
    apart = {(a, b): round(_apart(SKINS[skin][a], SKINS[skin][b], SEEING[seeing]), 1) for a, b in pairs}
    assert {pair: far for pair, far in apart.items() if far < JUST} == {}


@pytest.mark.parametrize("seeing", SEEING)
@pytest.mark.parametrize("skin", SKINS)
def test_the_steps_of_the_map_are_an_order_for_every_eye(skin, seeing):
    ramp = [cspace_convert(_seen(SKINS[skin][f"r{n}"], SEEING[seeing]), "sRGB1", "CIELab")[0] for n in range(1, 6)]
    steps = [(after - before) * (1 if skin == "dark" else -1) for before, after in zip(ramp, ramp[1:], strict=False)]
    assert min(steps) > 3


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(
    "text", ["t1", "t2", "t3", "acc", "teal", "prov", "sim", "neg2", "attn", "wrt", "wot", "wyt", "wbt"]
)
def test_text_is_read_on_a_panel(text, skin):
    assert _contrast(SKINS[skin][text], SKINS[skin]["surf"]) >= 4.5
