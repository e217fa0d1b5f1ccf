"""One question bank, drawn from a text: Anki decks, printed quizzes with keys, classroom review.

    bank = quizgen.load_bank("question_bank/rivers")      # raises BankError
    report = quizgen.check("question_bank/rivers")        # never raises for what a bank contains
    manifest = quizgen.build("question_bank/rivers", "output", only=["anki"])

What is listed in `__all__` is public, and stays; all else may move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizgen.version import __version__

if TYPE_CHECKING:
    from quizgen.checks.rules import RuleSelection
    from quizgen.interaction import (
        Choose,
        ChooseKey,
        EnterNumber,
        EnterText,
        Fill,
        FillKey,
        Interaction,
        Key,
        Match,
        MatchKey,
        NumberKey,
        Order,
        OrderKey,
        Recall,
        RecallKey,
        TextKey,
        Write,
        WriteKey,
    )
    from quizgen.libraries import LibraryMissing, QuizgenError
    from quizgen.model import (
        Bank,
        Cloze,
        Flashcard,
        Item,
        Matching,
        MultipleResponse,
        Numeric,
        OpenResponse,
        Option,
        Ordering,
        ShortAnswer,
        SingleChoice,
        TrueFalse,
    )
    from quizgen.outputs.anki.options import DeckOptions
    from quizgen.outputs.pdf.print_options import PrintOptions
    from quizgen.pipeline.build import build
    from quizgen.pipeline.check import Report, check, load_bank
    from quizgen.pipeline.manifest import Manifest
    from quizgen.problems import (
        BankError,
        BankNotFound,
        CannotWrite,
        Problem,
        Where,
    )
    from quizgen.scoring.responses import ScoringRules, score, validate_response

_PUBLIC = {
    "quizgen.pipeline.check": "load_bank check Report",
    "quizgen.pipeline.build": "build",
    "quizgen.pipeline.manifest": "Manifest",
    "quizgen.model": (
        "Bank Item Option SingleChoice MultipleResponse TrueFalse ShortAnswer Numeric Cloze "
        "Matching Ordering OpenResponse Flashcard"
    ),
    "quizgen.interaction": (
        "Interaction Choose Match Order Fill EnterText EnterNumber Write Recall "
        "Key ChooseKey MatchKey OrderKey FillKey TextKey NumberKey WriteKey RecallKey"
    ),
    "quizgen.scoring.responses": "validate_response score ScoringRules",
    "quizgen.outputs.anki.options": "DeckOptions",
    "quizgen.outputs.pdf.print_options": "PrintOptions",
    "quizgen.checks.rules": "RuleSelection",
    "quizgen.problems": "Problem Where BankError BankNotFound CannotWrite",
    "quizgen.libraries": "QuizgenError LibraryMissing",
}
_HOMES = {name: home for home, names in _PUBLIC.items() for name in names.split()}

__all__ = [  # noqa: RUF022 - the jobs first, then what they give, take and raise
    "load_bank",
    "check",
    "build",
    "Bank",
    "Manifest",
    "Report",
    "Problem",
    "Where",
    "Item",
    "Option",
    "SingleChoice",
    "MultipleResponse",
    "TrueFalse",
    "ShortAnswer",
    "Numeric",
    "Cloze",
    "Matching",
    "Ordering",
    "OpenResponse",
    "Flashcard",
    "Interaction",
    "Choose",
    "Match",
    "Order",
    "Fill",
    "EnterText",
    "EnterNumber",
    "Write",
    "Recall",
    "Key",
    "ChooseKey",
    "MatchKey",
    "OrderKey",
    "FillKey",
    "TextKey",
    "NumberKey",
    "WriteKey",
    "RecallKey",
    "validate_response",
    "score",
    "ScoringRules",
    "DeckOptions",
    "PrintOptions",
    "RuleSelection",
    "QuizgenError",
    "BankError",
    "BankNotFound",
    "LibraryMissing",
    "CannotWrite",
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
