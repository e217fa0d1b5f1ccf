"""`quizgen pdf`: papers and keys, with all that may be choice of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from quizgen.bank.syntax.paper import EACH, FARTHEST, MOST_FORMS
from quizgen.cli.build import named_bank, run_build_of
from quizgen.model import CARD_SIDES, CARD_SIZES, KEYS, PAPER_SIZES, PROFILES
from quizgen.outputs.pdf.print_options import PrintOptions
from quizgen.pipeline.project import AS_IT_IS, ForeignWish


def _among(value: str, names: Sequence[str], option: str) -> str:
    low = value.strip().lower()
    if low not in names:
        choice = ", ".join(names)
        raise typer.BadParameter(f"{value!r} is none of {choice}", param_hint=option)
    return low


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWish:
    """What was said of flashcards."""

    size: str
    sides: str
    back_dx: float | None
    back_dy: float | None
    calibration: bool

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the bank's word. Raises typer.BadParameter."""
        given: dict[str, Any] = {}
        if self.size:
            given["size"] = _among(self.size, CARD_SIZES, "--cards")
        if self.sides:
            given["sides"] = _among(self.sides, CARD_SIDES, "--sides")
        for name in ("back_dx", "back_dy"):
            shift = getattr(self, name)
            if shift is not None:
                given[name] = _shift(shift, f"--{name.replace('_', '-')}")
        return given


def _shift(value: float, option: str) -> float:
    if not -FARTHEST <= value <= FARTHEST:
        message = f"{value:g} is not from -{FARTHEST} to {FARTHEST} millimetres"
        raise typer.BadParameter(message, param_hint=option)
    return value


def with_cards(options: PrintOptions, wish: CardWish) -> PrintOptions:
    """Print flashcards alone, where something was said of them. Raises typer.BadParameter."""
    changes = wish.changes
    if not changes and not wish.calibration:
        return options
    if options.roster or {"quizzes", "forms", "copies"} & options.changes.keys():
        message = "cards are of the whole bank: print quizzes by a command of their own"
        raise typer.BadParameter(message, param_hint="--cards beside --quiz, --forms...")
    moved = {"back_dx", "back_dy"} & changes.keys()
    if changes.get("sides") == "fold" and (moved or wish.calibration):
        message = "cards to fold have both sides on one page, where nothing can be off"
        raise typer.BadParameter(message, param_hint="--sides fold")
    return replace(
        options,
        papers=False,
        cards=not wish.calibration,
        card_changes=changes,
        calibration=wish.calibration,
    )


def print_options(
    quizzes: Sequence[str],
    forms: str,
    roster: Path | None,
    copies: int | None,
    paper: str,
    profile: str,
    columns: int | None,
    up: int | None,
    faces: Sequence[Path],
    *,
    one_file: bool,
    duplex: bool,
    ink_saving: bool,
    key: str = "",
    marked: bool | None = None,
) -> PrintOptions:
    """Gather the options that were given; the others leave the bank's word."""
    if roster and copies:
        message = "with a class list each pupil gets one paper"
        raise typer.BadParameter(message, param_hint="--copies with --roster")
    given: dict[str, Any] = {
        "quizzes": tuple(quizzes),
        "copies": copies or 0,
        "size": _among(paper, PAPER_SIZES, "--paper") if paper else "",
        "profiles": _profiles(profile),
        "columns": columns or 0,
        "up": _up(up) if up else 0,
        "one_file": one_file,
        "duplex": duplex,
        "saving": ink_saving,
        "key": _among(key, KEYS, "--key") if key else "",
    }
    changes = {name: value for name, value in given.items() if value}
    changes |= _forms(forms) if forms else {}
    if marked is not None:
        changes["marked"] = marked
    return PrintOptions(changes, roster, tuple(faces), cards=False)


def _forms(given: str) -> dict[str, Any]:
    """Read how many forms are asked for. Raises typer.BadParameter."""
    low = given.strip().lower()
    if low == EACH:
        return {"forms": 0, "each": True}
    if low.isascii() and low.isdigit() and 1 <= int(low) <= MOST_FORMS:
        return {"forms": int(low), "each": False}
    message = f"{given!r} is neither a number from 1 to {MOST_FORMS} nor `each`"
    raise typer.BadParameter(message, param_hint="--forms")


def _up(number: int) -> int:
    if number == 3:
        message = "a sheet is cut into two or four papers"
        raise typer.BadParameter(message, param_hint="--up")
    return number


def _profiles(listed: str) -> tuple[str, ...]:
    names = listed.split(",") if listed else []
    return tuple(dict.fromkeys(_among(name, PROFILES, "--profile") for name in names))


def both_columns(told: str) -> tuple[int | None, str]:
    """Tell columns of a page (1 or 2) from those of a table (question,option,key)."""
    if told.strip() in {"1", "2"}:
        return int(told), ""
    if told and "," not in told:
        message = f"{told!r} is neither 1 nor 2, nor names what a table's columns hold"
        raise typer.BadParameter(message, param_hint="--columns")
    return None, told


def run_pdf(
    bank: Path,
    out: Path,
    options: PrintOptions,
    *,
    seed: int | None,
    drafts: bool,
    clean: bool,
    reshuffle: bool,
    as_json: bool,
    wish: ForeignWish = AS_IT_IS,
) -> int:
    """Print the papers of one bank."""
    return run_build_of(
        [named_bank(bank)],
        out,
        only=["pdf"],
        seed=seed,
        drafts=drafts,
        clean=clean,
        reshuffle=reshuffle,
        options=[options],
        as_json=as_json,
        wish=wish,
    )
