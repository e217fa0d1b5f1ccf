"""What learning platforms have in common: how their questions become ours.

Their formats differ, their ideas don't: options with weights, answers with tolerances, feedback,
categories. A reader finds these in its format; what is made of them is decided here, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.formats.from_html import Find, HtmlReader, HtmlText
from quizgen.formats.set_apart import SET_APART
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.reading import ForeignItem, Plain, Value
from quizgen.problems import Where
from quizgen.text.spelling import spell_out

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?")
_NEARLY = Decimal("0.01")


class CannotCome(Exception):  # noqa: N818 - named after what it means
    """A question that no type of ours can hold; it says why and what helps."""

    def __init__(self, why: str, help: str = "") -> None:
        """Say why, and what helps."""
        super().__init__(why)
        self.why, self.help = why, help


@dataclass(frozen=True, slots=True)
class Weighted:
    """An answer of another program: what it is worth, and what is said to whoever gives it."""

    text: str
    """In our text language, or as it is typed."""
    weight: Decimal
    """Percent of the points."""
    why: str = ""

    @property
    def is_right(self) -> bool:
        """Tell whether it is worth all points."""
        return self.weight >= 100 - _NEARLY


@dataclass(slots=True)
class ItemMaker:
    """Gathers the keys of one question, and what of it is lost on the way."""

    reader: HtmlReader
    where: Where
    source: str = ""
    find: Find | None = None
    """How the pictures that came with the question are found."""
    fields: dict[str, Value] = field(default_factory=dict)
    losses: dict[str, None] = field(default_factory=dict)
    doubts: dict[str, None] = field(default_factory=dict)
    sounds: list[str] = field(default_factory=list)

    def lose(self, what: str) -> None:
        """Name something that our types can't hold."""
        self.losses[what] = None

    def doubt(self, why: str) -> None:
        """Say why a person must look."""
        self.doubts[why] = None

    def html(self, html: str) -> str:
        """Read a text that is HTML."""
        return self.told(self.reader.read(html, self.find))

    def plain(self, text: str) -> str:
        """Read a text whose signs are what they are."""
        return self.told(self.reader.plain(text))

    def told(self, text: HtmlText) -> str:
        """Take over what a text lost and plays."""
        for loss in text.losses:
            self.lose(f"left out: {loss}")
        self.sounds += text.sounds
        return text.text

    def give(self, **values: Value) -> None:
        """Set keys that have a value."""
        self.fields |= {key.replace("_", "-"): value for key, value in values.items() if value}

    def explain(self, *texts: str) -> None:
        """Add to the explanation what it doesn't say yet."""
        parts = [str(self.fields.get("explanation", "")), *texts]
        self.give(explanation="\n\n".join(dict.fromkeys(filter(None, parts))))

    def item(self) -> ForeignItem:
        """Give what came of it."""
        if self.sounds:
            self.fields["audio"] = self.sounds[0]
        if len(self.sounds) > 1:
            self.lose("left out: all sounds but the first")
        told = [*self.doubts, *self.losses]
        status = "draft" if self.doubts else "degraded" if told else "kept"
        return ForeignItem(
            where=self.where,
            fields=self.fields,
            status=status,  # type: ignore[arg-type]  # mypy widens what the line above gives
            why="; ".join(told),
            source=self.source,
        )


def made(maker: ItemMaker, fill: Callable[[ItemMaker], None]) -> ForeignItem:
    """Make a question; where it can't come, say why."""
    try:
        fill(maker)
    except CannotCome as error:
        return ForeignItem(
            where=maker.where,
            status="refused",
            why=error.why,
            help=error.help,
            source=maker.source,
        )
    return maker.item()


# --- choices --------------------------------------------------------------------------------------


