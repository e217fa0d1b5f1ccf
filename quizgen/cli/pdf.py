"""`quizgen pdf`: papers and keys, with all that may be choice of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from quizgen.cli.build import named_bank, run_build_of
from quizgen.model import KEYS, PAPER_SIZES, PROFILES
from quizgen.outputs.pdf.print_options import PrintOptions


def _among(value: str, names: Sequence[str], option: str) -> str:
    low = value.strip().lower()
    if low not in names:
        choice = ", ".join(names)
        raise typer.BadParameter(f"{value!r} is none of {choice}", param_hint=option)
    return low


def print_options(
    quizzes: Sequence[str],
    forms: int | None,
    roster: Path | None,
    copies: int | None,
    paper: str,
    profile: str,
    columns: int | None,
    faces: Sequence[Path],
    *,
    one_file: bool,
    duplex: bool,
    ink_saving: bool,
    key: str = "",
    marked: bool | None = None,
) -> PrintOptions:
    """Gather the options that were given; the others leave the bank's word."""
    if roster:
        _refuse_beside_roster(forms, copies)
    given: dict[str, Any] = {
        "quizzes": tuple(quizzes),
        "forms": forms or 0,
        "copies": copies or 0,
        "size": _among(paper, PAPER_SIZES, "--paper") if paper else "",
        "profiles": _profiles(profile),
        "columns": columns or 0,
        "one_file": one_file,
        "duplex": duplex,
        "saving": ink_saving,
        "key": _among(key, KEYS, "--key") if key else "",
    }
    changes = {name: value for name, value in given.items() if value}
    if marked is not None:
        changes["marked"] = marked
    return PrintOptions(changes, roster, tuple(faces), cards=False)


def _refuse_beside_roster(forms: int | None, copies: int | None) -> None:
    """Refuse what a class list decides on. Raises typer.BadParameter."""
    if forms:
        message = "a class list says itself how many forms there are"
        raise typer.BadParameter(message, param_hint="--forms with --roster")
    if copies:
        message = "with a class list each pupil gets one paper"
        raise typer.BadParameter(message, param_hint="--copies with --roster")


def _profiles(listed: str) -> tuple[str, ...]:
    names = listed.split(",") if listed else []
    return tuple(dict.fromkeys(_among(name, PROFILES, "--profile") for name in names))


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
    )
