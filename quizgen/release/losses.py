"""What the steps since the last build cost learners, as problems for the bank's author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quizgen.model import Bank, Item
from quizgen.problems import Problem, Where
from quizgen.release.content import note_key
from quizgen.release.history import Step

_BRING_IT_BACK = (
    "learners keep its card for ever: bring it back with `status: retired`, or, before anybody "
    "has the new deck, name its id under `was:` of the item it became"
)


def losses(bank: Bank, steps: Iterable[Step], lock: Where) -> Iterator[Problem]:
    """Warn of what learners would lose: by another deck name or bank id, by what vanished.

    Args:
        bank: The bank as it stands.
        steps: What changed since its lock was written.
        lock: Where the lock is.

    """
    items = {note_key(item): item for item in bank.items}
    for step in steps:
        match step.change:
            case "deck-renamed":
                yield _deck_renamed(bank, step)
            case "bank-renamed":
                yield _bank_renamed(bank, step)
            case "back":
                yield from _back(items[step.id, step.kind])
            case "identity-lost" if step.sure:
                yield from _renamed(step, items, lock, bank)
            case "gone" | "new-kind" | "identity-lost":
                yield _gone(step, items, lock, bank)
            case _:
                pass  # what a learner sees of it is what the author meant


def source_changes(
    old: Mapping[str, str], new: Mapping[str, str], lock: Where
) -> Iterator[Problem]:
    """Warn of sources whose text is another one than at the last build; hashes by id."""
    for id, digest in old.items():
        if id in new and new[id] != digest:
            message = f"source {id!r} has changed since the last build"
            help = "its evidence was checked against the new text; read those items again"
            yield Problem("source-changed", "warning", lock, message, help)


def _deck_renamed(bank: Bank, step: Step) -> Problem:
    message = f"the deck was shipped as {step.id!r}: Anki will put new cards of "
    message += f"{step.other!r} into a second deck"
    help = "put the old name back under `deck:`, or change it in the lock as well"
    return Problem("deck-renamed", "warning", bank.where, message, help)


def _bank_renamed(bank: Bank, step: Step) -> Problem:
    message = f"the bank was shipped as {step.id!r}: as {step.other!r} every card is a new one"
    help = "put the old id back; learners would start over with all of them"
    return Problem("bank-renamed", "warning", bank.where, message, help)


def _renamed(
    step: Step, items: Mapping[tuple[str, str], Item], lock: Where, bank: Bank
) -> Iterator[Problem]:
    item = items[step.other, step.kind]
    message = f"item {item.id} was shipped as {step.id}, and counts as {step.other} now"
    help = f"put {step.id} first under `was:`; else learners start over with it"
    yield Problem("identity-lost", "warning", item.where, message, help, item.id)
    if not any(id == step.id for id, _ in items):
        yield _gone(step, items, lock, bank)


def _back(item: Item) -> Iterator[Problem]:
    if item.status == "ok":
        message = f"item {item.id} had vanished and is back: learners meet their old card"
        help = "if it is another question, give it another id"
        yield Problem("item-back", "warning", item.where, message, help, item.id)


def _gone(step: Step, items: Mapping[tuple[str, str], Item], lock: Where, bank: Bank) -> Problem:
    oldest = next((item.oldest_id for item in bank.items if item.id == step.id), step.id)
    if any(id == step.id for id, _ in items):
        change, help = "is of another type now", "the old card stays, a new one comes"
    elif oldest != step.id:
        change = f"counts as {oldest} now"
        help = "the card of that one is updated, its own stays for ever beside it"
    else:
        change, help = "has vanished from the bank", _BRING_IT_BACK
    message = f"item {step.id} ({step.kind}) {change}"
    return Problem("item-gone", "warning", lock, message, help, step.id)
