"""Words to be dragged into a text, or picked in it: `[[1]]` stands for the first of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.inputs.blanks import Gap, fill_gaps, stand_in
from quizgen.inputs.making import CannotCome, ItemMaker
from quizgen.inputs.moodle.parts import text_in, text_of
from quizgen.inputs.reading import Plain, Value
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words

_REFERENCE = re.compile(r"\[\[(\d{1,3})\]\]")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    group: str


def fill_dropped(maker: ItemMaker, question: Any) -> None:
    """Make a cloze with a word bank."""
    words = _words(maker, question, "dragbox")
    used = _fill(maker, question, words, offered=False)
    if len({word.group for word in words.values()}) > 1:
        maker.lose("words of several groups: all stand in one word bank")
    others: list[Value] = [word.text for n, word in words.items() if n not in used]
    maker.fields["word-bank"] = others or Plain("true")


def fill_selected(maker: ItemMaker, question: Any) -> None:
    """Make a cloze whose gaps offer words to choose from."""
    _fill(maker, question, _words(maker, question, "selectoption"), offered=True)


def _words(maker: ItemMaker, question: Any, tag: str) -> Mapping[int, _Word]:
    return {
        number: _Word(maker.html(text_of(word)), (word.findtext("group") or "1").strip())
        for number, word in enumerate(question.iterfind(tag), 1)
    }


def _fill(
    maker: ItemMaker, question: Any, words: Mapping[int, _Word], *, offered: bool
) -> set[int]:
    node = question.find("questiontext")
    gaps: list[Gap] = []
    used: set[int] = set()

    def put(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in words:
            raise CannotCome(f"the text names the word {number}, and there are {len(words)}")
        used.add(number)
        gaps.append(_gap(words, number, offered=offered))
        return stand_in(len(gaps) - 1)

    html = _REFERENCE.sub(put, text_of(node))
    fill_gaps(maker, text_in(maker, html, node.get("format") or ""), gaps)
    return used


def _gap(words: Mapping[int, _Word], number: int, *, offered: bool) -> Gap:
    word = words[number]
    plain = plain_words(parse_blocks(word.text))
    if not offered:
        return Gap(plain, marked=word.text)
    group = [other.text for other in words.values() if other.group == word.group]
    texts = dict.fromkeys(plain_words(parse_blocks(text)) for text in group)
    return Gap(plain, (), [text for text in texts if text != plain])
