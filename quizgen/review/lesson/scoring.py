"""Judges a response by the key that the log holds, so that a log can be scored again later.

A share from 0 to 1, or None where no machine may judge. Speed never counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from quizgen.text.markup import fold

MOST_TYPED = 200
"""Characters of a typed answer."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How answers are scored; a log can be scored again by others."""

    partial: bool = True
    """Half an answer counts half where the bank says so, and in pairs and blanks."""
    round: Literal["first", "last"] = "last"
    """Which vote counts where there were two."""


RULES = Rules()


def sound_response(form: Mapping[str, Any], response: Any) -> Any:
    """Give a response as it is kept, or None when it is none to the question on the screen.

    Args:
        form: What is answered: `{"form": "one", "count": 4}`.
        response: Whatever a phone sent.

    """
    count = int(form.get("count", 0))
    match form["form"]:
        case "one" | "self":
            return response if _is_index(response, count) else None
        case "many":
            ok = _are_indexes(response, count) and 0 < len(response) == len(set(response))
            return sorted(response) if ok else None
        case "order":
            ok = _are_indexes(response, count) and sorted(response) == list(range(count))
            return list(response) if ok else None
        case "match":
            ok = _are_indexes(response, count) and len(response) == form["lefts"]
            return list(response) if ok else None
        case "blanks":
            if not isinstance(response, list) or len(response) != form["blanks"]:
                return None
            texts = [tidy(text) for text in response]
            return texts if any(texts) else None
        case _:
            return tidy(response) or None


def _is_index(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _are_indexes(values: Any, count: int) -> bool:
    return isinstance(values, list) and all(_is_index(value, count) for value in values)


def tidy(text: Any) -> str:
    """Give a typed text on one line, without signs that can't be seen, not too long."""
    if not isinstance(text, str):
        return ""
    kept = (c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text[:2000]))
    return " ".join("".join(kept).split())[:MOST_TYPED]


def share(key: Mapping[str, Any], response: Any, rules: Rules = RULES) -> float | None:
    """Say how right a response is, from 0 to 1; None where nobody can tell by machine."""
    if response is None:
        return 0.0 if key["form"] not in {"self", "open"} else None
    match key["form"]:
        case "one":
            return float(response in key["keys"])
        case "many":
            return _many(key, response, rules)
        case "match":
            return _part(response, key["matches"], rules)
        case "order":
            return float([key["ranks"][i] for i in response] == list(range(len(response))))
        case "blanks":
            typed, right = map(fold, response), map(fold, key["blanks"])
            return _part(list(typed), list(right), rules)
        case "text":
            return float(_same_text(key, response))
        case "number":
            numbers = read_numbers(response, key.get("unit", ""))
            low, high = float(key["low"]), float(key["high"])
            return float(any(low <= number <= high for number in numbers))
        case _:
            return None


def _many(key: Mapping[str, Any], response: Sequence[int], rules: Rules) -> float:
    keys = set(key["keys"])
    hits, wrong = len(keys & set(response)), len(set(response) - keys)
    if not rules.partial or key.get("score", "all") == "all":
        return float(hits == len(keys) and not wrong)
    if key["score"] == "right-minus-wrong":
        return max(0.0, (hits - wrong) / len(keys))
    count = int(key["count"])
    return (hits + (count - len(keys) - wrong)) / count


def _part(given: Sequence[Any], right: Sequence[Any], rules: Rules) -> float:
    hits = sum(a == b for a, b in zip(given, right, strict=True))
    return hits / len(right) if rules.partial else float(hits == len(right))


def _same_text(key: Mapping[str, Any], typed: str) -> bool:
    if key.get("exact"):
        return typed in key["accept"]
    return fold(typed) in {fold(answer) for answer in key["accept"]}


_NUMBER = re.compile(r"([+-]?)\s*((?:\d|[.,](?=\d))[\d.,'’ ]*)(e[+-]?\d+)?(.*)$", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+|[1-9]\d{0,2}([.,'’ ])\d{3}(\2\d{3})*)")
_HEAD = re.compile(r"(\d*|\d{1,3}([.,'’ ]\d{3})+)")


def read_numbers(text: str, unit: str) -> list[float]:
    """Read a typed number with its unit or without: every number that may be meant.

    The twin of `ES5_NUMBER`, which decks and pages judge by.
    """

    def bare(part: str) -> str:
        return fold(part).removesuffix(".")

    text = re.sub(r"[−‒–—]", "-", text).replace("٫", ".").replace("٬", "")
    text = unicodedata.normalize("NFKC", text).strip()
    if unit and bare(text).startswith(bare(unit)):
        text = text[len(unit) :].lstrip()
    found = _NUMBER.fullmatch(text)
    if not found or bare(found[4]) not in {"", bare(unit)}:
        return []
    sign, power = found[1], found[3] or ""
    digits = found[2].rstrip(".,'’ ")
    read: list[float] = []

    def add(whole: str, part: str) -> None:
        digits_alone = re.sub(r"\D", "", whole) or "0"
        read.append(float(f"{sign}{digits_alone}.{part or '0'}{power}"))

    point = max(digits.rfind("."), digits.rfind(","))
    if _WHOLE.fullmatch(digits):
        add(digits, "0")
    head, tail = digits[: max(point, 0)], digits[point + 1 :]
    # A fraction is digits alone: in "0.'0" or "1.5 0" something else was typed.
    if point >= 0 and digits[point] not in head and _HEAD.fullmatch(head) and tail.isdecimal():
        add(head, tail)
    return read
