"""Items -> notes: what each field of a card holds, as HTML escaped at one boundary.

Fields hold content and no words of ours but True and False: the labels (Choose one, Right) come
from the style, in the bank's language, so that a better word never touches a learner's note. The
card script finds its data in the fields' own HTML: `data-k` is an option's id, `data-pin` keeps
an option where it stands, behind those that are shuffled. That HTML is shipped; its readers in
`card.js` and `card.css` must understand every form it ever had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from html import escape
from pathlib import PurePosixPath
from typing import assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    FillKey,
    Match,
    MatchKey,
    NumberKey,
    OrderKey,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.model import ChoiceBase, Cloze, Flashcard, Item
from quizgen.outputs import Job, content_digest
from quizgen.outputs.anki.mathjax import for_mathjax
from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.options import DeckOptions
from quizgen.outputs.anki.queue import queue_of
from quizgen.present.asking import asking_mark
from quizgen.present.lower import (
    Asked,
    Cited,
    LoweredItem,
    Told,
    accepted_in_blanks,
    note_kind,
    number_alone,
    number_text,
    shown_cloze,
)
from quizgen.release.content import tags_of
from quizgen.release.history import RETIRED_TAG
from quizgen.text.blocks import Blocks, runs_of, text_as_blocks
from quizgen.text.cloze import IN_CODE, Blank, blanks_of, cloze_blocks, cloze_parts
from quizgen.text.html import HtmlWriter, is_verse, styled, with_line_numbers
from quizgen.text.inline_rules import has_ruby
from quizgen.text.markup import GAP, parse
from quizgen.text.runs import Run, plain_text
from quizgen.text.shown import shown_end
from quizgen.text.typed import without_unseen


@dataclass(frozen=True, slots=True)
class Note:
    """A note ready to be written."""

    guid: str
    kind: str
    modified: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    """Which cards it has: template numbers, or cloze numbers from 0."""
    deck: str = ""
    """The deck of its cards."""
    place: int = 0
    """Where its new cards stand in the queue."""


def guid_of(bank_id: str, item: Item) -> str:
    """Give a note's guid: from (bank, oldest item id, kind), never from text or place."""
    return guid_from(bank_id, item.oldest_id, note_kind(item))


def guid_from(bank_id: str, oldest_id: str, kind: str) -> str:
    """Give the guid of what a lock names."""
    parts = json.dumps([bank_id, oldest_id, kind]).encode()
    return blake2s(parts, digest_size=10).hexdigest()


def media_name(name: str, data: bytes) -> str:
    """Give a media file a name by its content, so that equal names never hide other bytes."""
    path = PurePosixPath(name)
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-") or "media"
    return f"{stem}-{content_digest(data)}{path.suffix.lower()}"


def notes(job: Job) -> Iterator[Note]:
    """Give the notes of a job's items, retired ones as tombstones at the end."""
    writer = _FieldWriter(job)
    for lowered in job.items:
        yield writer.note(lowered, retired=False)
    for lowered in job.retired:
        yield writer.note(lowered, retired=True)


def ordinals(item: Item) -> tuple[int, ...]:
    """Say which cards an item has."""
    if isinstance(item, Cloze):
        return tuple(sorted({blank.number - 1 for blank in blanks_of(item.stem)}))
    return (0, 1) if isinstance(item, Flashcard) and item.reverse else (0,)


# What Anki would read as its own marks inside an author's text.
_MARK = re.compile(r"\[(?=\[type:|sound:|/?anki:|/?latex\]|/?\$)", re.IGNORECASE)
_TEX = "\ufdd1"
"""Stands for the backslash of our own maths marks until the author's are made harmless."""
_OPEN, _PART, _CLOSE = "\ufdd2", "\ufdd3", "\ufdd4"
"""Stand for the braces and colons of our own cloze marks until the author's are made harmless."""


def _verified(cited: Cited) -> str:
    """Name the class of a citation's place; that a quote has gaps is told for styles to come."""
    return "paragraph parts" if GAP.search(cited.quote) else "paragraph"


def _formula(tex: str) -> str:
    """Write maths in MathJax's marks; the end mark inside it would end it early."""
    return _TEX + "(" + for_mathjax(tex).replace(r"\)", ")") + _TEX + ")"


def _display(tex: str) -> str:
    """Write maths on a line of its own in MathJax's marks."""
    return _TEX + "[" + for_mathjax(tex).replace(r"\]", "]") + _TEX + "]"


_PROGRAM = re.compile(r"(<pre.*?</pre>)", re.DOTALL)


_BLOCK = re.compile(r"<(?:p|pre|ul|ol|table|blockquote|div|figure)\b")


def _text(html: str) -> str:
    """Wrap a text beside its sign: blocks may not stand in a span."""
    tag = "div" if _BLOCK.search(html) else "span"
    return f'<{tag} class="text" dir="auto">{html}</{tag}>'


