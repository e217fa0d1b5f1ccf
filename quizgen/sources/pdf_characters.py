"""The words of a PDF's page with their places, by PDFium: what stands where, and nothing more."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

from quizgen.problems import QuizgenError
from quizgen.sources.healing import raised

MOST_PAGES = 1500
MOST_SIGNS = 6_000_000
_PASSWORD = 4
"""PDFium's FPDF_ERR_PASSWORD."""
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium gives for a hyphen at a line's end."""
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word on a page: its box in points from the page's lower left corner."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool = False

    @property
    def height(self) -> float:
        """Give the height of its line: of its font, not of its letters."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """A page: its words in the order in which they were drawn."""

    width: float
    height: float
    words: tuple[PlacedWord, ...]
    turned: tuple[str, ...] = ()
    """Words that run in another direction, such as a stamp; or that lie beyond its edge."""
    unknown: int = 0
    """Signs whose font doesn't say which letters they are."""
    pictures: int = 0


@contextmanager
def opened_pdf(data: bytes, name: str) -> Iterator[Any]:
    """Open a PDF. Raises QuizgenError where it is locked or broken."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise QuizgenError(
                f"{name} is encrypted; open it with its password and save or print it without one"
            ) from error
        raise QuizgenError(f"{name} is a broken PDF; fetch it or save it again") from error
    try:
        if len(document) > MOST_PAGES:
            raise QuizgenError(
                f"{name} has {len(document)} pages, more than {MOST_PAGES}; save those you need"
            )
        yield document
    finally:
        document.close()


def placed_pages(document: Any, name: str) -> list[PlacedPage]:
    """Read every page. Raises QuizgenError where there are too many signs."""
    pages = []
    signs = 0
    for number in range(len(document)):
        try:
            page = document[number]
            signs += page.get_textpage().count_chars()
            if signs > MOST_SIGNS:
                raise QuizgenError(
                    f"{name} has more than {MOST_SIGNS} letters; save the pages you need"
                )
            pages.append(_page(page))
        except pypdfium2.PdfiumError as error:
            raise QuizgenError(
                f"page {number + 1} of {name} is broken; fetch it or save it again"
            ) from error
    return pages


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    box: tuple[float, float, float, float]
    angle: int
    bold: bool


def _page(page: Any) -> PlacedPage:
    signs, unknown = _signs(page.get_textpage())
    angles = Counter(sign.angle for sign in signs if sign is not None)
    angle = angles.most_common(1)[0][0] if angles else 0
    turn = angle if angle % 90 == 0 else 0
    bounds = _turned(page.get_bbox(), turn)
    words: list[PlacedWord] = []
    turned: list[str] = []
    for word, at in _words(signs):
        left, bottom, right, top = _turned((word.x0, word.y0, word.x1, word.y1), turn)
        inside = bounds[0] - 1 <= (left + right) / 2 <= bounds[2] + 1
        inside = inside and bounds[1] - 1 <= (bottom + top) / 2 <= bounds[3] + 1
        if at != turn or not inside:
            turned.append(word.text)
        else:
            words.append(
                replace(
                    word,
                    x0=left - bounds[0],
                    x1=right - bounds[0],
                    y0=bottom - bounds[1],
                    y1=top - bounds[1],
                )
            )
    images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return PlacedPage(
        width=bounds[2] - bounds[0],
        height=bounds[3] - bounds[1],
        words=tuple(words),
        turned=tuple(turned),
        unknown=unknown,
        pictures=sum(1 for _ in images),
    )


def _turned(
    box: tuple[float, float, float, float], angle: int
) -> tuple[float, float, float, float]:
    """Turn a box so that text of this angle runs to the right."""
    left, bottom, right, top = box
    match angle:
        case 90:
            return bottom, -right, top, -left
        case 180:
            return -right, -top, -left, -bottom
        case 270:
            return -top, left, -bottom, right
        case _:
            return box


def _signs(text: Any) -> tuple[list[_Sign | None], int]:
    """Give the signs of a page, None between words, and how many are unknown."""
    signs: list[_Sign | None] = []
    unknown, high = 0, 0
    rect = raw.FS_RECTF()
    bold_by_object: dict[int, bool] = {}
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        sign = _HYPHENS.get(code) or chr(code)
        if sign.isspace() or ord(sign) < 32:
            signs.append(None)
            unknown += code == 0
            continue
        unknown += code == 0xFFFD or 0xE000 <= code < 0xF900
        if not raw.FPDFText_GetLooseCharBox(text, place, rect):
            continue
        angle = round(math.degrees(raw.FPDFText_GetCharAngle(text, place))) % 360
        box = (rect.left, rect.bottom, rect.right, rect.top)
        signs.append(_Sign(sign, box, angle, _is_bold(text, place, bold_by_object)))
    return signs, unknown


def _is_bold(text: Any, place: int, known: dict[int, bool]) -> bool:
    drawn = raw.FPDFText_GetTextObject(text, place)
    address = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    if address not in known:
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, place, buffer, 128, flags)
        known[address] = bool(_BOLD.search(buffer.value.decode("latin-1")))
    return known[address]


def _words(signs: list[_Sign | None]) -> Iterator[tuple[PlacedWord, int]]:
    word: list[_Sign] = []
    for sign in [*signs, None]:
        if word and (sign is None or _is_apart(word[-1], sign)):
            yield _word(word), word[0].angle
            word = []
        if sign is not None:
            word.append(sign)


def _is_apart(before: _Sign, after: _Sign) -> bool:
    """Tell whether a sign begins a word, though no space stands before it."""
    if before.angle != after.angle:
        return True
    left, right = _turned(before.box, before.angle), _turned(after.box, after.angle)
    height = max(left[3] - left[1], 1.0)
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    gap = right[0] - left[2]
    return gap > 0.8 * height or gap < -1.5 * height or overlap < 0.2 * height


def _level(sign: _Sign, tall: _Sign) -> str:
    """Tell a small sign above the line from one below it."""
    low, high = tall.box[1], tall.box[3]
    if sign.angle or sign.box[3] - sign.box[1] > 0.85 * (high - low):
        return ""
    rise = (sign.box[1] - low) / (high - low)
    return "sup" if rise > 0.25 else "sub" if rise < -0.02 else ""


def _word(signs: list[_Sign]) -> PlacedWord:
    # A word's line is that of its tallest sign: a raised 3 stands on it.
    tall = max(
        signs, key=lambda sign: abs(sign.box[3] - sign.box[1]) + abs(sign.box[2] - sign.box[0])
    )
    upright = signs[0].angle % 180 == 0
    xs = [x for sign in signs for x in (sign.box[0], sign.box[2])]
    ys = [y for sign in signs for y in (sign.box[1], sign.box[3])]
    x0, x1 = (min(xs), max(xs)) if upright else (tall.box[0], tall.box[2])
    y0, y1 = (tall.box[1], tall.box[3]) if upright else (min(ys), max(ys))
    text = "".join(raised(sign.text, _level(sign, tall)) for sign in signs)
    return PlacedWord(text, x0, x1, y0, y1, signs[0].bold)
