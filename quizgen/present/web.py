"""What every screen shows of an item and is told of its key: plain JSON values, texts as HTML.

The names are those of the pages, the scripts and the logs of lessons; they stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any, assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Interaction,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.model import Audio, Image
from quizgen.present.lower import (
    Asked,
    ShownPassage,
    Told,
    criteria,
    number_text,
    scoring_rule,
)
from quizgen.present.maths.screens import Formulas, WholeFormulas
from quizgen.present.pictures import Sizes
from quizgen.text.blocks import Blocks, plain_words, text_as_blocks
from quizgen.text.html import HtmlWriter, is_verse, with_line_numbers
from quizgen.text.markup import parse
from quizgen.text.runs import Run, plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class WebTexts:
    """Where a screen finds pictures and sounds, and how it shows texts among them."""

    media_address: Callable[[str], str]
    """Gives the address of a file of the bank."""
    sizes: Sizes
    """Of pictures: they keep their room before they have loaded."""
    formulas: Formulas = field(default_factory=WholeFormulas)

    def html(self, text: Blocks) -> str:
        """Give a text as HTML in which every sign of the author's is escaped."""
        writer = HtmlWriter(
            math=self.formulas.inline,
            display=self.formulas.alone,
            image=self.media_address,
            sizes=self.sizes,
            blank=_blank_html,
        )
        return writer.blocks(text)

    def asked_json(self, asked: Asked) -> dict[str, Any]:
        """Give what everybody may see before the reveal; `size` only of a picture that has one."""
        fields: dict[str, Any] = {
            "lang": asked.lang,
            "stem": self.html(asked.stem),
            "stimulus": self.html(asked.stimulus),
            "choices": [self.html(choice.text) for choice in asked.choices],
            "lefts": [self.html(left) for left in lefts_of(asked.interaction)],
            "unit": unit_of(asked.interaction),
            **self._picture_json(asked.image),
            **self._sound_json(asked.sound or Audio(), asked.lang),
        }
        if judged := judged_by(asked):
            fields["criteria"] = [self.html(text) for text in judged]
        if lists := lists_of(asked.interaction):
            fields["lists"] = [list(texts) for texts in lists]
        if asked.image and asked.image.file in self.sizes:
            fields["size"] = list(self.sizes[asked.image.file])
        if asked.passage:
            fields["passage"] = self._passage_json(asked.passage)
        return fields

    def _picture_json(self, image: Image | None) -> dict[str, str]:
        if image is None:
            return {"image": "", "alt": ""}
        return {"image": self.media_address(image.file), "alt": plain_text(parse(image.alt))}

    def _sound_json(self, audio: Audio, lang: str) -> dict[str, Any]:
        return {
            "audio": self.media_address(audio.file) if audio.file else "",
            "say": [audio.say, audio.lang or lang] if audio.say else [],
        }

    def _passage_json(self, passage: ShownPassage) -> dict[str, str]:
        """Give what several items ask about: its title in words, and the rest as HTML."""
        html = self.html(passage.body)
        if passage.number_lines and is_verse(passage.text):
            html = with_line_numbers(html, passage.number_lines, passage.text)
        return {"title": plain_words(passage.title), "html": html}

    def told_json(self, told: Told, lang: str) -> dict[str, Any]:
        """Give what is told at the reveal in words; `key_json` gives the key.

        Args:
            told: What is told.
            lang: The language of the item.

        """
        points = told.key.points if isinstance(told.key, WriteKey) else ()
        return {
            "answers": [self.html(answer) for answer in criteria(told.answers, points, lang)],
            "whys": {str(i): self.html(why) for i, why in told.whys},
            "explanation": self.html(told.explanation),
        }


def _blank_html(run: Run) -> str:
    hint = f' <span class="blank-hint">({escape(run.text)})</span>' if run.text else ""
    return f'<span class="blank">&nbsp;</span>{hint}'


def judged_by(asked: Asked) -> tuple[Blocks, ...]:
    """Give what an answer is judged by, where pupils are told: the rule, and each criterion."""
    match asked.interaction:
        case Write(criteria=texts, worth=worth) if texts:
            rule = scoring_rule(asked)
            listed = criteria(texts, worth, asked.lang)
            return (text_as_blocks(rule) if rule else (), *listed)
        case (
            Write() | Choose() | Match() | Order() | Fill() | EnterText() | EnterNumber() | Recall()
        ):
            return ()
        case _:
            assert_never(asked.interaction)


def lefts_of(interaction: Interaction) -> tuple[Blocks, ...]:
    """Give the left sides to be matched; none where nothing is matched."""
    match interaction:
        case Match(lefts):
            return lefts
        case Choose() | Order() | Fill() | EnterText() | EnterNumber() | Write() | Recall():
            return ()
        case _:
            assert_never(interaction)


def lists_of(interaction: Interaction) -> tuple[tuple[str, ...], ...]:
    """Give what each blank offers to choose from; none where nothing is."""
    match interaction:
        case Fill(lists=lists):
            return lists
        case Choose() | Match() | Order() | EnterText() | EnterNumber() | Write() | Recall():
            return ()
        case _:
            assert_never(interaction)


def unit_of(interaction: Interaction) -> str:
    """Give the unit of a number to be entered; empty where there is none."""
    match interaction:
        case EnterNumber(unit):
            return unit
        case Choose() | Match() | Order() | Fill() | EnterText() | Write() | Recall():
            return ""
        case _:
            assert_never(interaction)


def key_json(key: Key) -> dict[str, Any]:
    """Give a key as the page's script takes it; every name is there, empty where it has no use."""
    fields: dict[str, Any] = {
        "keys": [],
        "matches": [],
        "ranks": [],
        "accept": [],
        "blanks": [],
        "listed": [],
        "match": "",
        "low": "",
        "high": "",
    }
    match key:
        case ChooseKey(right):
            fields["keys"] = list(right)
        case MatchKey(matches):
            fields["matches"] = list(matches)
        case OrderKey(ranks):
            fields["ranks"] = list(ranks)
        case TextKey(match=strict):
            fields |= {"accept": list(key.answers), "match": strict}
        case NumberKey(answer, low, high):
            fields["accept"] = [number_text(answer)]
            fields |= {"low": number_text(low), "high": number_text(high)}
        case FillKey(_, accept, listed, strict):
            fields |= {"blanks": [list(texts) for texts in accept], "listed": list(listed)}
            fields["match"] = strict
        case WriteKey() | RecallKey():
            pass
        case _:
            assert_never(key)
    return fields
