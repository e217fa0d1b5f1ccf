"""Values as prose states them, read in its own language: see `kinds` for what they are."""

from quizgen.text.values.kinds import (
    VERSION,
    DateValue,
    Many,
    Number,
    Quantity,
    Range,
    Share,
    Sign,
    Single,
    Stated,
    StatedValue,
    TimeOfDay,
    Weekday,
    keys,
    plain,
)
from quizgen.text.values.language import Language, base, language
from quizgen.text.values.phrases import READ_IN_WORDS
from quizgen.text.values.reader import stated
from quizgen.text.values.spelled import reads_words
from quizgen.text.values.tidy import lowered, tidied

__all__ = [
    "READ_IN_WORDS",
    "VERSION",
    "DateValue",
    "Language",
    "Many",
    "Number",
    "Quantity",
    "Range",
    "Share",
    "Sign",
    "Single",
    "Stated",
    "StatedValue",
    "TimeOfDay",
    "Weekday",
    "base",
    "keys",
    "language",
    "lowered",
    "plain",
    "reads_words",
    "stated",
    "tidied",
]
