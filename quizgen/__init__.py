"""One question bank, drawn from a text: Anki decks, printed quizzes with keys, classroom review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizgen.version import __version__

if TYPE_CHECKING:
    from quizgen.libraries import LibraryMissing, QuizgenError
    from quizgen.model import Bank
    from quizgen.pipeline.build import Manifest, build
    from quizgen.pipeline.check import Report, check, load_bank
    from quizgen.problems import BankError, BankNotFound, Problem, Where

_HOMES = {
    "Bank": "quizgen.model",
    "BankError": "quizgen.problems",
    "BankNotFound": "quizgen.problems",
    "LibraryMissing": "quizgen.libraries",
    "Manifest": "quizgen.pipeline.build",
    "Problem": "quizgen.problems",
    "QuizgenError": "quizgen.libraries",
    "Report": "quizgen.pipeline.check",
    "Where": "quizgen.problems",
    "build": "quizgen.pipeline.build",
    "check": "quizgen.pipeline.check",
    "load_bank": "quizgen.pipeline.check",
}

__all__ = [  # noqa: RUF022 - the jobs first, then what they give and raise
    "load_bank",
    "check",
    "build",
    "Bank",
    "Manifest",
    "Report",
    "Problem",
    "Where",
    "QuizgenError",
    "BankError",
    "BankNotFound",
    "LibraryMissing",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that `quizgen --help` stays quick (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from quizgen.libraries import named_when_missing

    with named_when_missing():
        home = import_module(_HOMES[name])
    return getattr(home, name)
