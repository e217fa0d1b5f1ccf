"""A sheet of formulas as schools write them, each set as it was when somebody looked at it.

`golden/maths/sheet.txt` holds the TeX; `golden/maths/set.txt` holds for each, among words and on a
line of its own, width, ascent, descent, how many shapes, and a hash of them. `pytest
--golden-update` rewrites the second: look at what is drawn before you commit it, with
`python -m tests.test_maths_sheet sheet.html`.
"""

from __future__ import annotations

import sys
from hashlib import blake2s
from html import escape
from itertools import groupby
from pathlib import Path

import pytest

from quizgen.present.maths.screens import STYLE, maths_html
from quizgen.present.maths.setting import Formula, set_maths

FOLDER = Path(__file__).parent / "golden" / "maths"
LINES = (FOLDER / "sheet.txt").read_text("utf-8").splitlines()
SHEET = [line for line in LINES if line and not line.startswith("#")]


def _told(formula: Formula) -> str:
    sizes = " ".join(f"{n:.2f}" for n in (formula.width, formula.ascent, formula.descent))
    path = " ".join(f"{op}{','.join(f'{v:.2f}' for v in values)}" for op, values in formula.steps)
    return f"{sizes} {len(formula.shapes)} {blake2s(path.encode(), digest_size=4).hexdigest()}"


def test_the_sheet_is_set_as_it_was(request: pytest.FixtureRequest) -> None:
    """A formula would look otherwise than when it was looked at, and nobody would notice."""
    found = "".join(
        f"{tex}\n  {_told(set_maths(tex, 11))}\n  {_told(set_maths(tex, 11, display=True))}\n"
        for tex in SHEET
    )
    path = FOLDER / "set.txt"
    if request.config.getoption("--golden-update"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


def test_the_sheet_covers_what_schools_write() -> None:
    """A field that is never looked at would break unseen."""
    fields = {line[2:] for line in LINES if line.startswith("#")}
    assert len(SHEET) == len(set(SHEET)) >= 120
    assert fields >= {"school algebra", "calculus", "matrices", "chemistry", "units", "statistics"}


@pytest.mark.parametrize("display", [False, True])
def test_no_ink_leaves_its_box(display: bool) -> None:
    """A root or an arrow would run into the line above, or off the paper's edge."""
    for tex in SHEET:
        formula = set_maths(tex, 11, display=display)
        points = [values for _, values in formula.steps if values]
        across = [x for values in points for x in values[::2]]
        down = [y for values in points for y in values[1::2]]
        assert min(across) >= -1.5, tex
        assert max(across) <= formula.width + 1, tex
        assert min(down) >= -formula.ascent - 1, tex
        assert max(down) <= formula.descent + 1, tex


if __name__ == "__main__":
    body = ""
    for heading, lines in groupby(LINES, lambda line: line.startswith("#")):
        for line in lines:
            if heading:
                body += f"<h2>{escape(line[2:])}</h2>"
            elif line:
                shown = (
                    f"<td>so {maths_html(line)} is</td><td>{maths_html(line, display=True)}</td>"
                )
                body += f"<table><tr><td><code>{escape(line)}</code></td>{shown}</tr></table>"
    page = "body { font: 18px sans-serif; color-scheme: light dark } td { width: 22em }"
    Path(sys.argv[1]).write_text(
        f"<!doctype html><meta charset=utf-8><style>{page}{STYLE}</style>{body}", "utf-8"
    )
