"""Maths: TeX set by ziamath, read back as outlines around a baseline."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from quizgen.present.maths import maths_fault

_STEP = re.compile(r"([MLQCZ])([^MLQCZ]*)")

Steps = tuple[tuple[str, tuple[float, ...]], ...]
"""Path steps as SVG names them, with absolute coordinates."""


@lru_cache(maxsize=1024)
def set_maths(tex: str, size: float, *, display: bool = False) -> tuple[Steps, float, float, float]:
    """Set TeX at a size: its outlines, width, ascent and descent in points.

    With `display` it is set as on a line of its own. Raises whatever ziamath says of TeX that it
    can't set.
    """
    import ziamath

    ziamath.config.svg2 = False
    return _outlines(ziamath.Latex(tex, size=size * 1.02, inline=not display))


def maths_problem(tex: str) -> str:
    """Say why TeX can't be set, or nothing when it can."""
    fault = maths_fault(tex)
    if fault:
        return fault
    try:
        set_maths(tex, 11)
    except ImportError:
        raise  # what is missing is a library
    except Exception as error:  # noqa: BLE001 - whatever the typesetter says of bad TeX
        return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return ""


def _outlines(math: Any) -> tuple[Steps, float, float, float]:
    """Read ziamath's drawing: paths and rectangles around a baseline at y = 0."""
    svg = math.svgxml()
    x, y, width, height = (float(v) for v in svg.get("viewBox").split())
    steps: list[tuple[str, tuple[float, ...]]] = []
    for element in svg.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "path":
            for op, values in _STEP.findall(element.get("d", "")):
                steps.append((op, tuple(float(v) for v in values.replace(",", " ").split())))
        elif tag == "rect":
            left, top, w, h = (float(element.get(k, 0)) for k in ("x", "y", "width", "height"))
            steps += [
                ("M", (left, top)),
                ("L", (left + w, top)),
                ("L", (left + w, top + h)),
                ("L", (left, top + h)),
                ("Z", ()),
            ]
    return tuple(steps), width + x, -y, height + y
