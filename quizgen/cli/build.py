"""`quizgen build`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from quizgen.bank.load import find_banks
from quizgen.cli.console import (
    failure_json,
    print_failure,
    print_json,
    print_problems,
    print_table,
    problem_json,
    progress,
    safe,
)
from quizgen.inputs import endings, input_of
from quizgen.outputs import chosen_outputs, counted
from quizgen.outputs.anki.options import DeckOptions
from quizgen.pipeline.build import build
from quizgen.pipeline.manifest import Manifest
from quizgen.pipeline.project import AS_IT_IS, ForeignWish
from quizgen.present.pictures import PictureOptions
from quizgen.problems import QuizgenError
from quizgen.release.history import HOW_TO_FIND_RETIRED

HOME = Path("question_bank")
OUT = Path("output")
"""Where builds go unless told otherwise."""


def chosen_banks(banks: Sequence[Path]) -> list[Path]:
    """Give the banks that were named, or all of `question_bank/`. Raises BankNotFound."""
    return [named_bank(bank) for bank in banks] or find_banks(HOME, Path.cwd())


def wish_of(columns: str = "", *, skip_bad: bool = False) -> ForeignWish:
    """Gather what was said of another maker's file."""
    told = tuple(column.strip() for column in columns.split(",")) if columns else ()
    return ForeignWish(told, skip_bad)


def named_bank(bank: Path) -> Path:
    """Find a bank of `question_bank/` by its bare name, as `quizgen new` took it."""
    at_home = [HOME / bank, HOME / f"{bank}.yaml"]
    if bank.exists() or len(bank.parts) != 1:
        return bank
    return next((path for path in at_home if path.exists()), bank)


def _name_others(folder: Path) -> None:
    """Name the quiz files in a folder of banks that aren't built unless they are named."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        ending = path.suffix.lower()
        if path.is_file() and ending in endings().split() and ending != ".md":
            try:
                known = input_of(path.read_bytes(), path.name)
            except OSError:
                continue
            if known:
                said = f"{path} isn't built, it is no YAML: quizgen build {path}"
                print(safe(said), file=sys.stderr)


def outputs_named(only: str) -> list[str]:
    """Give the outputs that `--only` names. Raises typer.BadParameter."""
    names = [name.strip() for name in only.split(",") if name.strip()]
    try:
        chosen_outputs(names)
    except QuizgenError as error:
        raise typer.BadParameter(str(error), param_hint="--only") from error
    return names


def run_build(
    banks: Sequence[Path],
    out: Path,
    *,
    only: str,
    seed: int | None,
    locked: bool,
    drafts: bool,
    clean: bool,
    reshuffle: bool,
    subdecks: bool,
    full_size: bool,
    as_json: bool,
    wish: ForeignWish = AS_IT_IS,
) -> int:
    """Build every bank; one that has errors doesn't stop the others."""
    names = outputs_named(only)  # a wrong name is wrong usage, whatever banks there are
    if not banks:
        _name_others(HOME)
    return run_build_of(
        chosen_banks(banks),
        out,
        only=names,
        seed=seed,
        locked=locked,
        drafts=drafts,
        clean=clean,
        reshuffle=reshuffle,
        options=[DeckOptions(subdecks=subdecks), PictureOptions(full_size=full_size)],
        as_json=as_json,
        wish=wish,
    )


def run_build_of(
    paths: Sequence[Path],
    out: Path,
    *,
    only: Sequence[str],
    seed: int | None,
    drafts: bool,
    clean: bool,
    reshuffle: bool,
    options: Sequence[object],
    as_json: bool,
    locked: bool = False,
    wish: ForeignWish = AS_IT_IS,
) -> int:
    """Build banks that were found, and say what came of it."""
    results: list[dict[str, Any]] = []
    failed = 0
    taken: dict[str, str] = {}
    for path in paths:
        try:
            with progress(f"building {path}") as say:
                manifest = build(
                    path,
                    out,
                    seed=seed,
                    only=only,
                    locked=locked,
                    drafts=drafts,
                    clean=clean,
                    reshuffle=reshuffle,
                    options=options,
                    columns=wish.columns,
                    skip_bad=wish.skip_bad,
                    taken=taken,
                    home=HOME,
                    progress=say,
                )
            taken[manifest.bank] = str(path)
        except (QuizgenError, OSError) as error:
            failed += 1
            results.append(failure_json(path, error))
            if not as_json:
                print_failure(path, error)
            continue
        results.append(_success(path, manifest))
        if not as_json:
            print_problems(manifest.problems, infos=False)
            _print(manifest)
    if as_json:
        print_json(results)
    return 1 if failed else 0


def _success(path: Path, manifest: Manifest) -> dict[str, Any]:
    problems = [problem_json(problem) for problem in manifest.problems]
    result = {"path": str(path), **manifest.as_json(), "problems": problems}
    return {**result, "import": import_counts(manifest)}


def _print(manifest: Manifest) -> None:
    rows = [("file", "items", "amount")]
    rows += [(file.name, str(file.items), file.amount) for file in manifest.made]
    print_table(f"{manifest.title}: {manifest.folder}", rows)
    if any(file.name == "deck.apkg" for file in manifest.made):
        print(safe("\n".join(f"  {line}" for line in import_report(manifest))))


# Anki keeps the options of the import before, whatever made a learner choose them.
_IF_NEWER = 'leave "Update notes" and "Update note types" on "If newer", or put them back there'


def import_report(manifest: Manifest) -> list[str]:
    """Say what importing the deck does to those who have the deck of the build before."""
    counts = import_counts(manifest)
    deck = f"{manifest.folder}/deck.apkg"
    news = [f"{count} {what}" for what, count in counts.items() if count and what != "unchanged"]
    if manifest.drafts:
        lines = [f"A preview with {counted(manifest.drafts, 'draft')}: the lock is as it was."]
    elif counts["new"] == manifest.notes:
        lines = [f"To learn: in Anki, File > Import, {deck}."]
    elif news:
        changes = ", ".join([*news, f"{counts['unchanged']} unchanged"])
        lines = [
            f"For those who have the deck: {changes}; reviews and intervals stay.",
            f"To update: in Anki, File > Import, {deck}; {_IF_NEWER}.",
        ]
    else:
        same = f"{deck} holds the notes that were built before: importing it again changes none"
        lines = [f"{same}, but brings back cards that were deleted; {_IF_NEWER}."]
    if manifest.retired:
        lines.append(HOW_TO_FIND_RETIRED)
    return lines


def import_counts(manifest: Manifest) -> dict[str, int]:
    """Count what an import finds new, changed, retired, unchanged since the build before."""
    changes = [step.change for step in manifest.steps]
    if "bank-renamed" in changes:  # every identity begins with the bank's id
        return {"new": manifest.notes, "changed": 0, "retired": 0, "unchanged": 0}
    # What seems to have lost its identity, or is of another kind now, is a new note to Anki.
    new = sum(changes.count(change) for change in ("new", "identity-lost", "new-kind"))
    counts = {"new": new, "changed": changes.count("changed"), "retired": changes.count("retired")}
    return {**counts, "unchanged": manifest.notes - manifest.drafts - sum(counts.values())}
