"""Which words of a paragraph stand in quotation marks, by the habits of several languages.

“English”, „German“, »German«, « French », «Spanish», ‘British’, "plain" marks, one kind inside
another; a Spanish dialogue by dashes. An apostrophe is none. Where marks don't pair, nothing is
said of the paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.checks.evidence.grammar import speech_grammar
from quizgen.checks.evidence.normal import normal
from quizgen.text.values import base

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand for the outermost marks: private signs, which no text in normal form holds."""
_CLOSERS = {
    "„": '“”"',
    "‟": "”",
    "“": '”"',
    "«": "»",
    "»": "«",
    '"': '"',
    "”": "”",
    "‚": "‘’'",
    "‘": "’'",
    "‹": "›",
    "›": "‹",
    "'": "'",
}
_DOUBLE = frozenset('„‟“”«»"')
_MARKS = re.compile("[„‟“”«»\"‚‘’‹›']")
_SINGLE = frozenset("‚‘‹›'")
_DASHES = "—–"


def quote_marked(text: str, lang: str) -> str | None:
    """Give a paragraph in normal form, its outermost quotes between OPEN and CLOSE.

    A quote may go on behind its end, or have begun before it. None where marks don't pair.
    """
    text = text.translate(dict.fromkeys(map(ord, OPEN + CLOSE)))
    if base(lang) == "es" and text.lstrip()[:1] in _DASHES:
        return normal(_dialogue(text))
    spans = _Pairing(text, lang).spans()
    if spans is None:
        return None
    signs = list(text)
    for start, end in spans:
        if start >= 0:
            signs[start] = OPEN
        if end < len(signs):
            signs[end] = CLOSE
    before = OPEN if spans and spans[0][0] < 0 else ""
    return _with_asides(normal(before + "".join(signs)), lang)


def _with_asides(marked: str, lang: str) -> str:
    """Put what cuts into a quote outside of its marks."""
    grammar = speech_grammar(lang)
    if grammar is None or grammar.aside is None:
        return marked
    aside = grammar.aside
    return re.sub(
        f"{OPEN}[^{OPEN}{CLOSE}]*",
        lambda quote: aside.sub(lambda match: f"{CLOSE}{match[1]}{OPEN}", quote[0]),
        marked,
    )


def quotes_in(text: str, lang: str) -> list[str]:
    """Give what stands in the outermost quotation marks of a text."""
    marked = quote_marked(text, lang)
    return re.findall(f"{OPEN}([^{OPEN}{CLOSE}]+)", marked) if marked else []


@dataclass(frozen=True, slots=True)
class _Mark:
    sign: str
    at: int


class _Pairing:
    """Pairs the quotation marks of a paragraph."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.lang = base(lang)
        self.stack: list[_Mark] = []
        self.found: list[tuple[int, int]] = []
        self.sound = True

    def spans(self) -> list[tuple[int, int]] | None:
        """Give where the outermost quotes begin and end; -1 and the length for open ends."""
        no_mark: set[int] = set()
        for _ in range(20):
            self._pair(no_mark)
            first = self.stack[0] if self.stack else None
            if first is None or first.sign in _DOUBLE:
                break
            no_mark.add(first.at)  # never closed: it was an apostrophe
        if not self.sound:
            return None
        return [*self.found, *((mark.at, len(self.text)) for mark in self.stack[:1])]

    def _pair(self, no_mark: set[int]) -> None:
        self.stack, self.found, self.sound = [], [], True
        for match in _MARKS.finditer(self.text):
            if match.start() not in no_mark:
                self._take(match[0], match.start())

    def _take(self, sign: str, at: int) -> None:
        if sign in _DOUBLE:
            self._take_double(sign, at)
        elif not (self._is_letter(at - 1) and self._is_letter(at + 1)):
            self._take_single(sign, at)

    def _take_double(self, sign: str, at: int) -> None:
        ended = (i for i in reversed(range(len(self.stack))) if self._ends(self.stack[i], sign))
        depth = next(ended, None)
        if depth is not None:
            self._close(depth, at)
        elif self._opens(sign, at):
            self.stack.append(_Mark(sign, at))
        elif not self.stack and not self.found:
            self.found.append((-1, at))  # it began in a paragraph before
        else:
            self.sound = False

    def _ends(self, mark: _Mark, sign: str) -> bool:
        if sign == '"' and mark.sign in "„“":  # unless a better end follows
            rest = self.text[mark.at + 1 :].split(mark.sign, 1)[0]
            return not any(end in rest for end in "“”")
        return sign in _CLOSERS[mark.sign]

    def _opens(self, sign: str, at: int) -> bool:
        if sign in '„‟“«"':
            return True
        before = self.text[at - 1 : at]
        starts = (not before or before.isspace() or before in "(—–:") and self._is_word(at + 1)
        return starts or (sign == "»" and (self.lang == "de" or at == 0))

    def _take_single(self, sign: str, at: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top and top.sign in _SINGLE and self._ends(top, sign):
            if not self._is_possessive(at):
                self._close(len(self.stack) - 1, at)
        elif (
            sign in "‚‘'" and not self._is_letter(at - 1) and self._is_word(at + 1)
        ) or sign in "‹›":
            self.stack.append(_Mark(sign, at))

    def _is_possessive(self, at: int) -> bool:
        """Tell whether a sign behind an s is an apostrophe: a better end of the quote follows."""
        if self.text[at - 1 : at].lower() != "s":
            return False
        rest = re.match(r" [a-z][^‘]*?([^’'])[’'](?![a-z])", self.text[at + 1 :])
        return rest is not None and rest[1] in ".,!?…"

    def _close(self, depth: int, at: int) -> None:
        if depth == 0:
            self.found.append((self.stack[0].at, at))
        del self.stack[depth:]

    def _is_letter(self, at: int) -> bool:
        return 0 <= at < len(self.text) and self.text[at].isalnum()

    def _is_word(self, at: int) -> bool:
        sign = self.text[at : at + 1]
        return sign.isalpha() or sign in {"¿", "¡", "“", "„", "«", '"', "…", "["}


def _dialogue(text: str) -> str:
    """Mark a paragraph whose words dashes give to a speaker: `—No iré —dijo Pedro—`."""
    inside, signs = False, []
    for at, sign in enumerate(text):
        if sign in _DASHES and _is_dash_of_dialogue(text, at):
            signs.append(CLOSE if inside else OPEN)
            inside = not inside
        else:
            signs.append(sign)
    return "".join(signs)


def _is_dash_of_dialogue(text: str, at: int) -> bool:
    before, after = text[:at][-1:], text[at + 1 : at + 2]
    if not before:
        return True
    return before.isspace() != (not after or after.isspace()) or after in set(".,;:")


def plain_signs(text: str) -> Iterator[tuple[int, str]]:
    """Give the signs of a marked text but for quotation marks and spaces, each with its place."""
    for at, sign in enumerate(text):
        if sign not in f"{OPEN}{CLOSE}\"' " and unicodedata.category(sign) != "Cf":
            yield at, sign


def find_quote(marked: str, quote: str) -> int:
    """Say where a quote begins in a marked paragraph, whatever its marks; -1 where it isn't."""
    signs = list(plain_signs(marked))
    wanted = "".join(sign for _, sign in plain_signs(normal(quote))).strip(".,;:!?")
    at = "".join(sign for _, sign in signs).find(wanted) if wanted else -1
    return signs[at][0] if at >= 0 else -1
