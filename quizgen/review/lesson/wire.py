"""Interactions and keys as phones and logs have them: JSON with names that stay.

What is written here is read by every later version: old logs are scored again from it. A log keeps
how many choices there were, not what they said, and of a number its range alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple, assert_never

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
    return _form_of(fields).interaction(fields)


def _unnamed_choices(fields: Mapping[str, Any]) -> tuple[Choice, ...]:
    return tuple(Choice(str(place), ()) for place in range(int(fields.get("count", 0))))


def _read_match(fields: Mapping[str, Any]) -> Match:
    return Match(((),) * int(fields["lefts"]), _unnamed_choices(fields))


def _read_fill(fields: Mapping[str, Any]) -> Fill:
    lists = tuple(tuple(texts) for texts in fields.get("lists", ()))
    return Fill(int(fields["blanks"]), _unnamed_choices(fields), lists)


def key_json(key: Key, interaction: Interaction) -> dict[str, Any]:
    """Write a key as logs hold it."""
    fields: dict[str, Any] = {
        "form": response_kind(interaction),
        "count": len(choices_of(interaction)),
    }
    fields |= _what_is_right(key, several=fields["form"] == "many")
    if isinstance(key, FillKey | TextKey | NumberKey) and key.judging != FIRST_JUDGING:
        fields["judging"] = key.judging
    return fields


def _what_is_right(key: Key, *, several: bool) -> dict[str, Any]:
    match key:
        case ChooseKey():
            return _right_choices(key, several=several)
        case MatchKey(matches):
            return {"matches": list(matches)}
        case OrderKey(ranks):
            return {"ranks": list(ranks)}
        case FillKey():
            return _right_in_blanks(key)
        case TextKey():
            return _right_texts(key)
        case NumberKey(_, low, high, unit):
            return {"low": number_text(low), "high": number_text(high), "unit": unit}
        case WriteKey() | RecallKey():
            return {}
        case _:
            assert_never(key)


def _right_choices(key: ChooseKey, *, several: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {"keys": list(key.right)}
    return fields | {"score": key.scoring} if several else fields


def _right_texts(key: TextKey) -> dict[str, Any]:
    fields: dict[str, Any] = {"accept": list(key.answers), "exact": key.match == "exact"}
    return fields | {"match": key.match} if key.match in {"accents", "case"} else fields


def _right_in_blanks(key: FillKey) -> dict[str, Any]:
    fields: dict[str, Any] = {"blanks": list(key.blanks)}
    if any(key.accept):
        fields["accept"] = [list(texts) for texts in key.accept]
    if key.listed:
        fields["listed"] = list(key.listed)
    if key.match != "fold":
        fields["match"] = key.match
    return fields


def read_key(fields: Mapping[str, Any]) -> Key:
    """Read what `key_json` wrote, now or in any version before."""
    return _form_of(fields).key(fields)


def _judging(fields: Mapping[str, Any]) -> int:
    return int(fields.get("judging", FIRST_JUDGING))


def _read_choose_key(fields: Mapping[str, Any]) -> ChooseKey:
    return ChooseKey(tuple(fields["keys"]), int(fields["count"]), fields.get("score", "all"))


def _read_fill_key(fields: Mapping[str, Any]) -> FillKey:
    return FillKey(
        tuple(fields["blanks"]),
        tuple(tuple(texts) for texts in fields.get("accept", ())),
        tuple(fields.get("listed", ())),
        fields.get("match", "fold"),
        _judging(fields),
    )


def _read_text_key(fields: Mapping[str, Any]) -> TextKey:
    best, *others = fields["accept"]
    strict: Strictness = "exact" if fields.get("exact") else fields.get("match", "fold")
    return TextKey(best, tuple(others), strict, _judging(fields))


def _read_number_key(fields: Mapping[str, Any]) -> NumberKey:
    low, high = Decimal(fields["low"]), Decimal(fields["high"])
    return NumberKey(low, low, high, fields.get("unit", ""), _judging(fields))


class _Form(NamedTuple):
    """How what was written in a form is read."""

    interaction: Callable[[Mapping[str, Any]], Interaction]
    key: Callable[[Mapping[str, Any]], Key]


_FORMS: Final[Mapping[str, _Form]] = {
    "one": _Form(lambda fields: Choose(_unnamed_choices(fields)), _read_choose_key),
    "many": _Form(lambda fields: Choose(_unnamed_choices(fields), several=True), _read_choose_key),
    "match": _Form(_read_match, lambda fields: MatchKey(tuple(fields["matches"]))),
    "order": _Form(
        lambda fields: Order(_unnamed_choices(fields)),
        lambda fields: OrderKey(tuple(fields["ranks"])),
    ),
    "blanks": _Form(_read_fill, _read_fill_key),
    "text": _Form(lambda _: EnterText(), _read_text_key),
    "number": _Form(lambda fields: EnterNumber(str(fields.get("unit", ""))), _read_number_key),
    "self": _Form(lambda _: Recall(), lambda _: RecallKey()),
}
_OPEN: Final = _Form(lambda _: Write(0), lambda _: WriteKey())


def _form_of(fields: Mapping[str, Any]) -> _Form:
    return _FORMS.get(fields["form"], _OPEN)
