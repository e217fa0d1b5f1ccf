r"""What a backslash in double quotes spells when its author meant the backslash itself.

YAML reads `\t` inside double quotes as a tab, so that `"$2 \times 3$"` holds the letters *imes*.
Found here by what stands behind the backslash: the name of a TeX command, or the rest of a path
after a drive's letter. A line break or a tab before any other word is what it seems.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LETTERS = frozenset("abefnrtvLP")
"""Letters that YAML takes for an escape and that TeX's commands begin with."""
MAY_BEND = re.compile(r"\\[abefnrtvNLP_ ]")
"""Finds an escape that may be meant otherwise; most files hold none."""

COMMANDS = frozenset(
    """
    acute aleph alpha amalg angle approx approxeq arccos arcsin arctan arg array ast asymp atop
    backslash bar barwedge because begin beta beth between bf big bigcap bigcirc bigcup bigg biggl
    biggr bigl bigoplus bigotimes bigr bigvee bigwedge binom bm bmod boldsymbol bot bowtie boxed
    breve bullet bumpeq
    ell emph emptyset end enspace epsilon eqref equiv eta euro exists exp
    fbox flat forall frac frak frown
    nRightarrow nVdash nabla natural ncong ne nearrow neg negthinspace neq newline nexists ngeq
    ngtr ni nleftarrow nleq nless nmid nolimits nonumber normalsize not notag notin nparallel nprec
    nrightarrow nsim nsubseteq nsucc nsupseteq nu nvdash nwarrow
    rangle rbrace rbrack rceil ref rfloor rho right rightarrow rightharpoonup rightleftharpoons rm
    root rtimes rVert rvert
    tag tan tanh tau tbinom text textbf textcolor textdegree textit textnormal textrm textsf
    textstyle texttt tfrac therefore theta thickapprox thicksim thickspace thinspace tilde times
    tiny to top triangle triangledown triangleleft triangleq triangleright tt twoheadrightarrow
    varDelta varepsilon varkappa varnothing varphi varpi varpropto varrho varsigma vartheta vdash
    vDash vdots vec vee veebar verb vert vphantom vspace
    LARGE LaTeX Lambda Large Leftarrow Leftrightarrow Longleftarrow Longleftrightarrow
    Longrightarrow
    Phi Pi Pr Psi
    """.split()
)
_ALSO_BREAKS = frozenset("ne ni nu nless nmid nexists nparallel tag tan tau to top tt".split())
"""Commands whose rest is a word of its own somewhere: TeX only inside a formula."""

_ESCAPE = re.compile(r"\\(?:([A-Za-z])([A-Za-z]*)|(.))", re.DOTALL)
_MATHS = re.compile(r"(?<![\\$])\$(?=[^\s$])(?:[^$\\]|\\.)*?(?<![\s$])\$(?![\d$])", re.DOTALL)
_NEW_LINE_OF_TEX = re.compile(r"(?:\\\\\\\\|\\\\begin\{\w+\*?\}(?:\{[^{}]*\})?)\Z")
_PATH = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]):((?:\\\\?[\w.~-]+)+)")
_NAMES = {
    "n": "a line break",
    "t": "a tab",
    "_": "a space",
    " ": "a space",
    "L": "a line break",
    "P": "a paragraph break",
}


class Bent(NamedTuple):
    """An escape that was hardly meant as one: what to say of it, and what to do."""

    message: str
    help: str


def bent_escape(raw: str) -> Bent | None:
    """Find the first escape in a double-quoted text, as written, that changes what was meant."""
    for path in _PATH.finditer(raw):
        if found := _in_path(path[1], path[2]):
            return found
    formulas = [match.span() for match in _MATHS.finditer(raw)]
    for escape in _ESCAPE.finditer(raw):
        in_maths = any(start < escape.start() < end for start, end in formulas)
        if command := _command(raw, escape, in_maths=in_maths):
            return _said(escape[1] or escape[3], f"\\{command}", f"\\\\{command}")
    return None


def _command(raw: str, escape: re.Match[str], *, in_maths: bool) -> str:
    """Give the TeX command that an escape spells, or nothing."""
    if escape[1] is None:
        return str(escape[3]) if in_maths and escape[3] in {"_", " "} else ""
    command = str(escape[1] + escape[2])
    if escape[1] not in LETTERS or command not in COMMANDS:
        return ""
    if command not in _ALSO_BREAKS:
        return command
    # A formula of several lines may break behind TeX's own line end.
    breaks = escape[1] == "n" and _NEW_LINE_OF_TEX.search(raw, 0, escape.start())
    return command if in_maths and not breaks else ""


def _in_path(drive: str, rest: str) -> Bent | None:
    """Judge what stands behind `C:`; in a dialogue a line may break there, too."""
    escapes = [m for m in _ESCAPE.finditer(rest) if m[3] != "\\"]
    if not escapes:
        return None
    has_ending = re.search(r"\w\.\w{1,5}\Z", rest)
    usual = drive in "Cc" or (drive > "C" and drive.isupper() and escapes[0][1] == "t")
    is_folder = usual and rest[2:3].islower()
    if not (has_ending or is_folder or "\\\\" in rest):
        return None
    return _said(escapes[0][1] or escapes[0][3], f"{drive}:{rest}", "the backslash twice")


def _said(sign: str, meant: str, instead: str) -> Bent:
    what = _NAMES.get(sign, "a control character")
    return Bent(
        f"inside double quotes \\{sign} is {what}, so {meant} is not read as written",
        f"use single quotes, '...', or write {instead}",
    )