def fill_choice(
    maker: ItemMaker,
    stem: str,
    offered: Sequence[Weighted],
    *,
    single: bool,
    shuffled: bool = True,
) -> None:
    """Make a choice of options with weights.

    Args:
        maker: Takes the keys.
        stem: The question.
        offered: All options.
        single: One is to be picked; else all that are worth something.
        shuffled: They may stand in any order.

    """
    offered = [one for one in offered if one.text]
    right = _single_key(maker, offered) if single else _keys(maker, offered)
    fields = dict(choice_fields(stem, [o.text for o in offered], right, shuffled=shuffled))
    if not single and len(right) == 1:
        fields["answer"] = [offered[right[0]].text]
    fields["options"] = [with_reason(one.text, one.why) for one in offered]
    maker.fields |= fields


def with_reason(text: str, why: str) -> Value:
    """Give an option as a bank has it."""
    return {"text": text, "why": why} if why else text


def _single_key(maker: ItemMaker, offered: Sequence[Weighted]) -> list[int]:
    right = [at for at, one in enumerate(offered) if one.is_right]
    if not right:
        raise CannotCome("no option is fully right", "give one of them 100 %")
    part = [one for one in offered if one.weight > 0 and not one.is_right]
    for one in part:
        maker.lose(f"{_named(one.text)} is worth {_percent(one.weight)} there, and nothing here")
    if any(one.weight < 0 for one in offered):
        maker.lose("wrong options cost points there")
    if len(right) > 1:
        maker.doubt("any of several options is right there: look whether all are to be ticked")
    return right


def _keys(maker: ItemMaker, offered: Sequence[Weighted]) -> list[int]:
    right = [at for at, one in enumerate(offered) if one.weight > 0]
    if not right:
        raise CannotCome("no option is right", "give those that are a share of the points")
    shares = {offered[at].weight for at in right}
    wrong = {one.weight for one in offered if one.weight <= 0}
    if max(shares) - min(shares) > _NEARLY:
        maker.lose("the right options are worth different shares there")
    share = max(shares)
    if wrong == {Decimal(0)} and len(right) < len(offered):
        maker.lose("ticking too much costs nothing there: here every option counts")
        maker.fields["score"] = "partial"
    elif wrong and all(abs(one + share) <= _NEARLY for one in wrong):
        maker.fields["score"] = "right-minus-wrong"
    elif any(one > -100 for one in wrong):
        maker.lose("what a wrong option costs there: here as much as a right one gives")
        maker.fields["score"] = "right-minus-wrong"
    return right