def _braces_apart(html: str) -> str:
    """Keep an author's braces from being taken for Anki's; in a program by what nobody sees.

    A brace before our own would close the mark too early.
    """
    apart = "<span></span>" if html.startswith("<pre") else " "
    html = re.sub("{(?={)", "{" + apart, html)
    return re.sub(f"}}(?=}}|{_CLOSE})", "}" + apart, html)


def _harmless(text: str) -> str:
    """Escape text; a tag parts what MathJax would take for its own mark."""
    return re.sub(r"\\(?=[(\[])", r"\\<span></span>", escape(text, quote=False))


class _FieldWriter:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.bank = job.bank
        self.decks: dict[str, str] = {}
        self.places = queue_of([lowered.item for lowered in (*job.items, *job.retired)])
        self.ruby = False
        """Whether the text that is being written may hold ruby."""
        self.media = {name: media_name(name, data) for name, data in job.media.items()}

    def note(self, lowered: LoweredItem, *, retired: bool) -> Note:
        item, asked = lowered.item, lowered.asked
        kind = note_kind(item)
        fields = [*self._own(lowered), *self._tail(asked, lowered.told)]
        fields += ["retired" if retired else "", escape(asked.lang), escape(item.id)]
        tags = tags_of(item)
        key = lowered.told.key
        fields.append(self._accepted(key) if isinstance(key, FillKey) and key.accept else "")
        fields.append(self.text(self.bank.topic_title(item.topic)))  # the second spare field
        fields.append(asking_mark(lowered, self.bank.anki))  # the third
        fields += [""] * (len(NOTE_TYPES[kind].fields) - len(fields))
        return Note(
            guid=guid_of(self.bank.id, item),
            kind=kind,
            modified=self.job.stamps[item.oldest_id, kind].time,
            fields=tuple(fields),
            tags=(*tags, RETIRED_TAG) if retired else tags,
            # A tombstone finds the card that a learner has; nobody gets a new card that is over.
            ordinals=() if retired else ordinals(item),
            deck=self._deck(item),
            place=self.places[item.id],
        )

    def _deck(self, item: Item) -> str:
        """Name the deck of an item's cards: the bank's, or one by topic where that is asked."""
        if not (self.bank.subdecks or self.job.options_of(DeckOptions).subdecks) or not item.topic:
            return self.bank.deck
        parts = (" ".join(part.replace("::", ":").split()) for part in item.topic.split("/"))
        name = "::".join([self.bank.deck, *(part for part in parts if part)])
        # To Anki decks that differ only in case are one: the first spelling stands.
        return self.decks.setdefault(name.casefold(), name)

    # Text.

    def html(self, text: Blocks) -> str:
        """Give a text as HTML in which nothing but our own marks means anything to Anki."""
        return self._html(text).replace(_TEX, "\\")

    def _html(self, blocks: Blocks, blanks: Sequence[tuple[Blank, bool]] = ()) -> str:
        """Give a text as HTML, the signs of our own marks still standing for them.

        With each blank comes whether it is part of a program.
        """
        writer = HtmlWriter(
            math=_formula,
            display=_display,
            image=lambda name: self.media.get(name, name),
            blank=lambda run: self._mark(*blanks[int(run.text)], run),
            text=_harmless,
        )
        return _MARK.sub("&#91;", writer.blocks(blocks))

    def text(self, text: str) -> str:
        """Give plain text as HTML."""
        return self.html(text_as_blocks(text))

    def _list(self, tag: str, name: str, lowered: LoweredItem, choose: int = 0) -> str:
        """Give options as the script takes them; `choose` is how many a learner is told to."""
        item = lowered.item
        some = item if isinstance(item, ChoiceBase) and item.show else None
        stay = set(some.staying) if some else set()
        rows = "".join(
            f'<li data-k="{c.id}"{" data-pin" if c.id in lowered.pinned else ""}'
            f"{' data-stay' if c.id in stay else ''}>{_text(self.html(c.text))}</li>"
            for c in lowered.asked.choices
        )
        show = f' data-show="{some.offered - len(stay)}"' if some else ""
        count = f' data-choose="{choose}"' if choose else ""
        return f'<{tag} class="{name}"{show}{count}>{rows}</{tag}>'

    def _answers(self, answers: Sequence[Blocks], tag: str = "ul", name: str = "") -> str:
        if len(answers) == 1 and not name:
            return self.html(answers[0])
        rows = "".join(self._row(self.html(answer)) for answer in answers)
        return f'<{tag} class="{name}">{rows}</{tag}>' if name else f"<{tag}>{rows}</{tag}>"

    def _row(self, html: str) -> str:
        return f"<li>{_text(html)}</li>"

    # Fields that every note type has.

    def _reading(self, asked: Asked) -> str:
        """Give what is read before the question; a passage is upright, and may have its lines."""
        passage = asked.passage
        if passage is None:
            return self.html(asked.reading)
        html = self.html(passage.blocks)
        if passage.number_lines and is_verse(passage.text):
            titles = len(passage.blocks) - len(passage.body)
            html = with_line_numbers(html, passage.number_lines, passage.text, skipped=titles)
        own = self.html(asked.stimulus)
        return f'<div class="passage">{html}</div>{f"<div>{own}</div>" if own else ""}'

    def _tail(self, asked: Asked, told: Told) -> Iterator[str]:
        yield self._reading(asked)
        yield self._image(asked)
        yield self._audio(asked)
        yield self.html(asked.hint)
        yield self.html(told.explanation)
        yield "".join(
            f'<p lang="{escape(cited.lang)}" dir="auto"><q>{self.text(cited.quote)}</q> '
            f"<cite>{self._outlet(cited)}, "
            f'<span class="{_verified(cited)}">{cited.paragraph}</span></cite></p>'
            for cited in told.evidence
        )

    def _outlet(self, cited: Cited) -> str:
        """Name the source, as a link to it where its address is known."""
        named = self.text(", ".join(filter(None, (cited.outlet, cited.date))))
        if not cited.address:
            return named
        return f'<a href="{escape(cited.address)}" rel="noopener noreferrer">{named}</a>'

    def _image(self, asked: Asked) -> str:
        if not asked.image:
            return ""
        name = self.media.get(asked.image.file, asked.image.file)
        alt = _MARK.sub("&#91;", escape(plain_text(parse(asked.image.alt))))
        return f'<img src="{escape(name)}" alt="{alt}">'

    def _audio(self, asked: Asked) -> str:
        audio = asked.sound
        if audio and audio.say:
            spoken = self.text(audio.say)
            return f"[anki:tts lang={voice(audio.lang or asked.lang)}]{spoken}[/anki:tts]"
        return f"[sound:{self.media[audio.file]}]" if audio else ""

    # Fields of one note type.

    def _own(self, lowered: LoweredItem) -> Iterator[str]:
        key = lowered.told.key
        match key:
            case WriteKey() | RecallKey():
                return self.basic(lowered)
            case FillKey():
                return self.cloze(lowered)
            case ChooseKey():
                return self.choice(lowered, key)
            case TextKey() | NumberKey():
                return self.typed(lowered, key)
            case MatchKey():
                return self.matching(lowered, key)
            case OrderKey():
                return self.ordering(lowered, key)
            case _:
                assert_never(key)

    def basic(self, lowered: LoweredItem) -> Iterator[str]:
        asked, told = lowered.asked, lowered.told
        is_open = isinstance(asked.interaction, Write)
        yield self.html(asked.stem)
        yield self._answers(told.answers, name="rubric" if is_open else "")
        yield "1" if len(ordinals(lowered.item)) > 1 else ""

    def cloze(self, lowered: LoweredItem) -> Iterator[str]:
        assert isinstance(lowered.item, Cloze)  # noqa: S101 - its key says so
        self.ruby = has_ruby(lowered.asked.lang)
        parts = _PROGRAM.split(self._cloze(shown_cloze(lowered.item)))
        text = "".join(map(_braces_apart, parts))
        text = re.sub("::|(?<=image-occlusion):", lambda m: m[0][:-1] + "&#58;", text)
        text = text.replace(_OPEN, "{{").replace(_PART, "::").replace(_CLOSE, "}}")
        yield text.replace(_TEX, "\\")

    def _accepted(self, key: FillKey) -> str:
        rows = f"<li>{self.text(accepted_in_blanks(key))}</li>"
        return f'<div class="also"><ul>{rows}</ul></div>'

    def _cloze(self, text: str) -> str:
        """Give a cloze text, or what is inside one of its blanks, with Anki's marks."""
        blanks: list[tuple[Blank, bool]] = []

        def blank(inner: Blank, run: Run) -> list[Run]:
            blanks.append((inner, run is IN_CODE))
            if run.kind == "math":
                return [Run(self._tex(inner))]
            style = Run("") if run is IN_CODE else run
            return [replace(style, text=str(len(blanks) - 1), kind="blank")]

        return self._html(cloze_blocks(text, blank, ruby=self.ruby), blanks)

    def _tex(self, blank: Blank) -> str:
        """Write a blank inside a formula: its text is TeX."""
        inner = cloze_blocks(f"${blank.text}$", lambda nested, _: [Run(self._tex(nested))])
        hint = _PART + blank.hint if blank.hint else ""
        tex = "".join(run.text for run in runs_of(inner))
        return f"{_OPEN}c{blank.number}{_PART}{tex}{hint}{_CLOSE}"

    def _mark(self, blank: Blank, in_code: bool, run: Run) -> str:
        """Write a blank in Anki's marks."""
        inner = self._code(blank.text) if in_code else self._cloze(blank.text)
        hint = f"{_PART}{self._html(text_as_blocks(blank.hint))}" if blank.hint else ""
        mark = f"{_OPEN}c{blank.number}{_PART}{inner}{hint}{_CLOSE}"
        return styled(mark, run)

    def _code(self, text: str) -> str:
        """Write what a blank hides of a program, and the blanks in it."""
        return "".join(
            self._mark(part, True, Run(""))
            if isinstance(part, Blank)
            else _MARK.sub("&#91;", _harmless(part))
            for part in cloze_parts(text)
        )

    def choice(self, lowered: LoweredItem, key: ChooseKey) -> Iterator[str]:
        asked, told = lowered.asked, lowered.told
        assert isinstance(asked.interaction, Choose)  # noqa: S101 - its key says so
        several = asked.interaction.several
        yield self.html(asked.stem)
        name = "options many" if several else "options one"
        yield self._list("ol", name, lowered, asked.interaction.count)
        yield self._answers(told.answers)
        yield " ".join(asked.choices[place].id for place in key.right)
        yield self._whys(asked, told)

    def _whys(self, asked: Asked, told: Told) -> str:
        rows = "".join(
            f'<li data-k="{asked.choices[i].id}" dir="auto">{self.html(asked.choices[i].text)}: '
            f'<span class="why">{self.html(why)}</span></li>'
            for i, why in told.whys
        )
        return f'<ul class="whys">{rows}</ul>' if rows else ""

    def typed(self, lowered: LoweredItem, key: TextKey | NumberKey) -> Iterator[str]:
        asked, told = lowered.asked, lowered.told
        typed = key.answer if isinstance(key, TextKey) else number_alone(told).replace("−", "-")
        yield self.html(asked.stem)
        yield escape(without_unseen(typed), quote=False)  # Anki compares to the letter
        yield self._answers(told.answers)
        yield self._also(key, asked.lang)
        yield self.text("" if isinstance(key, TextKey) else key.unit)

    def _also(self, key: TextKey | NumberKey, lang: str) -> str:
        """Say what else is right, for eyes and, as attributes, for the card's script."""
        name, data = "also", ""
        if isinstance(key, NumberKey):
            low, high = number_text(key.low), number_text(key.high)
            ends = [shown_end(end, lang) for end in (key.low, key.high)]
            rows = f"<li>{' – '.join(ends)}</li>" if low != high else ""
            data = f' data-low="{low}" data-high="{high}"'
        else:
            rows = "".join(f"<li>{self.text(also)}</li>" for also in key.accept)
            name = name if key.match == "fold" else f"also {key.match}"
        return f'<div class="{name}"{data}>{f"<ul>{rows}</ul>" if rows else ""}</div>'

    def matching(self, lowered: LoweredItem, key: MatchKey) -> Iterator[str]:
        asked, told = lowered.asked, lowered.told
        assert isinstance(asked.interaction, Match)  # noqa: S101 - its key says so
        yield self.html(asked.stem)
        lefts = "".join(self._row(self.html(left)) for left in asked.interaction.lefts)
        yield f'<ol class="lefts">{lefts}</ol>'
        yield self._list("ol", "rights", lowered)
        rows = "".join(
            self._row(f"{self.html(left)} — {self.html(right)}")
            for left, right in zip(asked.interaction.lefts, told.answers, strict=True)
        )
        yield f"<ol>{rows}</ol>"
        yield " ".join(asked.choices[place].id for place in key.matches)

    def ordering(self, lowered: LoweredItem, key: OrderKey) -> Iterator[str]:
        asked, told = lowered.asked, lowered.told
        yield self.html(asked.stem)
        yield self._list("ol", "steps", lowered)
        yield self._answers(told.answers, "ol")
        ranked = sorted(range(len(asked.choices)), key=key.ranks.__getitem__)
        yield " ".join(asked.choices[i].id for i in ranked)


_REGIONS = {"en": "US", "ja": "JP", "ko": "KR", "zh": "CN", "cs": "CZ", "da": "DK", "el": "GR",
            "he": "IL", "hi": "IN", "sv": "SE", "uk": "UA", "ar": "SA", "pt": "PT", "vi": "VN",
            "fa": "IR", "nb": "NO", "et": "EE", "sl": "SI", "sr": "RS", "ca": "ES"}  # fmt: skip


def voice(lang: str) -> str:
    """Name a voice as Anki does, `ja_JP`: it knows none without a country."""
    base, *rest = lang.lower().replace("_", "-").split("-")
    region = next((part for part in rest if len(part) == 2), _REGIONS.get(base, base))
    return f"{base}_{region.upper()}"
