r"""The commands of TeX that we read, by how they are read.

Signs that have a command of their own and no parts (`\alpha`, `\leq`) come from the Unicode maths
table that latex2mathml brings; that package is asked for nothing else.
"""

from __future__ import annotations

import unicodedata
from typing import Final

FUNCTIONS: Final = frozenset(
    r"""
    \arccos \arcctg \arccot \arcosh \arcoth \arcsin \arctan \arctg \arg \arsinh \artanh \ch \cos
    \cosec \cosh \cot \cotg \coth \csc \ctg \cth \deg \dim \exp \hom \ker \lb \lg \ln \log \sec \sgn
    \sh \sin \sinh \tan \tanh \tg \th
    """.split()
)
"""Names of functions, set upright with a thin space around."""

LIMITS: Final = {
    **{
        f"\\{name}": name
        for name in "lim max min sup inf det gcd lcm Pr argmax argmin injlim projlim plim".split()
    },
    r"\liminf": "lim\u2009inf",
    r"\limsup": "lim\u2009sup",
    r"\injlim": "inj\u2009lim",
    r"\projlim": "proj\u2009lim",
}
"""Names whose subscript stands below them on a line of its own."""

BIG_SIGNS: Final = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆")
"""Signs whose limits stand above and below them on a line of its own."""

ACCENTS: Final = {
    r"\acute": "\u00b4",
    r"\grave": "`",
    r"\bar": "\u00af",
    r"\breve": "\u02d8",
    r"\check": "\u02c7",
    r"\dot": "\u02d9",
    r"\ddot": "\u00a8",
    r"\dddot": "\u20db",
    r"\ddddot": "\u20dc",
    r"\hat": "\u0302",
    r"\mathring": "\u02da",
    r"\tilde": "~",
    r"\vec": "\u2192",
    r"\widehat": "\u0302",
    r"\widetilde": "\u0303",
    r"\widecheck": "\u030c",
    r"\overline": "\u2015",
    r"\overbrace": "\u23de",
    r"\overbracket": "\u23b4",
    r"\overparen": "\u23dc",
    r"\overleftarrow": "\u2190",
    r"\overrightarrow": "\u2192",
    r"\overleftrightarrow": "\u2194",
}
"""Signs over a part."""
UNDERS: Final = {
    r"\underline": "\u2015",
    r"\underbar": "\u2015",
    r"\underbrace": "\u23df",
    r"\underbracket": "\u23b5",
    r"\underparen": "\u23dd",
    r"\underleftarrow": "\u2190",
    r"\underrightarrow": "\u2192",
    r"\underleftrightarrow": "\u2194",
}
"""Signs under a part."""
BRACES: Final = frozenset(
    {
        *(rf"\over{kind}" for kind in ("brace", "bracket", "paren")),
        *(rf"\under{kind}" for kind in ("brace", "bracket", "paren")),
    }
)
"""Those of them whose scripts are labels above or below."""

ARROWS: Final = {
    r"\xrightarrow": "→",
    r"\xleftarrow": "←",
    r"\xleftrightarrow": "↔",
    r"\xRightarrow": "⇒",
    r"\xLeftarrow": "⇐",
    r"\xLeftrightarrow": "⇔",
    r"\xmapsto": "↦",
    r"\xhookrightarrow": "↪",
    r"\xhookleftarrow": "↩",
    r"\xrightharpoonup": "⇀",
    r"\xrightharpoondown": "⇁",
    r"\xleftharpoonup": "↼",
    r"\xleftharpoondown": "↽",
    r"\xrightleftharpoons": "⇌",
    r"\xleftrightharpoons": "⇋",
    r"\xtwoheadrightarrow": "↠",
    r"\xtwoheadleftarrow": "↞",
    r"\xtofrom": "⇄",
    r"\xlongequal": "=",
}
"""Arrows as long as what stands on them."""

SPACES: Final = {
    r"\,": "0.167em",
    r"\thinspace": "0.167em",
    r"\:": "0.222em",
    r"\>": "0.222em",
    r"\medspace": "0.222em",
    r"\;": "0.278em",
    r"\thickspace": "0.278em",
    r"\!": "negativethinmathspace",
    r"\negthinspace": "negativethinmathspace",
    r"\negmedspace": "-0.222em",
    r"\negthickspace": "-0.278em",
    r"\enspace": "0.5em",
    r"\enskip": "0.5em",
    r"\quad": "1em",
    r"\qquad": "2em",
    "\\ ": "0.25em",
    r"\space": "0.25em",
    r"\nobreakspace": "0.25em",
}

