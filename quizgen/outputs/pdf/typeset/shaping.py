"""Scripts that need more than one glyph a character: shaping by HarfBuzz, order by the bidi rules.

Both libraries are the extra `scripts`. Whoever lays such text out must first ask `missing_parts`;
text in plain left-to-right scripts never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any
from unicodedata import bidirectional, normalize

from quizgen.outputs.pdf.typeset.fonts import Face

RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# Hebrew to Arabic Extended-A; the scripts of India; South-East Asia; Tibet, Myanmar, Khmer,
# Mongolia; presentation forms; the same again beyond the BMP.
# Accents are composed where they can be; those that are left stand over their letter by shaping.
_SHAPED = re.compile(
    "[\u0300-\u036f\u0590-\u0fff\u1000-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U00011000-\U00011fff\U0001e800-\U0001efff]"
)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])


def runs_right_to_left(lang: str) -> bool:
    """Tell whether a language is written from right to left."""
    return lang.lower().split("-")[0] in RTL_LANGUAGES


def needs_shaping(text: str) -> bool:
    """Tell whether a text holds characters whose glyphs depend on their neighbours."""
    return not text.isascii() and _SHAPED.search(normalize("NFC", text)) is not None


def missing_parts() -> list[str]:
    """Name the libraries of the extra `scripts` that aren't installed."""
    return [name for name in ("uharfbuzz", "bidi") if find_spec(name) is None]


def without_controls(text: str) -> str:
    """Compose accents; drop embedding and isolating controls, never drawn; joiners stay."""
    return normalize("NFC", text).translate(_CONTROLS)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph in its place: advance and offsets in thousandths of an em, y upwards.

    `text` is what it stands for, `""` where an earlier glyph has said it already.
    """

    id: int
    advance: float
    dx: float
    dy: float
    text: str


def levels(text: str, *, rtl: bool) -> list[int]:
    """Give each character's embedding level (UAX 9, rules X to I); odd runs right to left.

    Args:
        text: A paragraph without embedding controls.
        rtl: Whether the paragraph runs from right to left.

    """
    if not _RIGHT_TO_LEFT.search(text):
        # Inside right-to-left text, too, what holds none of it keeps its order: `-5 %`, `1–2`.
        return [2 * rtl] * len(text)
    from bidi import algorithm

    # Rule X9 leaves joiners and the like out: they take the level of what stands before them.
    kept = [i for i, char in enumerate(text) if bidirectional(char) not in _LEFT_OUT]
    text_kept = "".join(text[i] for i in kept)
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = int(rtl)
    storage["base_dir"] = "R" if rtl else "L"
    algorithm.get_embedding_levels(text_kept, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], int(rtl))
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = dict(zip(kept, (char["level"] for char in storage["chars"]), strict=True))
    before = int(rtl)
    return [before := found.get(index, before) for index in range(len(text))]


_LEFT_OUT = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_PAIRS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "⟨": "⟩",
    "〈": "〉",
    "《": "》",
    "「": "」",
    "『": "』",
    "【": "】",
}


def _resolve_brackets(chars: list[dict[str, Any]], base: int) -> None:
    """Give both brackets of a pair one direction (UAX 9, N0), which the library leaves out."""
    own, other = ("R", "L") if base else ("L", "R")

    def strong(char: dict[str, Any]) -> str:
        return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(char["type"], "")

    for first, last in sorted(_bracket_pairs(chars)):
        inside = {strong(char) for char in chars[first + 1 : last]}
        if own in inside:
            chosen = own
        elif other in inside:
            before = (s for char in reversed(chars[:first]) if (s := strong(char)))
            chosen = other if next(before, own) == other else own
        else:
            continue
        chars[first]["type"] = chars[last]["type"] = chosen


def _bracket_pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(chars):
        if char["ch"] in _PAIRS:
            opened.append((_PAIRS[char["ch"]], index))
            continue
        at = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == char["ch"]), None)
        if at is not None:
            pairs.append((opened[at][1], index))
            del opened[at:]
    return pairs


def visual_order(line: Sequence[int]) -> list[int]:
    """Give the indexes of a line's pieces from left to right, by their levels (UAX 9, L2)."""
    order = list(range(len(line)))
    for level in range(max(line, default=0), 0, -1):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


@lru_cache(maxsize=32)
def _font(face: Face) -> Any:
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(face.data, 0))
    font.scale = (1000, 1000)
    return font


def shape(text: str, start: int, end: int, face: Face, *, rtl: bool, lang: str) -> list[Glyph]:
    """Shape a stretch of a paragraph, its glyphs from left to right.

    Args:
        text: The paragraph: what stands beside the stretch decides how its ends join.
        start: Where the stretch begins.
        end: Where it ends.
        face: The face to draw it in.
        rtl: Whether the stretch runs from right to left.
        lang: Its language, for forms that differ between languages.

    """
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_codepoints([ord(c) for c in text], start, end - start)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = lang
    # Marks keep the place of their own character, so that each glyph knows its text.
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    uharfbuzz.shape(_font(face), buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    ends = sorted({info.cluster for info in infos} | {end})
    following = dict(pairwise(ends))
    told: set[int] = set()
    glyphs = []
    for info, at in zip(infos, positions, strict=True):
        said = "" if info.cluster in told else text[info.cluster : following[info.cluster]]
        said = "".join(char for char in said if bidirectional(char) != "BN")  # joiners say nothing
        told.add(info.cluster)
        glyphs.append(Glyph(info.codepoint, at.x_advance, at.x_offset, at.y_offset, said))
    return glyphs
