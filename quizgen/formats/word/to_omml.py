"""MathML of our own typesetter -> Word's formulas (OMML), which can be edited there.

What has no OMML raises `NoOmml`; the writer then sets the TeX, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from quizgen.problems import QuizgenError

NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_M = f"{{{NAMESPACE}}}"
_NARY = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀")
_ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7",
            "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306",
            "´": "\u0301",
            "`": "\u0300"}  # fmt: skip
_BARS = frozenset("―¯_‾̄̅")
_BRACES = frozenset("⏞⏟⎴⎵︷︸")
_STRIKES = {"updiagonalstrike": "strikeBLTR", "downdiagonalstrike": "strikeTLBR",
            "horizontalstrike": "strikeH", "verticalstrike": "strikeV"}  # fmt: skip
_LEAST_GAP = 0.5


class NoOmml(QuizgenError):  # noqa: N818 - named after what happened
    """A formula holds something that Word has no way to hold."""


def omml_of(mathml: ET.Element) -> ET.Element:
    """Give a formula (`math`) as `m:oMath`. Raises NoOmml."""
    made = ET.Element(f"{_M}oMath")
    made.extend(_row(list(mathml)))
    return made


def _node(name: str, *children: ET.Element, **values: str) -> ET.Element:
    made = ET.Element(f"{_M}{name}", {f"{_M}{key}": value for key, value in values.items()})
    made.extend(children)
    return made


def _part(name: str, element: ET.Element | None) -> ET.Element:
    return _node(name, *(_row([element]) if element is not None else ()))


def _run(text: str, *, plain: bool = False, words: bool = False) -> ET.Element:
    run = _node("r")
    if words:
        run.append(_node("rPr", _node("nor")))
    elif plain:
        run.append(_node("rPr", _node("sty", val="p")))
    inner = _node("t")
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(inner)
    return run


def _row(elements: Sequence[ET.Element]) -> list[ET.Element]:
    """Write what stands side by side: a bracket takes what it encloses, a sum what follows it."""
    made: list[ET.Element] = []
    at = 0
    while at < len(elements):
        element = elements[at]
        if element.get("form") == "prefix" and element.get("fence"):
            fenced, at = _fenced(elements, at)
            made.append(fenced)
            continue
        if _is_nary(element) or _is_limit(element):
            # What it works on is the next thing in its row.
            following = _row(elements[at + 1 : at + 2])
            made.append((_nary if _is_nary(element) else _limit)(element, following))
            at += 2
            continue
        if element.tag in {"msub", "msup", "msubsup"} and _is_empty(element[0]) and made:
            made.append(_scripts(element, [made.pop()]))
        else:
            made += _one(element)
        at += 1
    return made


def _fenced(elements: Sequence[ET.Element], at: int) -> tuple[ET.Element, int]:
    """Write what stands between two brackets, and give where it goes on."""
    depth, end = 0, len(elements)
    for place in range(at, len(elements)):
        form = elements[place].get("form") if elements[place].get("fence") else ""
        depth += (form == "prefix") - (form == "postfix")
        if depth == 0:
            end = place
            break
    closing = (elements[end].text or "") if end < len(elements) else ""
    properties = _node(
        "dPr", _node("begChr", val=elements[at].text or ""), _node("endChr", val=closing)
    )
    inner = _node("e", *_row(elements[at + 1 : end]))
    return _node("d", properties, inner), end + 1


def _is_empty(element: ET.Element) -> bool:
    return element.tag == "mrow" and not len(element)


def _sign(element: ET.Element) -> str:
    return element.text or "" if element.tag == "mo" else ""


def _is_nary(element: ET.Element) -> bool:
    return (
        element.tag in {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
        and _sign(element[0]) in _NARY
    ) or _sign(element) in _NARY


def _nary(element: ET.Element, following: Sequence[ET.Element]) -> ET.Element:
    base = element[0] if len(element) else element
    sub, sup = _ends(element)
    properties = _node("naryPr", _node("chr", val=_sign(base)))
    if element.tag.startswith(("munder", "mover")) or base.get("data-limits"):
        properties.append(_node("limLoc", val="undOvr"))
    for name, end in (("subHide", sub), ("supHide", sup)):
        if end is None:
            properties.append(_node(name, val="1"))
    return _node("nary", properties, _part("sub", sub), _part("sup", sup), _node("e", *following))


def _ends(element: ET.Element) -> tuple[ET.Element | None, ET.Element | None]:
    if element.tag in {"msub", "munder"}:
        return element[1], None
    if element.tag in {"msup", "mover"}:
        return None, element[1]
    return (element[1], element[2]) if len(element) > 2 else (None, None)


def _is_limit(element: ET.Element) -> bool:
    return (
        element.tag in {"msub", "munder"}
        and _sign(element[0]).isalpha()
        and bool(_sign(element[0]))
    )


def _limit(element: ET.Element, following: Sequence[ET.Element]) -> ET.Element:
    name = _run(_sign(element[0]), plain=True)
    below = _node("limLow", _node("e", name), _part("lim", element[1]))
    return _node("func", _node("fName", below), _node("e", *following))


# --- single elements ------------------------------------------------------------------------------


def _one(element: ET.Element) -> list[ET.Element]:
    if element.tag not in _WAYS:
        raise NoOmml(f"Word has no way to hold {element.tag!r}")
    return list(_WAYS[element.tag](element))


def _through(element: ET.Element) -> Iterator[ET.Element]:
    yield from _row(list(element))


def _letters(element: ET.Element) -> Iterator[ET.Element]:
    text = element.text or ""
    if text:
        upright = element.get("mathvariant") == "normal" or len(text) > 1
        yield _run(text, plain=upright or element.tag != "mi")


def _words(element: ET.Element) -> Iterator[ET.Element]:
    if element.text:
        yield _run(element.text, words=True)


def _space(element: ET.Element) -> Iterator[ET.Element]:
    try:
        width = float((element.get("width") or "0").removesuffix("em"))
    except ValueError:
        width = 0.0
    if width > 0:
        yield _run("\u2003" if width > _LEAST_GAP else "\u2009", plain=True)


def _fraction(element: ET.Element) -> Iterator[ET.Element]:
    made = _node("f")
    if element.get("linethickness") in {"0", "0pt", "0em"}:
        made.append(_node("fPr", _node("type", val="noBar")))
    made.extend((_part("num", element[0]), _part("den", element[1])))
    yield made


def _scripted(element: ET.Element) -> Iterator[ET.Element]:
    base = _row([element[0]]) or [_run("\u200b")]
    yield _scripts(element, base)


def _scripts(element: ET.Element, base: Sequence[ET.Element]) -> ET.Element:
    inner = _node("e", *base)
    if element.tag == "msub":
        return _node("sSub", inner, _part("sub", element[1]))
    if element.tag == "msup":
        return _node("sSup", inner, _part("sup", element[1]))
    return _node("sSubSup", inner, _part("sub", element[1]), _part("sup", element[2]))


def _square_root(element: ET.Element) -> Iterator[ET.Element]:
    inner = _node("e", *_row(list(element)))
    yield _node("rad", _node("radPr", _node("degHide", val="1")), _node("deg"), inner)


def _root(element: ET.Element) -> Iterator[ET.Element]:
    yield _node("rad", _part("deg", element[1]), _part("e", element[0]))


def _over(element: ET.Element) -> Iterator[ET.Element]:
    sign = _sign(element[1])
    if _is_empty(element[1]):
        yield from _row([element[0]])
    elif sign and sign in _BARS:
        yield _node("bar", _node("barPr", _node("pos", val="top")), _part("e", element[0]))
    elif sign in _ACCENTS:
        yield _node("acc", _node("accPr", _node("chr", val=_ACCENTS[sign])), _part("e", element[0]))
    elif sign and sign in _BRACES:
        yield _brace(element[0], sign, "top")
    else:
        yield _node("limUpp", _part("e", element[0]), _part("lim", element[1]))


def _under(element: ET.Element) -> Iterator[ET.Element]:
    sign = _sign(element[1])
    if sign and sign in _BARS:
        yield _node("bar", _node("barPr", _node("pos", val="bot")), _part("e", element[0]))
    elif sign and sign in _BRACES:
        yield _brace(element[0], sign, "bot")
    else:
        yield _node("limLow", _part("e", element[0]), _part("lim", element[1]))


def _brace(base: ET.Element, sign: str, place: str) -> ET.Element:
    properties = _node("groupChrPr", _node("chr", val=sign), _node("pos", val=place))
    return _node("groupChr", properties, _part("e", base))


def _under_and_over(element: ET.Element) -> Iterator[ET.Element]:
    below = _node("limLow", _part("e", element[0]), _part("lim", element[1]))
    yield (
        below
        if _is_empty(element[2])
        else _node("limUpp", _node("e", below), _part("lim", element[2]))
    )


def _table(element: ET.Element) -> Iterator[ET.Element]:
    rows = []
    width = max((len(row) for row in element), default=0)
    for row in element:
        cells = [_node("e", *_row(list(cell))) for cell in row]
        cells += [_node("e") for _ in range(width - len(cells))]
        rows.append(_node("mr", *cells))
    columns = _node("mcPr", _node("count", val=str(max(width, 1))), _node("mcJc", val="center"))
    yield _node("m", _node("mPr", _node("mcs", _node("mc", columns))), *rows)


def _enclosed(element: ET.Element) -> Iterator[ET.Element]:
    notation = (element.get("notation") or "").split()
    properties = _node("borderBoxPr")
    if "box" not in notation:
        for side in ("hideTop", "hideBot", "hideLeft", "hideRight"):
            properties.append(_node(side, val="1"))
    for name in notation:
        if name in _STRIKES:
            properties.append(_node(_STRIKES[name], val="1"))
        elif name != "box":
            raise NoOmml(f"Word has no way to hold {name!r}")
    yield _node("borderBox", properties, _node("e", *_row(list(element))))


def _phantom(element: ET.Element) -> Iterator[ET.Element]:
    properties = _node("phantPr", _node("show", val="0"))
    yield _node("phant", properties, _node("e", *_row(list(element))))


_WAYS: Final[Mapping[str, Callable[[ET.Element], Iterator[ET.Element]]]] = {
    "mrow": _through,
    "mstyle": _through,
    "mpadded": _through,
    "mtd": _through,
    "mi": _letters,
    "mn": _letters,
    "mo": _letters,
    "mtext": _words,
    "mspace": _space,
    "mfrac": _fraction,
    "msub": _scripted,
    "msup": _scripted,
    "msubsup": _scripted,
    "msqrt": _square_root,
    "mroot": _root,
    "mover": _over,
    "munder": _under,
    "munderover": _under_and_over,
    "mtable": _table,
    "menclose": _enclosed,
    "mphantom": _phantom,
}