FONTS: Final = {
    r"\mathrm": "normal",
    r"\mathup": "normal",
    r"\mathnormal": "",
    r"\mathit": "italic",
    r"\mathbf": "bold",
    r"\mathbb": "double-struck",
    r"\Bbb": "double-struck",
    r"\mathcal": "script",
    r"\mathscr": "script",
    r"\mathfrak": "fraktur",
    r"\mathsf": "sans",
    r"\mathtt": "mono",
    r"\boldsymbol": "bold-italic",
    r"\bm": "bold-italic",
    r"\pmb": "bold-italic",
    r"\symbf": "bold",
    r"\symbb": "double-struck",
}
OLD_FONTS: Final = {
    r"\rm": "normal",
    r"\it": "italic",
    r"\bf": "bold",
    r"\cal": "script",
    r"\frak": "fraktur",
    r"\sf": "sans",
    r"\tt": "mono",
    r"\Bbb": "double-struck",
    r"\mit": "italic",
    r"\scr": "script",
}
"""Fonts that hold to the end of their group."""

TEXTS: Final = {
    r"\text": "",
    r"\textrm": "",
    r"\textnormal": "",
    r"\textup": "",
    r"\textmd": "",
    r"\mbox": "",
    r"\hbox": "",
    r"\textbf": "bold",
    r"\textit": "italic",
    r"\textsl": "italic",
    r"\emph": "italic",
    r"\textsf": "sans",
    r"\texttt": "mono",
}

STYLES: Final = {
    r"\displaystyle": ("true", "0"),
    r"\textstyle": ("false", "0"),
    r"\scriptstyle": ("false", "1"),
    r"\scriptscriptstyle": ("false", "2"),
}
SIZES: Final = {
    r"\Huge": "2.49em",
    r"\huge": "2.07em",
    r"\LARGE": "1.73em",
    r"\Large": "1.44em",
    r"\large": "1.2em",
    r"\normalsize": "1em",
    r"\small": "0.85em",
    r"\footnotesize": "0.85em",
    r"\scriptsize": "0.7em",
    r"\tiny": "0.5em",
    r"\Tiny": "0.6em",
}
BIG: Final = {
    rf"\{size}{side}": height
    for size, height in (("big", 1.2), ("Big", 1.623), ("bigg", 2.047), ("Bigg", 2.47))
    for side in ("", "l", "m", "r")
}

FENCES: Final = {
    **{sign: sign for sign in "()[]|/"},
    ".": "",
    "<": "⟨",
    ">": "⟩",
    r"\{": "{",
    r"\}": "}",
    r"\lbrace": "{",
    r"\rbrace": "}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\lparen": "(",
    r"\rparen": ")",
    r"\langle": "⟨",
    r"\rangle": "⟩",
    r"\lt": "⟨",
    r"\gt": "⟩",
    r"\vert": "|",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\|": "‖",
    r"\Vert": "‖",
    r"\lVert": "‖",
    r"\rVert": "‖",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
    r"\lgroup": "⟮",
    r"\rgroup": "⟯",
    r"\lmoustache": "⎰",
    r"\rmoustache": "⎱",
    r"\ulcorner": "⌜",
    r"\urcorner": "⌝",
    r"\llcorner": "⌞",
    r"\lrcorner": "⌟",
    r"\backslash": "\\",
    r"\uparrow": "↑",
    r"\downarrow": "↓",
    r"\updownarrow": "↕",
    r"\Uparrow": "⇑",
    r"\Downarrow": "⇓",
    r"\Updownarrow": "⇕",
}
r"""What may stand behind `\left`, `\right`, `\middle` and `\big`."""
UPRIGHT_FENCES: Final = frozenset("()[]{}|‖⟨⟩")
"""Fences that don't grow unless they are told to."""

