"""A choice as the keys of a question, whatever its maker calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizgen.inputs.reading import Plain, Value

_ABOUT_ALL = re.compile(
    r"\b(all|none|both|neither|any) of (the above|these|them)\b"
    r"|\b(alle|keine|beide)[rs]? (der )?(oben )?(genannten|obigen|davon)\b"
    r"|\b(toutes?|aucune?) (de )?(ces|les) (réponses|propositions)\b"
    r"|\b(todas|ninguna) (de )?(las )?anteriores\b",
    re.IGNORECASE,
)
_BY_LETTER = re.compile(r"\b(?:both |only |nur )?[A-H] (and|und|et|y|or|oder|ou|o|&) [A-H]\b")


def choice_fields(
    stem: Value, options: Sequence[str], right: Sequence[int], *, shuffled: bool = True
) -> Mapping[str, Value]:
    """Give the keys of a choice: single with one right option, else multiple response.

    Args:
        stem: The question.
        options: All options, in the file's order.
        right: The places of the right ones, from 0.
        shuffled: Whether the maker lets them stand in any order. An option that speaks of the
            others keeps them from it: "all of the above" stays last, "A and B" fixes all.

    """
    keys = [options[at] for at in right]
    fields: dict[str, Value] = {"question": stem, "answer": keys if len(keys) != 1 else keys[0]}
    fields["options"] = list(options)
    if any(_BY_LETTER.search(option) for option in options) or not shuffled:
        return fields
    about_all = [at for at, option in enumerate(options) if _ABOUT_ALL.search(option)]
    if not about_all:
        fields["shuffle"] = Plain("true")
    elif about_all == [len(options) - 1]:
        fields["shuffle"] = "keep-last"
    return fields
