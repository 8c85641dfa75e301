"""The look of every chart in one place: colours, fonts, axes, in a light and a dark version.

Marks name their colours by role (`ink`, `parent`, `separatist`, ...) as Vega parameters; the page fills the roles in
from the reader's colour scheme, so that a chart follows light, dark and print without being built again. The two side
colours are told apart by hue under the common colour-vision deficiencies and by lightness in grey (CIE L* 30 and 62 in
the light version, 83 and 62 in the dark one), and neither is a colour that stands for one side's flag.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import altair as alt

Role = Literal[
    "ink",
    "muted",
    "hairline",
    "paper",
    "land",
    "neighbour",
    "water",
    "parent_side",
    "separatist_side",
    "outside",
    "episode",
    "war",
]
"""What a colour is for. No role is called `parent` alone: inside a grouped mark, Vega means its own parent by that."""

ROLES: tuple[Role, ...] = get_args(Role)

PALETTES: Mapping[str, Mapping[Role, str]] = {
    "light": {
        "ink": "#1a1a1a",
        "muted": "#5f6368",
        "hairline": "#d9dbde",
        "paper": "#ffffff",
        "land": "#f4f1ea",
        "neighbour": "#e4e2dc",
        "water": "#dfe8ec",
        "parent_side": "#4a2c77",
        "separatist_side": "#c4873a",
        "outside": "#7a7f85",
        "episode": "#ededed",
        "war": "#d2d2d2",
    },
    "dark": {
        "ink": "#ececec",
        "muted": "#a8adb3",
        "hairline": "#3a3d41",
        "paper": "#16181b",
        "land": "#2c2e31",
        "neighbour": "#23262a",
        "water": "#111c22",
        "parent_side": "#cfc1ec",
        "separatist_side": "#c98f3c",
        "outside": "#8c9299",
        "episode": "#24272b",
        "war": "#393d43",
    },
}

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
LABEL_PX = 12
AXIS_WIDTH_PX = 46
"""Room left of every time chart's plot, the same in all, so that years stand under each other."""


def role(name: Role) -> alt.ExprRef:
    """Return the reference to a colour role, for a mark's colour, fill or stroke."""
    return alt.ExprRef(expr=name)


def role_parameters() -> list[dict[str, str]]:
    """Return the Vega-Lite parameters that hold the roles, filled with the light version."""
    return [{"name": name, "value": PALETTES["light"][name]} for name in ROLES]


def chart_config(scheme: str) -> dict[str, Any]:
    """Return the Vega-Lite configuration of one colour scheme, ``light`` or ``dark``."""
    colours = PALETTES[scheme]
    axis = {
        "labelColor": colours["muted"],
        "titleColor": colours["muted"],
        "domainColor": colours["muted"],
        "tickColor": colours["hairline"],
        "gridColor": colours["hairline"],
        "labelFontSize": LABEL_PX,
        "titleFontSize": LABEL_PX,
        "titleFontWeight": "normal",
        "domainWidth": 1,
    }
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "tickSize": 5},
        "axisY": {
            "domain": False,
            "ticks": False,
            "minExtent": AXIS_WIDTH_PX,
            "maxExtent": AXIS_WIDTH_PX,
            "titleAnchor": "start",
            "titleAngle": 0,
            "titleAlign": "left",
            "titleX": -AXIS_WIDTH_PX - 8,
            "titleY": -14,
        },
        "text": {"color": colours["ink"], "fontSize": LABEL_PX, "font": FONT},
        "legend": {"labelColor": colours["ink"], "titleColor": colours["muted"]},
        "mark": {"tooltip": True},
    }
