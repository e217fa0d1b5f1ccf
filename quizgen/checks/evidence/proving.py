"""Whether a number of the source is, beyond doubt, the one that an answer says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.checks.evidence import lexicon
from quizgen.checks.evidence.figures import Date, StatedFigure, tidied, unit_name
from quizgen.checks.evidence.lexicon import base
from quizgen.text.folding import fold


def proves(
    cited: StatedFigure, answer: StatedFigure, *, langs: tuple[str, str], asked: frozenset[str]
) -> bool:
    """Tell whether a cited number is the one that an answer says, beyond doubt.

    Args:
        cited: A number of the source.
        answer: A number of the answer.
        langs: The languages of the source and of the answer.
        asked: The words and units that the question names.

    """
    if not cited.whole or not answer.whole:
        return False
    if answer.date or cited.date:
        return bool(answer.date and cited.date) and _same_date(answer.date, cited.date)
    return _same_number(cited, answer, langs) and _same_thing(cited, answer, langs, asked)


def _same_date(answer: Date | None, cited: Date | None) -> bool:
    return all(a in {0, b} for a, b in zip(answer or (), cited or (), strict=True))


def _same_number(cited: StatedFigure, answer: StatedFigure, langs: tuple[str, str]) -> bool:
    if cited.value is not None and answer.value is not None:
        return cited.value == answer.value
    # `20.000` says one thing in German and another in English.
    alike = base(langs[0]) == base(langs[1]) or not re.search(r"[.,' ]|[^\W\d_]", cited.raw)
    return answer.value is None and cited.raw == answer.raw and alike


def _same_thing(
    cited: StatedFigure, answer: StatedFigure, langs: tuple[str, str], asked: frozenset[str]
) -> bool:
    if not _same_tail({*cited.tail}, {*answer.tail}, asked):
        return False
    if not {base(lang) for lang in langs} <= lexicon.LANGUAGES:
        # Whether a word there is a scale, a month or a unit, nobody here can tell.
        return answer.after[:1] == cited.after[:1]
    return _same_counted(cited, answer, asked)


def _same_tail(cited: set[str], answer: set[str], asked: frozenset[str]) -> bool:
    """Tell whether all that belongs to a number is said, by the answer or by the question."""
    if ("ordinal" in cited) != ("ordinal" in answer):
        return False
    return answer <= cited and cited - {"ordinal"} <= answer | asked


def _same_counted(cited: StatedFigure, answer: StatedFigure, asked: frozenset[str]) -> bool:
    """Tell whether both count the same things, as far as the answer names them."""
    if not all(any(map(_akin, [word] * 3, cited.after)) for word in answer.after):
        return False
    counted = cited.after[:1]
    fractional = cited.value is not None and cited.value != cited.value.to_integral_value()
    return not (fractional and counted and not answer.after) or any(
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
    names = set("%" if "%" in text else "")
    names |= {sign for sign in "$€£¥" if sign in text}
    names |= {f"°{unit}" for unit in re.findall(r"° ?([CFK]?)", text)}
    for match in re.finditer(r"[^\W\d_]+(?:[²³])?(?:/[^\W\d_]+[²³]?)*", text):
        word = match[0]
        short = len(word) == 1 and not re.search(r"(?:\bin |[(\[])$", text[: match.start()])
        name = None if short else unit_name(word, lang)
        names |= {fold(word)} | ({name} if name else set())
    return frozenset(names)


def hidden(figure: StatedFigure, text: str) -> bool:
    """Tell whether a record without the text may hide a part of a number.

    A record knows words alone: signs, separators, percent and currency are not in it, nor what
    stands before and behind the quote.
    """
    if figure.date:
        return _hidden_date(figure, figure.date, text)
    if figure.spelled:
        return figure.end >= len(text) and set(figure.tail) <= {"ordinal"}
    return _hidden_digits(figure, text)


def _hidden_date(figure: StatedFigure, date: Date, text: str) -> bool:
    first, last = text[:1].isdecimal(), text[-1:].isdecimal() and not date[2]
    return (figure.start == 0 and first) or (figure.end >= len(text) and last)


def _hidden_digits(figure: StatedFigure, text: str) -> bool:
    if figure.value is None or set(figure.tail) - {"ordinal"}:
        return True
    if re.fullmatch(r"1\d{3}|20\d\d", figure.raw):
        return False  # a year
    if not figure.raw.isdecimal():
        return True
    if figure.start == 0 and len(figure.raw) == 3:
        return True  # the end of 20,000, perhaps
    follows = re.match(r"[ -]([^\W\d_]{2,})", text[figure.end :])
    return not follows or fold(follows[1]) in lexicon.SMALL_WORDS


def words_before(figure: StatedFigure) -> Sequence[str]:
    """Give the words that would make a number at the start of a quote the end of a longer one."""
    if figure.spelled:
        return "twenty thirty forty fifty sixty seventy eighty ninety and hundred minus".split()
    return [*map(str, range(10)), "minus"]
