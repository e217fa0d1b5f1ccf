"""Anki: `deck.apkg`, one deck per bank, a note per item, topics as tags.

Guids come from (bank id, oldest item id, kind) and times from the lock, so importing a rebuilt
deck updates what changed and nothing else.
"""

from __future__ import annotations

from typing import BinaryIO

from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.anki.mathjax import maths_on_cards
from quizgen.outputs.anki.notes import media_name, notes, ordinals
from quizgen.outputs.anki.package import write_package
from quizgen.present.pictures import PictureOptions, for_screens


def render(job: Job) -> Rendered:
    """Make the deck of a job; an empty bank makes none."""
    if not (job.items or job.retired):
        return Rendered()
    problems = tuple(maths_on_cards(lowered.item for lowered in job.items))
    # Named by the author's own bytes: those that a library makes differ with its release.
    full_size = job.options_of(PictureOptions).full_size
    media = {
        media_name(name, data): for_screens(data, full_size=full_size)
        for name, data in job.media.items()
    }

    def write(stream: BinaryIO) -> None:
        write_package(stream, job.bank.id, notes(job), media, job.bank.anki.description)

    cards = sum(len(ordinals(lowered.item)) for lowered in job.items)
    deck = OutputFile("deck.apkg", write, len(job.items), counted(cards, "card"))
    return Rendered((deck,), problems)
