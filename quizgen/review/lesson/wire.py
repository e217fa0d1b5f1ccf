"""Interactions and keys as phones and logs have them: JSON with names that stay.

What is written here is read by every later version: old logs are scored again from it. A log keeps
how many choices there were, not what they said, and of a number its range alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, assert_never

from quizgen.interaction import (
    Choice,
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
    Strictness,
    TextKey,
    Write,
    WriteKey,
    choices_of,
)
from quizgen.present.lower import number_text

_CHOOSE = {False: "one", True: "many"}

FIRST_JUDGING = 1
"""How typed answers were judged before keys said so."""


def response_kind(interaction: Interaction) -> str:
    """Name how an interaction is answered on a phone."""
    match interaction:
        case Choose(several=several):
            return _CHOOSE[several]
        case Match():
            return "match"
        case Order():
            return "order"
        case Fill():
            return "blanks"
        case EnterText():
            return "text"
        case EnterNumber():
            return "number"
        case Write():
            return "open"
        case Recall():
            return "self"
        case _:
            assert_never(interaction)


def interaction_json(interaction: Interaction) -> dict[str, Any]:
    """Write what a response must look like: `{"form": "one", "count": 4}`."""
    count = 2 if isinstance(interaction, Recall) else len(choices_of(interaction))
    fields: dict[str, Any] = {"form": response_kind(interaction), "count": count}
    if isinstance(interaction, Match):
        fields["lefts"] = len(interaction.lefts)
    if isinstance(interaction, Fill):
        fields["blanks"] = interaction.blanks
        if interaction.lists:
            fields["lists"] = [list(texts) for texts in interaction.lists]
    return fields


def read_interaction(fields: Mapping[str, Any]) -> Interaction:
    """Read what `interaction_json` wrote; the choices have places, but no texts."""
    choices = _unnamed_choices(int(fields.get("count", 0)))
    match fields["form"]:
        case "one":
            return Choose(choices)
        case "many":
            return Choose(choices, several=True)
        case "match":
            return Match(((),) * int(fields["lefts"]), choices)
        case "order":
            return Order(choices)
        case "blanks":
            lists = tuple(tuple(texts) for texts in fields.get("lists", ()))
            return Fill(int(fields["blanks"]), choices, lists)
        case "text":
            return EnterText()
        case "number":
            return EnterNumber(str(fields.get("unit", "")))
        case "self":
            return Recall()
        case _:
            return Write(0)


def _unnamed_choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(place), ()) for place in range(count))


def key_json(key: Key, interaction: Interaction) -> dict[str, Any]:
    """Write a key as logs hold it."""
    fields: dict[str, Any] = {
        "form": response_kind(interaction),
        "count": len(choices_of(interaction)),
    }
    match key:
        case ChooseKey(right, _, scoring):
            fields["keys"] = list(right)
            if fields["form"] == "many":
                fields["score"] = scoring
        case MatchKey(matches):
            fields["matches"] = list(matches)
        case OrderKey(ranks):
            fields["ranks"] = list(ranks)
        case FillKey(blanks):
            fields["blanks"] = list(blanks)
            if any(key.accept):
                fields["accept"] = [list(texts) for texts in key.accept]
            if key.listed:
                fields["listed"] = list(key.listed)
            if key.match != "fold":
                fields["match"] = key.match
        case TextKey(match=strict):
            fields |= {"accept": list(key.answers), "exact": strict == "exact"}
            if strict in {"accents", "case"}:
                fields["match"] = strict
        case NumberKey(_, low, high, unit):
            fields |= {"low": number_text(low), "high": number_text(high), "unit": unit}
        case WriteKey() | RecallKey():
            pass
        case _:
            assert_never(key)
    if isinstance(key, FillKey | TextKey | NumberKey) and key.judging != FIRST_JUDGING:
        fields["judging"] = key.judging
    return fields


def read_key(fields: Mapping[str, Any]) -> Key:
    """Read what `key_json` wrote, now or in any version before."""
    judging = int(fields.get("judging", FIRST_JUDGING))
    match fields["form"]:
        case "one" | "many":
            places = tuple(fields["keys"])
            return ChooseKey(places, int(fields["count"]), fields.get("score", "all"))
        case "match":
            return MatchKey(tuple(fields["matches"]))
        case "order":
            return OrderKey(tuple(fields["ranks"]))
        case "blanks":
            return FillKey(
                tuple(fields["blanks"]),
                tuple(tuple(texts) for texts in fields.get("accept", ())),
                tuple(fields.get("listed", ())),
                fields.get("match", "fold"),
                judging,
            )
        case "text":
            best, *others = fields["accept"]
            strict: Strictness = "exact" if fields.get("exact") else fields.get("match", "fold")
            return TextKey(best, tuple(others), strict, judging)
        case "number":
            low, high = Decimal(fields["low"]), Decimal(fields["high"])
            return NumberKey(low, low, high, fields.get("unit", ""), judging)
        case "self":
            return RecallKey()
        case _:
            return WriteKey()