SIGNED: Final = frozenset("+−±∓")
"""Signs that stand before one term where no term stands before them."""
BINARY: Final = frozenset("⋒⋓⨿⊼⊻⌆⊡⊟⊞⊠•∩∪⊛⊚⊝⋎⋏†‡⋇∔⊺∧∨⋋⋌⋉⋊⊘⧵∖≀")
RELATIONS: Final = frozenset(
    "⩴≑⋑⋐⊩⊪≊∼∽⋍≬⋈≗⋞⋟≖≕≔⪖⪕≒⌢⌣⋙⪊⪈⋧⪆⋗⪌⪋⪅⋖⋘⪉⪇≨≩⋦⊧⊸⊯⊮⊭⊬⟂⪷⪹⋨⪸⪺⫅⊊⫋⊂⊃⊄⊅⫆⊋⫌≜≓⋔"
    "⇚⇛⇠⇢⇊↩↪⤳↢⇇↭↫↬⟼⇍⇎⇏↚↮↛↣⇉⇝↞↠⇈⟵⟶⟷⟸⟹⟺⇌⇋⇄"
)
"""Operators between two terms that the typesetter puts no space around by itself."""
_BETWEEN: Final = "=≠≈≡<>≤≥≪≫≃≅∝→←⇒⇐⇔↔↦∈∉∋⊆⊇∣∥×·÷∗/∘⊕⊗⊖,;:([{⟨⌊⌈¬∀∃∑∏∐∫"
BEFORE_A_TERM: Final = frozenset(_BETWEEN) | SIGNED | BINARY | RELATIONS
"""Signs that a term follows, and not an operator between two terms."""

INFIXES: Final = {
    r"\over": ("", "", ""),
    r"\atop": ("", "0", ""),
    r"\choose": ("(", "0", ")"),
    r"\brace": ("{", "0", "}"),
    r"\brack": ("[", "0", "]"),
}
"""Command -> what stands before, the thickness of its line, what stands behind."""
FRACTIONS: Final = {
    r"\frac": ("", "", ""),
    r"\dfrac": ("", "", "true"),
    r"\tfrac": ("", "", "false"),
    r"\cfrac": ("", "", "true"),
    r"\binom": ("()", "0", ""),
    r"\dbinom": ("()", "0", "true"),
    r"\tbinom": ("()", "0", "false"),
}
"""Command -> its fences, the thickness of its line, whether it is as large as on a line alone."""

STRIKES: Final = {
    r"\cancel": "updiagonalstrike",
    r"\bcancel": "downdiagonalstrike",
    r"\xcancel": "updiagonalstrike downdiagonalstrike",
    r"\sout": "horizontalstrike",
    r"\boxed": "box",
    r"\fbox": "box",
    r"\framebox": "box",
}

MATRICES: Final = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""),
    "psmallmatrix": ("(", ")"),
    "bsmallmatrix": ("[", "]"),
    "cases": ("{", ""),
    "dcases": ("{", ""),
    "rcases": ("", "}"),
    "drcases": ("", "}"),
    "array": ("", ""),
    "subarray": ("", ""),
}
ALIGNED: Final = frozenset(
    f"{name}{star}"
    for name in "align aligned alignat alignedat flalign split eqnarray".split()
    for star in ("", "*")
)
GATHERED: Final = frozenset(
    f"{name}{star}"
    for name in "gather gathered multline multlined equation displaymath math".split()
    for star in ("", "*")
)

IGNORED: Final = frozenset(
    r"\nonumber \notag \allowbreak \nobreak \break \relax \displaylimits \mathstrut \strut \null"
    r" \- \/ \noindent \protect \limits \nolimits".split()
)