def _named(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _percent(weight: Decimal) -> str:
    return f"{float(weight):.4g} %"


def explain_truth(maker: ItemMaker, to_wrong: str, to_right: str) -> None:
    """Put what is said to right and wrong answers of a statement into its explanation."""
    parts = [part for part in dict.fromkeys((to_wrong, to_right)) if part]
    before = "explanation" in maker.fields
    maker.explain(*parts)
    if len(parts) + before > 1:
        maker.lose("what is said to right and to wrong answers stands together")


# --- typed answers --------------------------------------------------------------------------------


def fill_short_answer(
    maker: ItemMaker, stem: str, answers: Sequence[Weighted], *, case: bool, wild: bool = True
) -> None:
    """Make a question for a word or a few.

    Args:
        maker: Takes the keys.
        stem: The question.
        answers: As they are typed.
        case: Capitals count.
        wild: A star stands for any text, as in Moodle.

    """
    accepted = accepted_of(maker, answers, wild=wild)
    maker.give(question=stem, answer=accepted[0], accept=accepted[1:], match=_match(accepted, case))


def _match(accepted: Sequence[str], case: bool) -> str:
    if case:
        return "case"
    return "" if all(map(str.isascii, accepted)) else "accents"


def accepted_of(maker: ItemMaker, answers: Sequence[Weighted], *, wild: bool = True) -> list[str]:
    """Give the answers that are fully right; say what else there was.

    Raises CannotCome where none is.
    """
    right: list[str] = []
    for one in answers:
        if wild and _WILD.search(one.text):
            if one.text.strip() == "*" and one.weight <= 0:
                _lose_reason(maker, one, "to every other answer")
            elif one.is_right:
                maker.lose(f"{_named(one.text)}, where a star stands for any text")
            continue
        text = one.text.replace(r"\*", "*") if wild else one.text
        if one.is_right and text.strip():
            right.append(text.strip())
            maker.explain(one.why)
        elif one.weight > 0:
            maker.lose(f"{_named(text)} is worth {_percent(one.weight)} there, and nothing here")
        else:
            _lose_reason(maker, one, f"to {_named(text)}")
    if right:
        return list(dict.fromkeys(right))
    wildcard = next((one.text for one in answers if one.is_right and one.text.strip("* ")), "")
    if not wildcard:
        raise CannotCome("no answer is fully right", "give one of them 100 %")
    maker.losses.clear()
    maker.doubt(f"only {_named(wildcard)} is right, where a star stands for any text")
    return [wildcard.replace("*", "…").strip()]


_WILD = re.compile(r"(?<!\\)\*")


def _lose_reason(maker: ItemMaker, one: Weighted, to: str) -> None:
    if one.why:
        maker.lose(f"what is said {to}")


# --- numbers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers that are right: the one in the middle, and how far from it."""

    answer: Decimal
    low: Decimal
    high: Decimal
    weight: Decimal = Decimal(100)
    why: str = ""

    @classmethod
    def around(cls, answer: Decimal, margin: Decimal) -> Span:
        """Give a number with its tolerance."""
        return cls(answer, answer - abs(margin), answer + abs(margin))

    @classmethod
    def between(cls, low: Decimal, high: Decimal) -> Span:
        """Give a range; its middle is as good an answer as any."""
        low, high = sorted((low, high))
        return cls((low + high) / 2, low, high)

    def worth(self, weight: Decimal, why: str) -> Span:
        """Give it with a weight and a reason."""
        return replace(self, weight=weight, why=why)


def decimal_of(text: str) -> Decimal:
    """Read a number as platforms write it, with a point, or with a comma where it can be no other.

    Raises CannotCome.
    """
    text = text.strip().replace("\u2212", "-").replace(" ", "")
    text = text if re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d{1,3})?", text) else numeral_of(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 17:
        raise CannotCome(f"{_named(text) if text else 'an answer'} is no number we can read")
    return number


def fill_numeric(maker: ItemMaker, stem: str, spans: Sequence[Span], unit: str = "") -> None:
    """Make a question for a number.

    Args:
        maker: Takes the keys.
        stem: The question.
        spans: What is right, and what is worth a part.
        unit: The unit.

    """
    right = [span for span in spans if span.weight >= 100 - _NEARLY]
    if not right:
        raise CannotCome("no number is fully right", "give one of them 100 %")
    first = right[0]
    for span in spans:
        if span in right:
            maker.explain(span.why)
        elif span.weight > 0:
            near = f"{plain(span.low)} to {plain(span.high)}"
            maker.lose(f"{near} is worth {_percent(span.weight)} there, and nothing here")
        elif span.why:
            maker.lose(f"what is said to {plain(span.answer)}")
    if len(right) > 1:
        others = ", ".join(plain(span.answer) for span in right[1:])
        maker.doubt(f"other numbers are right there as well: {others}")
    maker.give(question=stem, answer=Plain(plain(first.answer)), unit=unit)
    below, above = first.answer - first.low, first.high - first.answer
    if below == above and below:
        maker.give(tolerance=Plain(plain(below)))
    elif below or above:
        maker.give(range=[Plain(plain(first.low)), Plain(plain(first.high))])


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without idle noughts."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def fill_open_response(maker: ItemMaker, stem: str, criteria: str = "") -> None:
    """Make a question for an answer at length.

    Args:
        maker: Takes the keys.
        stem: The question.
        criteria: What graders look for, in our text language; a line each.

    """
    lines = [_LIST_SIGN.sub("", line).strip() for line in criteria.split("\n")]
    rubric: list[Value] = [line for line in lines if line]
    if "```" in criteria or "|" in criteria:
        rubric = [criteria]
    maker.give(question=stem)
    maker.fields["rubric"] = rubric


