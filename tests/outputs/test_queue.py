"""In which order new cards come."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from quizgen.outputs.anki.queue import queue_of, ties_of
from quizgen.pipeline.check import check
from tests.anki import Anki, deck
from tests.helpers import NATO, items_of

BEES = """
kinds: {{caste: {{who: text, job: text}}}}
facts:
{facts}
templates:
  - {{id: who, for: caste, question: "Who {{job}}?", answer: "{{who}}"}}
  - {{id: job, for: caste, question: "What does the {{who}} do?", answer: "{{job}}"}}
questions:
{plain}
"""


def bees(facts: int, plain: int) -> str:
    """Write a bank of facts that are asked from both ends, and of questions by themselves."""
    return BEES.format(
        facts="\n".join(
            f"  - {{id: f{n}, kind: caste, who: bee {n}, job: does {n}}}" for n in range(facts)
        ),
        plain="\n".join(
            f"  - {{id: q{n}, question: What is {n}?, answer: thing {n}}}" for n in range(plain)
        ),
    )


def queue(bank: Path | str) -> list[str]:
    items = items_of(check(bank).bank).values()
    places = queue_of([item for item in items if item.status == "ok"])
    return sorted(places, key=places.__getitem__)


def test_both_ends_of_a_fact_lie_a_day_apart(bank_from: Callable[..., Path]) -> None:
    """A card would give the next one away, and six of a template stand in a row."""
    order = queue(bank_from(bees(6, 60)))
    for n in range(6):
        assert abs(order.index(f"who/f{n}") - order.index(f"job/f{n}")) >= 10
    for template in ("who", "job"):
        places = sorted(order.index(f"{template}/f{n}") for n in range(6))
        assert min(b - a for a, b in pairwise(places)) >= 4
    plain = [id for id in order if id.startswith("q")]
    assert plain == [f"q{n}" for n in range(60)]


def test_a_new_fact_moves_others_by_little(bank_from: Callable[..., Path]) -> None:
    """Every update would deal the whole deck anew to whoever joins."""
    before = queue(bank_from(bees(6, 60)))
    after = [id for id in queue(bank_from(bees(7, 60))) if not id.endswith("/f6")]
    assert queue(bank_from(bees(6, 60))) == before
    swapped = sum(
        (before.index(a) < before.index(b)) != (after.index(a) < after.index(b))
        for a, b in combinations(before, 2)
    )
    assert swapped < len(before) * (len(before) - 1) / 2 / 20


def test_the_first_bank_has_no_neighbours_of_one_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its new cards would come template by template, and answer each other."""
    monkeypatch.chdir(NATO.parent.parent)
    order = queue(NATO)
    items = items_of(check(NATO).bank)
    ties = [{tie for tie in ties_of(items[id]) if tie.startswith("fact")} for id in order]
    near = [at for at in range(len(order) - 1) for to in ties[at + 1 : at + 4] if ties[at] & to]
    assert len(near) <= len(order) // 20


@pytest.mark.peer
def test_anki_shows_them_in_this_order(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """The order would be lost on the way, or learners' own queues be dealt anew by an update."""
    bank = bank_from(bees(3, 6))
    anki.take(deck(bank))
    expected = queue(bank)
    anki.col.decks.select(anki.col.decks.id("Test bank"))
    shown = [card.card.note_id for card in anki.col.sched.get_queued_cards(fetch_limit=20).cards]
    assert [anki.col.get_note(id)["ID"] for id in shown] == expected
    before = anki.histories()
    anki.take(deck(bank_from(bees(4, 6)), now=1_760_000_000))
    after = anki.histories()
    assert {id: after[id] for id in before} == before


@pytest.mark.peer
def test_a_pair_from_both_ends_is_one_note(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Anki could not bury the other card of a fact that a template asks from both ends."""
    anki.take(
        deck(
            bank_from("""
                kinds: {capital: {city: text, land: text}}
                facts:
                  - {id: fr, kind: capital, city: Paris, land: France}
                  - {id: it, kind: capital, city: Rome, land: Italy}
                templates:
                  - {id: pair, for: capital, front: "{city}", back: "{land}", reverse: true}
            """)
        )
    )
    notes = anki.notes()
    assert {id: len(note.cards()) for id, note in notes.items()} == {"pair/fr": 2, "pair/it": 2}
    config = anki.col.decks.config_dict_for_deck_id(anki.col.decks.id("Test bank"))
    config["new"]["bury"] = True
    anki.col.decks.update_config(config)
    first = anki.review("Test bank")
    queued = [card.card for card in anki.col.sched.get_queued_cards(fetch_limit=10).cards]
    left = [(anki.col.get_note(card.note_id)["ID"], card.template_idx) for card in queued]
    assert (first, 1) not in left
    assert ({"pair/fr", "pair/it"} - {first}).pop() in dict(left)
