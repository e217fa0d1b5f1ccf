"""GIFT, Moodle's text format: `Who wrote Emma? {=Austen ~Eliot}`."""

from __future__ import annotations

import re

from quizgen.formats.from_html import HtmlReader
from quizgen.formats.plain_text import text_of
from quizgen.formats.shelf import MediaShelf
from quizgen.inputs.gift.blocks import GiftBlock, blocks_of
from quizgen.inputs.gift.types import fill_gift
from quizgen.inputs.making import ItemMaker, Names, Passages, fill_tags, made
from quizgen.inputs.moodle.categories import path_of, root_of, title_of
from quizgen.inputs.reading import ForeignItem, Reading, refused
from quizgen.problems import Problem, Where

_QUESTION = re.compile(
    r"(?<!\\)\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*(?:#|\}))|^\s*::[^\n]*?::|^\$CATEGORY:"
    r"|^\s*\[(?:html|markdown|moodle|plain)\]|\S[ \t]*(?<!\\)\{\s*\}\s*$",
    re.MULTILINE,
)

_OTHER = re.compile(r'\s*(?:<|\[(?!html|markdown|moodle|plain)|\{\s*")')
"""How XML and JSON begin."""


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is GIFT: answers in braces, by their signs."""
    text = text_of(data)
    if text is None:
        return False
    if name.lower().endswith(".gift"):
        return True
    return not _OTHER.match(text) and bool(_QUESTION.search(text[:200_000]))


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a GIFT file."""
    text = text_of(data)
    if text is None:
        return refused(shown, "cannot-read", "this is no text file", "save it as UTF-8 text")
    return _File(shown).reading(text)


class _File:
    """One file: what its questions share."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.shelf = MediaShelf()
        self.reader = HtmlReader(self.shelf)
        self.names = Names()
        self.passages = Passages()
        self.category: tuple[str, ...] = ()
        self.outermost = ""
        self.title = ""
        self.description: tuple[str, int] = ("", 0)

    def reading(self, text: str) -> Reading:
        blocks = list(blocks_of(text))
        names = [block.name for block in blocks]
        self.outermost = root_of(_categories(blocks))
        heads = {
            block.id.partition(":")[0] if ":" in block.id else "" for block in blocks if block.id
        }
        prefix = f"{heads.pop()}:" if len(heads) == 1 and "" not in heads else ""
        items = []
        for place, block in enumerate(blocks):
            item = self.item(block, place, blocks, names.count(block.name) == 1, prefix)
            items += [item] if item else []
        if not items:
            return refused(self.shown, "cannot-read", "there is no question in the file")
        return Reading(
            items=items,
            title=self.title,
            passages=self.passages.texts,
            topics=self.names.titles,
            media=self.shelf.media,
            problems=[self.said(block) for block in blocks if block.flaw],
        )

    def said(self, block: GiftBlock) -> Problem:
        return Problem("cannot-be-read", "error", Where(self.shown, block.line, 1), block.flaw)

    def item(
        self, block: GiftBlock, place: int, blocks: list[GiftBlock], alone: bool, prefix: str
    ) -> ForeignItem | None:
        if block.category:
            path = path_of(block.category)
            self.category = path[1:] if self.outermost in path[:1] else path
            self.title = self.title or title_of(block.category)
            self.description = ("", 0)
        if not block.text and not block.has_answers:
            return None
        maker = ItemMaker(self.reader, Where(self.shown, block.line, 1), block.name)
        if not block.has_answers:
            return self.describe(maker, block, place, blocks)

        def fill(maker: ItemMaker) -> None:
            id = block.id.removeprefix(prefix)
            id = self.names.id(id) if id else self.names.id(block.name) if alone else ""
            maker.give(id=id, topic=self.names.topic(self.category))
            fill_tags(maker, block.tags)
            passage, left = self.description
            if left:
                self.description = (passage, left - 1)
                maker.give(passage=passage)
                maker.lose("the description above it is taken for its passage")
            fill_gift(maker, block, self.passages)

        return made(maker, fill)

    def describe(
        self, maker: ItemMaker, block: GiftBlock, place: int, blocks: list[GiftBlock]
    ) -> ForeignItem | None:
        """Keep a text without answers as a passage for the few questions that follow it."""
        count = 0
        for other in blocks[place + 1 :]:
            if other.category or not other.has_answers:
                break
            count += 1
        text = maker.html(block.html(block.text, block.format))
        if text and 0 < count <= _MOST_BELOW:
            self.description = (self.passages.add(text, block.name), count)
            return None
        why = "this text has no answers, and belongs to no few questions below it: it is left out"
        help = "put answers in braces behind it; none, `{}`, for an answer at length"
        return ForeignItem(
            where=maker.where, status="refused", why=why, help=help, source=maker.source
        )


_MOST_BELOW = 12


def _categories(blocks: list[GiftBlock]) -> list[tuple[str, ...]]:
    """Give the categories in which questions stand."""
    found: dict[tuple[str, ...], None] = {}
    path: tuple[str, ...] = ()
    for block in blocks:
        path = path_of(block.category) if block.category else path
        if block.has_answers:
            found[path] = None
    return [*found]
