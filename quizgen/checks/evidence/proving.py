"""Whether a number of the source is, beyond doubt, the one that an answer says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.checks.evidence import lexicon
from quizgen.checks.evidence.figures import Date, StatedFigure, tidied, unit_name
from quizgen.checks.evidence.lexicon import base
from quizgen.text.folding import fold


def proves(
    cited: StatedFigure, said: StatedFigure, *, langs: tuple[str, str], asked: frozenset[str]
) -> bool:
    """Tell whether a cited number is the one that an answer says, beyond doubt.

    Args:
        cited: A number of the source.
        said: A number of the answer.
        langs: The languages of the source and of the answer.
        asked: The words and units that the question names.

    """
    if not cited.whole or not said.whole:
        return False
    if said.date or cited.date:
        return bool(said.date and cited.date) and _same_date(said.date, cited.date)
    return _same_number(cited, said, langs) and _same_thing(cited, said, langs, asked)


def _same_date(said: Date | None, cited: Date | None) -> bool:
    return all(a in {0, b} for a, b in zip(said or (), cited or (), strict=True))


def _same_number(cited: StatedFigure, said: StatedFigure, langs: tuple[str, str]) -> bool:
    if cited.value is not None and said.value is not None:
        return cited.value == said.value
    # `20.000` says one thing in German and another in English.
    alike = base(langs[0]) == base(langs[1]) or not re.search(r"[.,' ]|[^\W\d_]", cited.raw)
    return said.value is None and cited.raw == said.raw and alike


def _same_thing(
    cited: StatedFigure, said: StatedFigure, langs: tuple[str, str], asked: frozenset[str]
) -> bool:
    said_by_either = {*said.tail} | asked
    if not {*said.tail} <= {*cited.tail} or not {*cited.tail} - {"ordinal"} <= said_by_either:
        return False
    if ("ordinal" in cited.tail) != ("ordinal" in said.tail):
        return False
    if not {base(lang) for lang in langs} <= lexicon.LANGUAGES:
        # Whether a word there is a scale, a month or a unit, nobody here can tell.
        return said.after[:1] == cited.after[:1]
    if not all(any(map(_akin, [word] * 3, cited.after)) for word in said.after):
        return False
    counted = cited.after[:1]
    fractional = cited.value is not None and cited.value != cited.value.to_integral_value()
    return not (fractional and counted and not said.after) or any(
        _akin(counted[0], word) for word in asked
    )


def _akin(a: str, b: str) -> bool:
    """Tell whether two words are one but for their ending: `members`, `member`."""
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 2 and long.startswith(short) and len(long) - len(short) <= 2)


def named_units(text: str, lang: str) -> frozenset[str]:
    """Give the words and units that a question names, as tails of numbers are called."""
    text = tidied(text)
    lang = base(lang)
    found = set("%" if "%" in text else "")
    found |= {sign for sign in "$€£¥" if sign in text}
    found |= {f"°{unit}" for unit in re.findall(r"° ?([CFK]?)", text)}
    for match in re.finditer(r"[^\W\d_]+(?:[²³])?(?:/[^\W\d_]+[²³]?)*", text):
        word = match[0]
        short = len(word) == 1 and not re.search(r"(?:\bin |[(\[])$", text[: match.start()])
        name = None if short else unit_name(word, lang)
        found |= {fold(word)} | ({name} if name else set())
    return frozenset(found)


def hidden(figure: StatedFigure, text: str) -> bool:
    """Tell whether a record without the text may hide a part of a number.

    A record knows words alone: signs, separators, percent and currency are not in it, nor what
    stands before and behind the quote.
    """
    if figure.date:
        first, last = text[:1].isdecimal(), text[-1:].isdecimal() and not figure.date[2]
        return (figure.start == 0 and first) or (figure.end >= len(text) and last)
    if figure.value is None and not figure.spelled:
        return True
    if [name for name in figure.tail if name != "ordinal"] and not figure.spelled:
        return True
    if figure.spelled:
        return figure.end >= len(text) and set(figure.tail) <= {"ordinal"}
    year = re.fullmatch(r"1\d{3}|20\d\d", figure.raw) is not None
    if not figure.raw.isdecimal() or year:
        return not year
    if figure.start == 0 and len(figure.raw) == 3:
        return True  # the end of 20,000, perhaps
    follows = re.match(r"[ -]([^\W\d_]{2,})", text[figure.end :])
    return not follows or fold(follows[1]) in lexicon.SMALL_WORDS


def words_before(figure: StatedFigure) -> Sequence[str]:
    """Give the words that would make a number at the start of a quote the end of a longer one."""
    if figure.spelled:
        return "twenty thirty forty fifty sixty seventy eighty ninety and hundred minus".split()
    return [*map(str, range(10)), "minus"]
