"""One page on what is proved of banks, beside the sources it was compared with.

For a colleague: every item with its quotes, what was compared and what a human must judge; the
cited words are marked in their paragraphs, and each leads to the other. No script, nothing from
the network. Where only a source's record is known, its paragraphs stand by number with the words
that are cited.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files

from quizgen.checks.evidence.account import (
    REASONS,
    Account,
    AnswerAccount,
    How,
    ItemAccount,
    QuoteAccount,
    SourceAccount,
    account_of,
)
from quizgen.checks.evidence.attribution import SpeakerProof
from quizgen.checks.evidence.highlights import CitedStretch, stretches
from quizgen.checks.evidence.judging import Standing
from quizgen.checks.item_text import stem_text
from quizgen.checks.rules import Rule
from quizgen.model import Bank, Cloze, Item, type_name
from quizgen.pipeline.check import RULES, Report
from quizgen.present.maths.screens import STYLE, WholeFormulas
from quizgen.present.templates import block_style, render_html
from quizgen.problems import ranges
from quizgen.text.block_parser import parse_blocks
from quizgen.text.html import HtmlWriter

_QUOTES = {
    "verbatim": "stands there to the character",
    "words": "its words stand there (by the record; the text is not here)",
    "parts": "its parts stand there; what the gap leaves out a human must see",
    "failed": "not proved",
}
_ANSWERS: dict[How, str] = {
    "value": "its value stands in the cited words",
    "words": "stands in the cited words",
    "name": "is named in the cited words",
    "worked-out": "is worked out",
    "unclear": "may follow from the cited words, or be meant in another way",
    "not-cited": "does not stand in the cited words",
    "own-words": "is in its own words: not compared",
}
_STANDINGS: dict[Standing, str] = {
    "proved": "is cited",
    "unclear": "unclear",
    "missing": "is not cited",
    "contradicted": "another value is cited",
}
_SPEAKERS: dict[SpeakerProof, str] = {
    "not-asked": "",
    "proved": "the source gives the words to this speaker",
    "untold": "who speaks was not proved: the text does not tell plainly, or is not here",
    "contradicted": "the source gives the words to somebody else",
}


def account_of_report(report: Report) -> Account:
    """Give an account of a bank that was checked; an empty one where it could not be read."""
    if report.bank is None:
        return Account()
    said = [p for p in report.problems if _is_of_evidence(RULES.get(p.code))]
    return account_of(report.bank, report.sources, report.checked, said)


def _is_of_evidence(rule: Rule | None) -> bool:
    return rule is not None and rule.group == "evidence"


def evidence_page(reports: Sequence[Report]) -> str:
    """Make the page of the banks that could be read."""
    banks = [
        _BankView(n, report.bank, account_of_report(report))
        for n, report in enumerate(reports, 1)
        if report.bank
    ]
    style = files(__name__).joinpath("page.css").read_text("utf-8") + block_style() + STYLE
    return render_html(
        __name__,
        "page.html",
        {
            "title": "What is proved: " + ", ".join(view.title for view in banks),
            "banks": banks,
            "style": style,
            "style_hash": "sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
        },
        escape,
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is said of a quote or an answer, and whether that is good, bad or open."""

    state: str
    text: str
    said: str
    link: str = ""
    place: str = ""
    values: tuple[tuple[str, str], ...] = ()


class _ItemView:
    """An item as the page shows it."""

    def __init__(self, number: int, bank: _BankView, account: ItemAccount) -> None:
        item = account.item
        self.number = number
        self.id = item.id
        self.anchor = f"{bank.anchor}-item-{number}"
        self.kind = type_name(item).replace("-", " ")
        self.lang = item.lang or bank.lang
        self.stem = _stem_html(item)
        self.topic = bank.bank.topic_title(item.topic) or item.topic
        self.level = item.level
        self.quotes = [
            _quote_fact(quote, f"{self.anchor}-{n}", bank) for n, quote in enumerate(account.quotes)
        ]
        self.answers = [_answer_fact(answer) for answer in account.answers]
        self.speaker = _SPEAKERS[account.proof.speaker]
        self.speaker_state = {"proved": "good", "contradicted": "bad"}.get(
            account.proof.speaker, "open"
        )
        self.left_out = account.proof.left_out
        self.worked_from = ", ".join(account.proof.worked_from)
        self.reasons = [REASONS[reason] for reason in account.reasons]
        self.problems = [p for p in account.problems if p.level != "info"]
        self.state = "open" if self.reasons else "good"
        if any(p.level == "error" for p in self.problems):
            self.state = "bad"

    @property
    def verdict(self) -> str:
        return {"good": "proved", "open": "for a human", "bad": "refused"}[self.state]


def _stem_html(item: Item) -> str:
    if isinstance(item, Cloze):
        return escape(stem_text(item))
    formulas = WholeFormulas()
    writer = HtmlWriter(math=formulas.inline, display=formulas.alone, image=lambda _: "data:,")
    return writer.blocks(parse_blocks(item.stem))


def _quote_fact(quote: QuoteAccount, anchor: str, bank: _BankView) -> _Fact:
    proved = quote.proof != "failed"
    state = {"parts": "open", "failed": "bad"}.get(quote.proof, "good")
    place = f"{bank.name_of(quote.source)}paragraph {quote.paragraph}" if quote.paragraph else ""
    link = f"cited-{anchor}" if proved else ""
    return _Fact(state, quote.quote, _QUOTES[quote.proof], link, place)


