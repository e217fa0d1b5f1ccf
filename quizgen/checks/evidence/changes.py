"""What a source's new text means for the items that cite it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.evidence.rules import paragraphs_of
from quizgen.model import Bank, Evidence, Source


def touched(bank: Bank, old: Source, new: Source) -> dict[str, list[str]]:
    """Give the items whose cited paragraphs moved or changed, each with what happened."""
    changes: dict[str, list[str]] = {}
    for item in bank.items:
        for evidence in item.evidence:
            if bank.sources.get(evidence.source) == new.id:
                change = "".join(_change(evidence, old, new))
                if change and change not in changes.setdefault(item.id, []):
                    changes[item.id].append(change)
    return {id: change for id, change in changes.items() if change}


def _change(evidence: Evidence, old: Source, new: Source) -> Iterator[str]:
    before = evidence.paragraph or next(iter(paragraphs_of(old, evidence.quote)), 0)
    places = paragraphs_of(new, evidence.quote)
    if not places:
        yield f"p{before} no longer has {evidence.quote!r}"
        return
    after = before if before in places else places[0]
    same = (
        0 < before <= old.paragraphs and old.fingerprint[before - 1] == new.fingerprint[after - 1]
    )
    if after != before:
        yield f"p{before} is p{after} now" + ("" if same else ", and reworded")
    elif not same:
        yield f"p{before} is reworded; the cited words still stand"
