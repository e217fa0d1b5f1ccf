"""What every screen is told of an interaction and its key, as plain JSON values.

The names are those of the pages, the scripts and the logs of lessons; they stay.
"""

from __future__ import annotations

from typing import Any, assert_never

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
from quizgen.present.lower import number_text
from quizgen.text.blocks import Blocks


def lefts_of(interaction: Interaction) -> tuple[Blocks, ...]:
    """Give the left sides to be matched; none where nothing is matched."""
    match interaction:
        case Match(lefts):
            return lefts
        case Choose() | Order() | Fill() | EnterText() | EnterNumber() | Write() | Recall():
            return ()
        case _:
            assert_never(interaction)


def unit_of(interaction: Interaction) -> str:
    """Give the unit of a number to be entered; empty where there is none."""
    match interaction:
        case EnterNumber(unit):
            return unit
        case Choose() | Match() | Order() | Fill() | EnterText() | Write() | Recall():
            return ""
        case _:
            assert_never(interaction)


def key_json(key: Key) -> dict[str, Any]:
    """Give a key as the page's script takes it; every name is there, empty where it has no use."""
    fields: dict[str, Any] = {
        "keys": [],
        "matches": [],
        "ranks": [],
        "accept": [],
        "exact": False,
        "low": "",
        "high": "",
    }
    match key:
        case ChooseKey(right):
            fields["keys"] = list(right)
        case MatchKey(matches):
            fields["matches"] = list(matches)
        case OrderKey(ranks):
            fields["ranks"] = list(ranks)
        case TextKey(exact=exact):
            fields |= {"accept": list(key.answers), "exact": exact}
        case NumberKey(answer, low, high):
            fields["accept"] = [number_text(answer)]
            fields |= {"low": number_text(low), "high": number_text(high)}
        case FillKey() | WriteKey() | RecallKey():
            pass
        case _:
            assert_never(key)
    return fields
