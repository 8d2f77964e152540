"""Pictures as charts of altair, and as SVG, HTML and PNG by vl-convert: the module of the extra ``plot``.

Here exact places become floating-point numbers, and nothing is computed with them any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

import altair as alt
import vl_convert

from cnbudget.errors import UsageError
from cnbudget.messages import say
from cnbudget.pictures.drawing import Drawing
from cnbudget.pictures.elements import Bar, Caption, Ribbon, Stroke

#: Fonts that have Chinese characters, those of free systems first.
FONTS = ", ".join((
    "'Noto Sans CJK SC'", "'Noto Sans SC'", "'Source Han Sans SC'", "'PingFang SC'", "'Hiragino Sans GB'",
    "'Microsoft YaHei'", "'WenQuanYi Micro Hei'", "'Noto Serif CJK SC'", "SimSun", "sans-serif",
))  # fmt: skip
_LIGHT = {
    "paper": "#ffffff", "on": "#ffffff", "ink": "#1c2733", "muted": "#566270", "rule": "#c9d1d9", "total": "#56697d",
    "more": "#2f8f83", "less": "#c8553d", "rest": "#9aa4af",
    "exact": "#7fb79a", "rounding": "#b9d8c6", "undecided": "#a892d4", "violated": "#eda63f", "wrong": "#cf2e2e",
    "missing": "#7a5cc0", "untied": "#c3cbd4", "blank": "#eceff2",
}  # fmt: skip
_DARK = _LIGHT | {
    "paper": "#12171d", "on": "#ffffff", "ink": "#e8ecf0", "muted": "#a3aeba", "rule": "#3b4653", "total": "#8799ab",
    "more": "#4cb5a7", "less": "#e5775f",
    "exact": "#4a8a6a", "rounding": "#3b6250", "wrong": "#f04848", "missing": "#b39ae8", "untied": "#566270",
    "blank": "#222a33",
}  # fmt: skip
#: Colours of kinds, told apart by readers who do not see red from green as well.
_KINDS = (
    "#3f7fd4", "#e08d34", "#2f9e8a", "#c8608f", "#8a70d0", "#b5922f", "#4fa6c6", "#cf5f4d", "#74993f", "#7d8590",
    "#a9775a", "#6277b0",
)  # fmt: skip
_STEPS = 32  # of a ribbon


def chart_of(picture: Drawing, *, dark: bool) -> Any:
    """A picture as a chart."""
    colors = _DARK if dark else _LIGHT
    layers = [*_areas(picture, colors), *_rectangles(picture, colors)]
    layers += [*_lines(picture, colors), *_texts(picture, colors)]
    return (
        alt.layer(*layers)
        .properties(
            width=picture.width,
            height=picture.height,
            padding=0,
            background=colors["paper"],
            autosize=alt.AutoSizeParams(type="none"),
            description=f"{picture.title} {picture.subtitle}",
            usermeta={"embedOptions": {"actions": False, "renderer": "svg"}},
        )
        .configure(font=FONTS)
        .configure_view(stroke=None)
    )


def _color(name: str, colors: Mapping[str, str]) -> str:
    return _KINDS[int(name) % len(_KINDS)] if name.isdecimal() else colors[name]


def _x(field: str, picture: Drawing) -> alt.X:
    scale = alt.Scale(domain=[0, picture.width], nice=False, zero=False)
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _y(field: str, picture: Drawing) -> alt.Y:
    scale = alt.Scale(domain=[picture.height, 0], nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _base(rows: list[dict[str, Any]], picture: Drawing) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows)).encode(x=_x("x", picture), y=_y("y", picture))


_COLOR = alt.Color("color:N", scale=None, legend=None)


def _areas(picture: Drawing, colors: Mapping[str, str]) -> Iterable[alt.Chart]:
    rows = [
        {**point, "ribbon": number, "color": _color(each.color, colors), "tip": each.tip}
        for number, each in enumerate(picture.ribbons)
        for point in _course(each)
    ]
    if rows:
        yield (
            _base(rows, picture)
            .mark_area(opacity=0.42, line=False)
            .encode(y2="y2:Q", color=_COLOR, detail="ribbon:N", tooltip=alt.Tooltip("tip:N"))
        )


def _course(ribbon: Ribbon) -> Iterable[dict[str, float]]:
    """The points of a ribbon, which leaves and arrives level."""
    (x, y), (x2, y2) = ribbon.start, ribbon.end
    for step in range(_STEPS + 1):
        part = step / _STEPS
        bend = part * part * (3 - 2 * part)
        upper = float(y) + float(y2 - y) * bend
        yield {
            "x": float(x) + float(x2 - x) * part,
            "y": upper,
            "y2": upper + float(ribbon.height),
        }


def _rectangles(picture: Drawing, colors: Mapping[str, str]) -> Iterable[alt.Chart]:
    for hollow in (False, True):
        rows = [_bar(each, colors) for each in picture.bars if each.hollow is hollow]
        if not rows:
            continue
        chart = _base(rows, picture).encode(x2="x2:Q", y2="y2:Q", tooltip=alt.Tooltip("tip:N"))
        if hollow:
            color = alt.Stroke("color:N", scale=None, legend=None)
            yield chart.mark_rect(
                filled=False, fill="transparent", strokeDash=[4, 3], strokeWidth=1.3
            ).encode(stroke=color)
        else:
            yield chart.mark_rect().encode(color=_COLOR)


def _bar(bar: Bar, colors: Mapping[str, str]) -> dict[str, Any]:
    return {
        "x": float(bar.x),
        "x2": float(bar.x + bar.width),
        "y": float(bar.y),
        "y2": float(bar.y + bar.height),
        "color": _color(bar.color, colors),
        "tip": bar.tip or bar.name,
    }


def _lines(picture: Drawing, colors: Mapping[str, str]) -> Iterable[alt.Chart]:
    rows = [
        {
            "x": float(each.x),
            "x2": float(each.x2),
            "y": float(each.y),
            "y2": float(each.y2),
            "color": _color(each.color, colors),
        }
        for each in picture.marks
        if isinstance(each, Stroke)
    ]
    if rows:
        yield (
            _base(rows, picture).mark_rule(strokeWidth=1).encode(x2="x2:Q", y2="y2:Q", color=_COLOR)
        )


def _texts(picture: Drawing, colors: Mapping[str, str]) -> Iterable[alt.Chart]:
    kinds: dict[tuple[str, bool, bool], list[Caption]] = {}
    for each in picture.labels:
        kinds.setdefault((each.align, each.bold, each.halo), []).append(each)
    for (align, bold, halo), labels in kinds.items():
        rows = [
            {
                "x": float(each.x),
                "y": float(each.y),
                "text": each.text,
                "size": each.size,
                "color": _color(each.color, colors),
            }
            for each in labels
        ]
        chart = _base(rows, picture).encode(
            text="text:N", size=alt.Size("size:Q", scale=None, legend=None)
        )
        look: dict[str, Any] = {
            "align": align,
            "baseline": "middle",
            "fontWeight": "bold" if bold else "normal",
        }
        if halo:
            paper = colors["paper"]
            yield chart.mark_text(
                **look, color=paper, stroke=paper, strokeWidth=3, strokeOpacity=0.8, tooltip=None
            )
        yield chart.mark_text(**look).encode(color=_COLOR)


# Files --------------------------------------------------------------------------------------------


def _spec(picture: Drawing, *, dark: bool) -> dict[str, Any]:
    found: dict[str, Any] = chart_of(picture, dark=dark).to_dict()
    return found


def svg_of(picture: Drawing, *, dark: bool) -> str:
    """A picture as SVG."""
    return str(vl_convert.vegalite_to_svg(json.dumps(_spec(picture, dark=dark))))


def html_of(picture: Drawing, *, dark: bool) -> str:
    """A picture as a page of HTML that loads nothing."""
    colors = _DARK if dark else _LIGHT
    spec = json.dumps(_spec(picture, dark=dark), ensure_ascii=False).replace("</", "<\\/")
    script = vl_convert.javascript_bundle(
        f"vegaEmbed(document.getElementById('picture'), {spec}, {{actions: false, renderer: 'svg'}});"
    )
    style = f"body {{ margin: 0; background: {colors['paper']}; overflow-x: auto; }}"
    style += f" #vg-tooltip-element {{ font-family: {FONTS}; white-space: pre-line; }}"
    lang = "zh-CN" if picture.lang == "zh" else "en"
    return "\n".join((
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(picture.title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        f'<div id="picture" role="img" aria-label="{escape(picture.title, quote=True)}"></div>',
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        "",
    ))  # fmt: skip


def png_of(picture: Drawing, *, dark: bool, scale: int) -> bytes:
    """A picture as PNG.

    Raises:
        UsageError: No font of this machine has Chinese characters.
    """
    if not draws_chinese():
        raise UsageError(say("pictures.no_font"))
    return bytes(vl_convert.svg_to_png(svg_of(picture, dark=dark), scale=scale))


@cache
def draws_chinese() -> bool:
    """Whether there is a font with Chinese characters: without one, all of them are drawn alike, or not at all."""
    return _drawn("财") != _drawn("政")


def _drawn(character: str) -> bytes:
    image = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="32" font-size="32" font-family="{FONTS}">{character}</text></svg>'
    )
    return bytes(vl_convert.svg_to_png(image))