PLAIN: Final = {
    r"\%": "%",
    r"\$": "$",
    r"\&": "&",
    r"\#": "#",
    r"\_": "_",
    "\\\n": " ",
    "\\\t": " ",
    r"\lt": "<",
    r"\gt": ">",
    r"\colon": ":",
    r"\ldotp": ".",
    r"\sim": "∼",
    r"\intop": "∫",
    r"\doublecap": "⋒",
    r"\doublecup": "⋓",
    r"\nleqq": "≰",
    r"\nsupseteqq": "⊉",
    r"\shortparallel": "∥",
    r"\arrowvert": "|",
    r"\Arrowvert": "‖",
    r"\bracevert": "⎪",
    r"\cdotp": "·",
    r"\surd": "√",
    r"\And": "&",
    r"\AA": "Å",
    r"\P": "¶",
    r"\pounds": "£",
    r"\euro": "€",
    r"\yen": "¥",
    r"\copyright": "©",
    r"\dag": "†",
    r"\ddag": "‡",
    r"\degree": "°",
    r"\textdegree": "°",
    r"\celsius": "℃",
    r"\micro": "µ",
    r"\ohm": "Ω",
    r"\permil": "‰",
    r"\textbackslash": "\\",
    r"\textasciitilde": "~",
    r"\textasciicircum": "^",
    r"\textbar": "|",
    r"\textless": "<",
    r"\textgreater": ">",
    r"\textquotesingle": "'",
    r"\ss": "ß",
    r"\ae": "æ",
    r"\AE": "Æ",
    r"\oe": "œ",
    r"\OE": "Œ",
    r"\o": "ø",
    r"\O": "Ø",
    r"\l": "ł",
    r"\L": "Ł",
    r"\aa": "å",
    r"\i": "ı",
    r"\vcentcolon": ":",
    r"\ordinarycolon": ":",
    r"\tripledash": "┄",
    r"\lbrace": "{",
    r"\rbrace": "}",
    r"\coloneq": "≔",
    r"\iff": "⟺",
    r"\implies": "⟹",
    r"\impliedby": "⟸",
    r"\ne": "≠",
    r"\land": "∧",
    r"\lor": "∨",
    r"\lnot": "¬",
    r"\LaTeX": "LaTeX",
    r"\TeX": "TeX",
}
"""Commands that stand for a sign where the table has none, or another."""

TEXT_ACCENTS: Final = {
    r"\"": "\u0308",
    r"\'": "\u0301",
    r"\`": "\u0300",
    r"\^": "\u0302",
    r"\~": "\u0303",
    r"\=": "\u0304",
    r"\.": "\u0307",
    r"\c": "\u0327",
    r"\v": "\u030c",
    r"\u": "\u0306",
    r"\H": "\u030b",
    r"\r": "\u030a",
    r"\k": "\u0328",
}
r"""Accents that words in `\text` are written with."""

_OTHERS: Final = frozenset(
    r"""
    \sqrt \root \begin \end \left \right \middle \operatorname \operatorname*
    \operatornamewithlimits \not \overset \underset \overunderset \stackrel \substack \phantom
    \hphantom \vphantom \smash
    \llap \rlap \clap \mathllap \mathrlap \mathclap \mathop \mathbin \mathrel \mathord \mathopen
    \mathclose \mathpunct \mathinner \bmod \mod \pmod \pod \hspace \hspace* \hskip \kern \mkern
    \mskip \mspace \color \textcolor \colorbox \fcolorbox \cancelto \genfrac \prescript
    \bra \ket \braket \Bra \Ket \Braket \set \Set \hline \hdashline \cline \cr \newline \\ \tag
    \tag* \label \newcommand \renewcommand \providecommand \def \let \DeclareMathOperator
    \DeclareMathOperator* \ce \pu \num \SI \si \qty \unit \ang \SIrange \qtyrange \numrange \SIlist
    \qtylist \numlist \rule \vcenter \unicode \enclose \buildrel \boldmath \require
    """.split()
)


def sign(command: str) -> str:
    """Give the sign that a command without parts stands for; nothing where there is none."""
    from latex2mathml.symbols_parser import convert_symbol  # noqa: PLC0415 - a table of 4,000

    if command in PLAIN:
        return PLAIN[command]
    code = convert_symbol(command)
    return chr(int(code, 16)) if code else ""


def known_commands() -> frozenset[str]:
    """Name the commands that are read, those of rare signs left out."""
    from quizgen.present.maths.signs import SIGNS  # noqa: PLC0415

    tables = (FUNCTIONS, LIMITS, ACCENTS, UNDERS, ARROWS, SPACES, FONTS, OLD_FONTS, TEXTS, STYLES)
    more = (SIZES, BIG, FENCES, INFIXES, FRACTIONS, STRIKES, IGNORED, PLAIN, _OTHERS, SIGNS)
    return frozenset(name for table in (*tables, *more) for name in table)


def nearest_command(name: str) -> str:
    """Give the command that somebody most likely meant, or nothing when none is close."""
    from rapidfuzz import process  # noqa: PLC0415 - only when something is wrong
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    named = sorted(known for known in known_commands() if known[1:].isalpha())
    found = process.extractOne(name, named, scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return str(found[0]) if found and name[1:].isalpha() else ""


def is_letter(char: str) -> bool:
    """Tell whether a sign stands for a quantity, not for what is done with it."""
    return unicodedata.category(char)[0] in "LN" or char in "∞∅℃°"
