"""Words mended that print has parted: soft hyphens, hyphens at line ends, ligatures.

Whether a hyphen at a line's end belongs to the word is told by the text itself: by the words that
it holds elsewhere. A compound keeps its hyphen (Asien-|Pazifik-Raum, well-|known), and where the
text doesn't tell, the word is named for a human.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_SOFT = "\u00ad"
_HYPHENS = "-\u2010\u00ad\u00ac"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+")
_PARTED = re.compile(rf"((?:[^\W_]+[-\u2010])*)([^\W_]+)([{_HYPHENS}])$")
_BEGUN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# After these a hyphen hangs: Vor- und Nachteile, pre- and post-war.
_JOINING = frozenset("und oder bzw sowie bis noch and or to et ou y o e u nor".split())
# First halves of English words that are written as one.
_WRITTEN_AS_ONE = frozenset(
    "some any every no with to in on out over under up down there here where what who how when "
    "be for al un re inter".split()
)
_HYPHENATED = frozenset(
    "self well non ex half all quasi vice anti pro long short high low mid post pre cross semi "
    "twenty thirty forty fifty sixty seventy eighty ninety nord süd ost west".split()
)


_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_SIGNS = re.compile(r"[-−+\d()n]{1,6}")


def raised(text: str, place: str) -> str:
    """Give digits above or below the line (`sup`, `sub`) as such: 10³ is not 103."""
    if place not in {"sup", "sub"} or not _SIGNS.fullmatch(text):
        return text
    return text.translate(_RAISED if place == "sup" else _LOWERED)


def clean(text: str) -> str:
    """Give a line as it is meant: ligatures as letters, no soft hyphens, single spaces."""
    text = text.translate(_LIGATURES).replace(_SOFT, "").replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


class Healer:
    """Joins lines of one text, by the words that the text holds away from its line ends."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._compounds: set[str] = set()
        self.healed = 0
        self.doubtful: list[str] = []
        self._read(lines)

    def _read(self, lines: Iterable[str]) -> None:
        parted = False
        for raw in lines:
            line = raw.translate(_LIGATURES).replace("\u2010", "-").strip()
            if parted:
                line = line.partition(" ")[2]
            parted = bool(_PARTED.search(line))
            if parted:
                line = line.rpartition(" ")[0]
            line = line.replace(_SOFT, "")
            self._words.update(_WORD.findall(line))
            self._compounds.update(word.casefold() for word in _COMPOUND.findall(line))

    def join(self, lines: Sequence[str]) -> str:
        """Join the lines of one paragraph."""
        text = ""
        for line in map(str.strip, lines):
            text = self.joined(text, line) if text else line
        return clean(text)

    def joined(self, text: str, line: str, between: str = " ") -> str:
        """Join two lines: without a hyphen, with it, or `between`."""
        end, begun = _PARTED.search(text), _BEGUN.match(line)
        if end is None or begun is None:
            return f"{text}{between}{line}"
        before, left, sign = end.groups()
        right = begun[0]
        if right.casefold() in _JOINING:
            return f"{text}{between}{line}"
        self.healed += 1
        if sign in {_SOFT, "\u00ac"} or not self._is_compound(before, left, right):
            return text[: -len(sign)] + line
        return text + line

    def _is_compound(self, before: str, left: str, right: str) -> bool:
        whole = left + right
        if self._knows(whole):
            return False
        if f"{before}{left}-{right}".replace("\u2010", "-").casefold() in self._compounds:
            return True
        if not right[0].islower() or left[-1].isdigit():
            # A capital or digit begins a new part, unless all is set in capitals.
            return not (whole.isupper() and len(left) > 1 and len(right) > 1 and not before)
        if left.isupper() and len(left) > 1:
            return True  # NATO-geführt
        return self._looks_compound(before, left, right)

    def _looks_compound(self, before: str, left: str, right: str) -> bool:
        """Tell of a word that the text holds nowhere else, in one or with its hyphen."""
        if left.casefold() in _HYPHENATED and len(right) > 3:
            self._doubt(before, left, right)
            return True
        both_known = self._knows(left) and self._words[right] > 0
        if both_known and min(len(left), len(right)) > 2 and left.casefold() not in _WRITTEN_AS_ONE:
            self._doubt(before, left, right)
            return True
        return False

    def _doubt(self, before: str, left: str, right: str) -> None:
        self.doubtful.append(f"{before}{left}-{right}")

    def _knows(self, word: str) -> bool:
        # A noun of a sentence's first word, and a word after a joined "Asien-".
        forms = {word, word.lower(), word[:1].upper() + word[1:].lower()}
        return any(self._words[form] for form in forms)

    def notes(self) -> tuple[str, ...]:
        """Say which words a human should look at."""
        if not self.doubtful:
            return ()
        listed = ", ".join(dict.fromkeys(self.doubtful[:8]))
        return (f"a hyphen was kept at a line's end, where it may be none: {listed}",)
