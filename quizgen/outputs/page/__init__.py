"""`review.html`: one file for projector and solo learning; it asks the network for nothing.

Script and style are inline, named by their hashes in a content security policy that forbids all
else; the items travel as JSON text, never as script.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, BinaryIO

from quizgen.assembly.forms import printed_order
from quizgen.interaction import Choose
from quizgen.model import type_name
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.present.lower import (
    Asked,
    Cited,
    LoweredItem,
    Told,
    also_text,
    evidence_text,
    instruction,
)
from quizgen.present.maths import maths_problems
from quizgen.present.maths.screens import STYLE, SharedFormulas
from quizgen.present.pictures import PictureOptions, for_screens, media_type, sizes_of
from quizgen.present.templates import block_style, render_html
from quizgen.present.web import WebTexts, key_json
from quizgen.scoring.es5 import ES5_TWINS
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.order import key_of
from quizgen.words import Words, words

MOST_FORMS = 4
"""Forms of a quiz that the page lists, with the letters they have on paper."""


def render(job: Job) -> Rendered:
    """Make the review page of a job; an empty bank makes none."""
    if not job.items:
        return Rendered()
    problems = tuple(problem for lowered in job.items for problem in maths_problems(lowered.item))
    if problems:
        return Rendered(problems=problems)
    html = _page(job).encode()

    def write(stream: BinaryIO) -> None:
        stream.write(html)

    amount = counted(max(1, round(len(html) / 1024)), "KB", "KB")
    return Rendered((OutputFile("review.html", write, len(job.items), amount),))


def _page(job: Job) -> str:
    script = "\n" + ES5_TWINS + _part("page.js")
    found = _data(job)
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    style = _part("page.css") + block_style() + (STYLE if "formulas" in found else "")
    table = words(job.bank.lang)
    labels = ("review", "items", "mode", "projector", "solo", "needs_script")
    return render_html(
        "quizgen.outputs.page",
        "page.html",
        {
            **{name: getattr(table, name) for name in labels},
            "lang": job.bank.lang,
            "title": job.bank.title,
            "style_hash": _hash(style),
            "script_hash": _hash(script),
            "style": style,
            "script": script,
            # A `<` inside JSON could end the script element; as an escape it can't.
            "data": data.replace("<", "\\u003c"),
        },
    )


@lru_cache(maxsize=4)
def _part(name: str) -> str:
    return files("quizgen.outputs.page").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _data(job: Job) -> dict[str, Any]:
    maker = _ItemMaker(job)
    table = words(job.bank.lang)
    sets = [{"title": table.all_items, "items": list(range(len(job.items)))}]
    items = [maker.item(lowered) for lowered in job.items]
    for form in job.forms:
        if form.name not in form.quiz.forms[:MOST_FORMS]:
            continue
        # The letters on the screen are the letters of that form on paper.
        picked = list(range(len(items), len(items) + len(form.placed)))
        for section in form.sections:
            placed = ((job.by_id[at.item.id], at.order) for at in section.placed)
            items += (maker.item(*at, section=section.instructions) for at in placed)
        name = table.form.format(form=form.name)
        title = f"{form.quiz.title} – {name}" if len(form.quiz.forms) > 1 else form.quiz.title
        sets.append({"title": title, "items": picked})
    topics = [lowered.item.topic for lowered in job.items]
    for topic in dict.fromkeys(filter(None, topics)):
        of_topic = [i for i, other in enumerate(topics) if other == topic]
        sets.append({"title": job.bank.topics.get(topic, topic), "items": of_topic})
    return {
        "bank": job.bank.id,
        "words": _page_words(table),
        "media": maker.media,
        "sets": sets,
        "items": items,
        **maker.formulas.tables(),
    }


def _page_words(table: Words) -> dict[str, str]:
    names = (
        "hint listen blank to_go more_below right wrong done first_time missed again back next "
        "reveal check missed_it had_it passage forgets"
    )
    return {name: getattr(table, name) for name in names.split()}


class _ItemMaker:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.media: list[str] = []
        """Each picture and sound once, however many items and sets show it."""
        self.places: dict[str, int] = {}
        self.formulas = SharedFormulas()
        self.texts = WebTexts(
            media_address=self.address, sizes=sizes_of(job.media), formulas=self.formulas
        )

    def item(
        self, lowered: LoweredItem, order: Sequence[str] = (), *, section: str = ""
    ) -> dict[str, Any]:
        """Give an item as the script takes it, with the instructions of its section."""
        item = lowered.item
        order = order or printed_order(item, key_of("page", self.job.bank.id, item.oldest_id))
        asked, told = lowered.in_order(order)
        fields = {
            **self.texts.asked_json(asked),
            "type": type_name(item),
            "topic": self.job.bank.topic_title(item.topic) or item.topic.replace("/", " › "),
            "instruction": _instruction(asked),
            "hint": self.texts.html(asked.hint),
            "told": self._told(asked, told),
        }
        if section:
            fields["section"] = self.texts.html(parse_blocks(section))
        return {name: fields[name] for name in _ITEM_FIELDS if name in fields}

    def _told(self, asked: Asked, told: Told) -> dict[str, Any]:
        fields = {
            **self.texts.told_json(told, asked.lang),
            **key_json(told.key),
            "plain": [plain_words(answer) for answer in told.answers],
            "also": also_text(told, asked.lang),
            "evidence": [_evidence(cited, asked.lang) for cited in told.evidence],
        }
        return {name: fields[name] for name in _TOLD_FIELDS}

    def address(self, name: str) -> str:
        """Give the address by which the page's script finds a file among its media."""
        if name not in self.job.media:
            return ""
        if name not in self.places:
            self.places[name] = len(self.media)
            full_size = self.job.options_of(PictureOptions).full_size
            data = for_screens(self.job.media[name], full_size=full_size)
            self.media.append(f"data:{media_type(name, data)};base64,{b64encode(data).decode()}")
        return f"#{self.places[name]}"


def _evidence(cited: Cited, lang: str) -> str | list[str]:
    """Give a line of evidence, with the address of its source where that is known."""
    line = evidence_text(cited, lang)
    return [line, cited.address] if cited.address else line


# The same bank gives the same page, so names keep their places in it.
_ITEM_FIELDS = (
    "type lang topic section passage stimulus stem instruction criteria choices lefts lists unit "
    "hint image size alt audio say told"
).split()
_TOLD_FIELDS = (
    "answers plain keys matches ranks accept blanks listed match low high also explanation whys "
    "evidence"
).split()


def _instruction(asked: Asked) -> str:
    """Say what to do, where the signs before the options don't say it."""
    choose_one = Choose(asked.choices)
    return "" if asked.interaction == choose_one else instruction(asked, screen=True)
