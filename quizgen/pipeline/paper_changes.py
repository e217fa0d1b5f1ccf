"""What a change of the bank does to papers that were printed, in words for the one who made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.assembly.arrangement import printed
from quizgen.model import Form
from quizgen.pipeline.records import RecordUpdate
from quizgen.problems import Problem, ranges
from quizgen.release.papers import PaperLine, PaperRecord
from quizgen.release.printed_items import differences


def paper_changes(update: RecordUpdate, group: str, said: Iterable[Problem]) -> Iterator[Problem]:
    """Say which papers a change touches, and how.

    Args:
        update: What a run puts on record.
        group: The class it was for.
        said: What was said of papers already: what is kept under its hash needs no second word.

    """
    told = " ".join(problem.message for problem in said if problem.code == "paper-replaced")
    by_quiz: dict[str, list[tuple[PaperLine, Form, str]]] = {}
    for old, form in update.changed:
        what = how_it_changed(update.compared, old, form)
        if what and f"paper {old.paper}" not in told:
            by_quiz.setdefault(form.quiz.id, []).append((old, form, what))
    for quiz, some in by_quiz.items():
        whose = f"{quiz}, class {group}" if group else quiz
        together = [some] if len(some) > _FEW_PAPERS else [[one] for one in some]
        for few in together:
            each = [f"form {form.shown}: {what}; {_what_now(old, form)}" for old, form, what in few]
            stale = next((old.paper for old, form, _ in few if old.paper != form.paper), "")
            help = "correct what was marked by the old key"
            if stale:
                help = f"`quizgen key {stale}` makes the key of what was printed already"
            message = f"{whose}, {'. '.join(each)}"
            yield Problem("paper-changed", "warning", few[0][1].quiz.where, message, help)


_FEW_PAPERS = 4


def _what_now(old: PaperLine, form: Form) -> str:
    if old.paper == form.paper:
        return f"paper {old.paper} stays valid"
    return f"it was paper {old.paper}, and is paper {form.paper} now"


def how_it_changed(record: PaperRecord, old: PaperLine, form: Form) -> str:
    """Say in words how a form differs from the paper it was, by the places on that paper."""
    before = record.sets[old.items].by_id
    now = {placed.position: placed for placed in form.placed}
    found: dict[str, list[int]] = {}
    was = [place for section in printed(record.arrangement(old)) for place in section]
    for position, (id, options) in enumerate(was, 1):
        placed = now.get(position)
        if placed is None or placed.item.oldest_id != id:
            found.setdefault("other", []).append(position)
            continue
        for one in differences(before[id], placed.item):
            found.setdefault(one, []).append(position)
        if set(placed.order) == set(options) and placed.order != options:
            found.setdefault("order", []).append(position)
    if len(now) > len(was):
        found["added"] = list(range(len(was) + 1, len(now) + 1))
    said = [_SAYINGS[one][len(places) > 1].format(ranges(places)) for one, places in found.items()]
    return ", ".join(said)


_SAYINGS = {
    "key": ("the key of {} changed", "the keys of {} changed"),
    "words": ("{} reads differently", "{} read differently"),
    "options": ("{} has other options", "{} have other options"),
    "other": ("{} is another question", "{} are other questions"),
    "order": ("the options of {} stand in another order",) * 2,
    "added": ("{} is new", "{} are new"),
}