def _answer_fact(answer: AnswerAccount) -> _Fact:
    state = {"not-cited": "bad", "value": "good", "words": "good", "name": "good"}
    values = tuple((each.text, _STANDINGS[each.standing]) for each in answer.values)
    said = _ANSWERS[answer.how]
    if answer.how == "value" and not answer.whole:
        said = "its value stands in the cited words; its other words were not compared"
    shown = values if [text for text, _ in values] != [answer.text] else ()
    return _Fact(state.get(answer.how, "open"), answer.text, said, values=shown)


@dataclass(frozen=True, slots=True)
class _Citer:
    """Who cites something, and where that stands on the page."""

    label: str
    id: str
    link: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _StretchView:
    """A stretch of a paragraph; what is cited is marked, and says by whom where a quote ends."""

    text: str
    cited: bool
    begins: tuple[_Citer, ...]
    ends: tuple[_Citer, ...]


@dataclass(frozen=True, slots=True)
class _ParagraphView:
    """A paragraph of a source."""

    number: int
    times: int
    anchor: str
    stretches: tuple[_StretchView, ...] = ()
    quotes: tuple[tuple[str, _Citer], ...] = ()
    """What is cited of it, where its text isn't there, or isn't found in it."""


class _SourceView:
    """A source as the page shows it."""

    def __init__(self, bank: _BankView, used: SourceAccount) -> None:
        source = used.source
        self.anchor = f"{bank.anchor}-source-{used.name}"
        self.title = source.title
        self.about = " · ".join(filter(None, (source.author, source.publisher, source.date)))
        self.rights = source.rights
        self.url = source.url if source.url.startswith(("http://", "https://")) else ""
        self.lang = source.language
        self.has_text = source.original is not None
        self.count = source.paragraphs
        self.cited = len(used.citing)
        self.never = ranges(used.uncited) if used.uncited else ""
        self.paragraphs = tuple(self._paragraphs(bank, used))

    def _paragraphs(self, bank: _BankView, used: SourceAccount) -> Iterator[_ParagraphView]:
        texts = used.source.original or ()
        for n in range(1, used.source.paragraphs + 1):
            quoted = bank.quoted.get((used.name, n), [])
            anchor = f"{self.anchor}-p{n}"
            if n > len(texts):
                yield _ParagraphView(n, len(quoted), anchor, quotes=tuple(quoted))
                continue
            cut = stretches(texts[n - 1], [quote for quote, _ in quoted])
            found = {place for stretch in cut for place in stretch.quotes}
            beside = tuple(each for i, each in enumerate(quoted) if i not in found)
            citers = [citer for _, citer in quoted]
            yield _ParagraphView(n, len(quoted), anchor, tuple(_views(cut, citers)), beside)


def _views(cut: Sequence[CitedStretch], citers: Sequence[_Citer]) -> Iterator[_StretchView]:
    begun: set[int] = set()
    for stretch in cut:
        begins = tuple(citers[n] for n in stretch.quotes if n not in begun)
        begun.update(stretch.quotes)
        ends = tuple(citers[n] for n in stretch.last)
        yield _StretchView(stretch.text, bool(stretch.quotes), begins, ends)


class _BankView:
    """A bank as the page shows it."""

    def __init__(self, number: int, bank: Bank, account: Account) -> None:
        self.bank = bank
        self.anchor = f"bank-{number}"
        self.title = bank.title
        self.lang = bank.lang
        self.several = len(account.sources) > 1
        self.quoted: dict[tuple[str, int], list[tuple[str, _Citer]]] = {}
        self.titles = {used.name: used.source.title for used in account.sources}
        self.items = [_ItemView(n, self, one) for n, one in enumerate(account.items, 1)]
        for view, one in zip(self.items, account.items, strict=True):
            self._note(str(view.number), view.id, view.anchor, one.quotes)
        for place, (id, quotes) in enumerate(account.passages.items(), 1):
            self._note(f"passage {id}", id, f"{self.anchor}-passage-{place}", quotes)
        self.passages = [
            (
                id,
                f"{self.anchor}-passage-{place}",
                [
                    _quote_fact(quote, f"{self.anchor}-passage-{place}-{n}", self)
                    for n, quote in enumerate(quotes)
                ],
            )
            for place, (id, quotes) in enumerate(account.passages.items(), 1)
        ]
        self.sources = [_SourceView(self, used) for used in account.sources]

    def _note(self, label: str, id: str, anchor: str, quotes: Sequence[QuoteAccount]) -> None:
        for n, quote in enumerate(quotes):
            if quote.proof != "failed" and quote.paragraph:
                citer = _Citer(label, id, anchor, f"cited-{anchor}-{n}")
                self.quoted.setdefault((quote.source, quote.paragraph), []).append(
                    (quote.quote, citer)
                )

    def name_of(self, source: str) -> str:
        """Name a source before a paragraph, where there are several."""
        return f"{self.titles.get(source, source)}, " if self.several else ""

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many items are proved, left to a human, refused."""
        states = [item.state for item in self.items]
        named = (("good", "proved"), ("open", "for a human"), ("bad", "refused"))
        return [(state, said, states.count(state)) for state, said in named if state in states]