_LIST_SIGN = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


# --- names ----------------------------------------------------------------------------------------


class Names:
    """The ids, topics and tags of a file, each once."""

    def __init__(self) -> None:
        """Begin empty."""
        self.titles: dict[str, str] = {}
        self._topics: dict[tuple[str, ...], str] = {}
        self._ids: set[str] = set()

    def id(self, name: str) -> str:
        """Give an id for a name; nothing where another question has it."""
        id = name if _ID.fullmatch(name) and len(name) <= 100 else suggest_slug(spell_out(name))
        if not name.strip() or id in self._ids:
            return ""
        self._ids.add(id)
        return id

    def topic(self, path: Sequence[str]) -> str:
        """Give the topic of a category."""
        path = tuple(part.strip() for part in path if part.strip())
        if not path:
            return ""
        if path not in self._topics:
            above = self.topic(path[:-1])
            slug = suggest_slug(spell_out(path[-1]))
            taken = set(self._topics.values())
            names = (f"{slug}-{n}" if n > 1 else slug for n in range(1, len(taken) + 2))
            made = (f"{above}/{name}" if above else name for name in names)
            self._topics[path] = next(topic for topic in made if topic not in taken)
            if path[-1] != slug:
                self.titles[self._topics[path]] = path[-1]
        return self._topics[path]


_LEVEL = re.compile(r"level[-: ]?([1-5])", re.IGNORECASE)


def fill_tags(maker: ItemMaker, tags: Iterable[str]) -> None:
    """Set the tags of a question, and its level where one of them says it."""
    kept = []
    for tag in dict.fromkeys(" ".join(tag.split()) for tag in tags):
        level = _LEVEL.fullmatch(tag)
        if level:
            maker.fields["level"] = Plain(level[1])
        elif tag:
            kept.append(tag)
    maker.give(tags=kept)


def fill_points(maker: ItemMaker, points: str) -> None:
    """Set the points of a question, where they aren't the usual one."""
    try:
        worth = decimal_of(points)
    except CannotCome:
        return
    if worth > 0 and worth != 1:
        maker.fields["points"] = Plain(plain(worth))
    elif worth <= 0:
        maker.lose("it is worth no points there")


# --- what several questions share -----------------------------------------------------------------


class Passages:
    """Texts that stand before several questions of a file."""

    def __init__(self) -> None:
        """Begin empty."""
        self.texts: dict[str, Mapping[str, Value]] = {}
        self._ids: dict[str, str] = {}

    def add(self, text: str, title: str = "") -> str:
        """Give the id of a text that questions ask about."""
        if text not in self._ids:
            slug = suggest_slug(spell_out(title or text))[:40].strip("-")
            names = (f"{slug}-{n}" if n > 1 else slug for n in range(1, len(self.texts) + 2))
            self._ids[text] = next(name for name in names if name not in self.texts)
            self.texts[self._ids[text]] = (
                {"title": title, "text": text} if title else {"text": text}
            )
        return self._ids[text]

    def stem(self, maker: ItemMaker, html: str) -> str:
        """Read a question's text, and what our own exports set apart in it."""
        return maker.html(self.taken_off(maker, html))

    def taken_off(self, maker: ItemMaker, html: str) -> str:
        """Take a passage and a stimulus off a text; give what follows them."""
        while found := SET_APART.match(html):
            html = html[found.end() :]
            kind, inner = found[1] or found[3], found[2] or found[4] or ""
            text = maker.html(inner)
            if kind == "passage" and text:
                maker.give(passage=self.add(text))
            else:
                maker.give(stimulus=text)
        return html
