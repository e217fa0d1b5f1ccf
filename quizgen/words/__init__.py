"""The words we print ourselves (Name, Date, Choose one...), one small table a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; a `{...}` is filled in where the word is used."""

    lang: str
    name: str
    date: str
    score: str
    form: str
    page: str
    minutes: str
    one_minute: str
    points: str
    one_point: str
    choose_one: str
    choose_all: str
    choose_count: str
    """Where pupils are told how many; takes `{count}` as a word."""
    numbers: tuple[str, ...]
    """The words for two and on."""
    scored_whole: str
    """How several right options are scored."""
    scored_partly: str
    scored_minus: str
    rubric_summed: str
    rubric_capped: str
    grades: str
    grade: str
    true: str
    false: str
    match: str
    order: str
    match_screen: str
    order_screen: str
    match_tap: str
    order_tap: str
    keys: str
    """How a keyboard picks where letters alone belong to the program around the card."""
    show_options: str
    continued: str
    answers: str
    answer_key: str
    answer: str
    also_right: str
    grid: str
    explanation: str
    source: str
    paragraph: str
    verified: str
    hint: str
    listen: str
    passage: str
    about_passage: str
    """Above a passage that one question asks about; takes `{first}`."""
    about_passage_two: str
    """Above one that two ask about; takes `{first}` and `{last}`, as the next."""
    about_passage_many: str
    range: str
    rubric: str
    blank: str
    cut_here: str
    cut_short_edge: str
    cut_and_fold: str
    cut_separate: str
    calibration: str
    how_to_calibrate: str
    back_side: str
    retired: str
    items: str
    projector: str
    solo: str
    review: str
    mode: str
    needs_script: str
    all_items: str
    to_go: str
    more_below: str
    right: str
    wrong: str
    yours: str
    missed_one: str
    done: str
    first_time: str
    missed: str
    again: str
    back: str
    next: str
    reveal: str
    check: str
    missed_it: str
    had_it: str
    forgets: str
    and_two: str
    and_many: str
    comma: str
    period: str
    id: str
    seat: str
    group: str
    blank_page: str
    word_bank: str
    blueprint: str
    topic: str
    level: str
    type: str
    points_word: str
    total: str
    types: Mapping[str, str]
    """The names of item types, by those that authors write."""
    decimal: str
    more_items: str
    quote_open: str
    quote_close: str


def speaks(lang: str) -> bool:
    """Tell whether we have words of our own in a language."""
    return lang.lower().split("-")[0] in LANGUAGES


def words(lang: str) -> Words:
    """Give the words of a language (`de-AT` falls back to `de`), English where we have none."""
    base = lang.lower().split("-")[0]
    module = import_module(f"quizgen.words.{base if base in LANGUAGES else 'en'}")
    found: Words = module.WORDS
    return found


def number_word(number: int, lang: str) -> str:
    """Give a small number as a word, others in digits."""
    numbers = words(lang).numbers
    return numbers[number - 2] if 2 <= number < len(numbers) + 2 else str(number)


def joined(names: Sequence[str], lang: str) -> str:
    """Join names as prose does: `Britain, Italy and Japan`."""
    table = words(lang)
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return table.and_two.format(first=names[0], last=names[1])
    return table.and_many.format(first=table.comma.join(names[:-1]), last=names[-1])


def field_labels(table: Words) -> dict[str, str]:
    """Give what stands before a line to fill in, by the names that authors write."""
    return {
        "name": table.name,
        "class": table.group,
        "date": table.date,
        "period": table.period,
        "id": table.id,
        "seat": table.seat,
        "score": table.score,
    }
