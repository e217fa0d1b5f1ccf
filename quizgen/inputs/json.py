"""Simple JSON: a list of questions, or an object that holds one under a usual name.

Scripts, quiz services and chats write it, each with names of its own. A number as a key is an
index from 0 where its name says so (`correct_index`), and else a doubt: some count from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Final

from quizgen.formats.from_html import HtmlReader
from quizgen.formats.marks import as_marked
from quizgen.formats.plain_text import text_of
from quizgen.formats.shelf import MediaShelf
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.reading import ForeignItem, Plain, Reading, Value, refused
from quizgen.inputs.table.headings import word
from quizgen.inputs.table.keys import Doubt, right_options
from quizgen.inputs.table.rows import id_of
from quizgen.inputs.truth import truth_of
from quizgen.problems import Where

_LISTS = frozenset("questions items results quiz data cards flashcards exercises entries".split())
_NAMES: Final[Mapping[str, str]] = {
    "question": "question questiontext prompt stem q statement text ask",
    "options": "options choices alternatives possibleanswers answeroptions answerchoices answers",
    "key": "answer correct correctanswer correctanswers rightanswer rightanswers key solution"
    " answerkey correctoption correctoptions correctchoice answers a",
    "index": "correctindex answerindex correctanswerindex correctoptionindex correctindices"
    " correctindexes answerindices correctanswerindices keyindex correctanswersindices",
    "wrong": "incorrectanswers incorrectanswer wronganswers distractors incorrect wrong",
    "explanation": "explanation feedback rationale reason comment why generalfeedback",
    "type": "type questiontype kind",
    "id": "id identifier questionid slug",
    "topic": "topic category subject chapter",
    "tags": "tags keywords labels",
    "points": "points marks score weight",
    "level": "level",
    "hint": "hint",
    "front": "front term word",
    "back": "back definition meaning translation",
    "accept": "accept alsoaccept acceptedanswers accepted acceptable",
    "unit": "unit",
    "pairs": "pairs matches",
    "order": "order steps sequence",
    "title": "title",
}
_OPTION_TEXT = ("text", "answer", "option", "value", "label", "content", "choice", "title")
_OPTION_RIGHT = frozenset("correct iscorrect right isright isanswer correctanswer".split())
_OPTION_WHY = frozenset("explanation feedback why rationale reason".split())
_HTML = re.compile(r"<(?:/?[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d+);", re.IGNORECASE)


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is JSON whose first object asks something."""
    text = text_of(data)
    if text is None or text.lstrip()[:1] not in {"[", "{"}:
        return False
    try:
        _, first = next(_elements(text), (0, None))
    except (ValueError, RecursionError):
        is_schema = '"$schema"' in text[:2000]  # such as the one `quizgen new` writes
        return name.lower().endswith((".json", ".jsonl")) and not is_schema
    if not isinstance(first, dict):
        return False
    known = _known(first)
    answers = {"key", "index", "options", "wrong", "back", "pairs", "order"}
    return bool({"question", "front"} & set(known)) and bool(answers & set(known))


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a JSON file."""
    text = text_of(data)
    if text is None:
        return refused(shown, "cannot-read", "this is no text file", "save it as UTF-8 text")
    place = _places(text)
    items: list[ForeignItem] = []
    try:
        for at, element in _elements(text):
            items.append(_item(element, Where(shown, *place(at)), str(len(items) + 1)))
    except json.JSONDecodeError as error:
        where = Where(shown, error.lineno, error.colno)
        broken = ForeignItem(where=where, status="refused", why=f"no JSON from here: {error.msg}")
        if not items:
            return refused(shown, "cannot-read", f"line {error.lineno}: {error.msg}")
        items.append(broken)
    except RecursionError:
        return refused(shown, "cannot-read", "its lists stand too deep in each other")
    if not items:
        return refused(shown, "cannot-read", "there is no list of questions in it")
    return Reading(items=items)


# --- where questions stand ------------------------------------------------------------------------

_SPACE = re.compile(r"[\s,]*")


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """Give the questions with the places where they begin.

    The root is a list, an object with a list under a usual name, or one object after another.
    """
    at = _after_space(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _listed(text, at)
        else:
            at = yield from _of_object(text, at)
        at = _after_space(text, at)


def _listed(text: str, at: int) -> Generator[tuple[int, Any], None, int]:
    at = _after_space(text, at + 1)
    while text[at : at + 1] != "]":
        element, end = json.JSONDecoder().raw_decode(text, at)
        yield at, element
        at = _after_space(text, end)
    return at + 1


def _of_object(text: str, start: int) -> Generator[tuple[int, Any], None, int]:
    """Give what the list inside an object holds; the object itself where it is a question."""
    whole, end = json.JSONDecoder().raw_decode(text, start)
    if isinstance(whole, dict) and "quizgen" not in whole:
        name = next((n for n, v in whole.items() if word(n) in _LISTS and _is_list(v)), None)
        if name is None:
            yield start, whole
        else:
            yield from _listed(text, _value_of(text, start, name))
    return end


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value_of(text: str, at: int, wanted: str) -> int:
    """Find where the value of an object's key begins."""
    decoder = json.JSONDecoder()
    at = _after_space(text, at + 1)
    while True:
        name, at = decoder.raw_decode(text, at)
        at = _after_space(text, text.index(":", at) + 1)
        if name == wanted:
            return at
        _, at = decoder.raw_decode(text, at)
        at = _after_space(text, at)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _places(text: str) -> Callable[[int], tuple[int, int]]:
    """Give what turns an offset into a line and a column, for offsets that rise."""
    line, begins = 1, 0

    def place(at: int) -> tuple[int, int]:
        nonlocal line, begins
        line += text.count("\n", begins, at)
        begins = text.rfind("\n", 0, at) + 1
        return line, at - begins + 1

    return place


# --- a question -----------------------------------------------------------------------------------


def _known(element: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object's values by what their names mean; two names of one meaning both count."""
    folded = {word(str(name)): value for name, value in element.items() if _says(value)}
    known: dict[str, Any] = {}
    taken: set[str] = set()
    for meaning, names in _NAMES.items():
        for name in names.split():
            if name in folded and name not in taken and meaning not in known:
                if meaning == "options" and not _offers(folded[name], folded):
                    continue
                known[meaning] = folded[name]
                taken.add(name)
    if "question" not in known and "title" in known and "front" not in known:
        known["question"] = known["title"]
    return known


def _says(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _offers(value: Any, folded: Mapping[str, Any]) -> bool:
    """Tell whether a list offers something to choose from, and is no list of right answers."""
    if isinstance(value, dict):
        return all(isinstance(one, str) for one in value.values())
    if not isinstance(value, list):
        return False
    others = {*_NAMES["key"].split(), *_NAMES["index"].split()} - {"answers"}
    flagged = any(isinstance(one, dict) for one in value)
    return flagged or value is not folded.get("answers") or bool(others & set(folded))


def _item(element: Any, where: Where, source: str) -> ForeignItem:
    if not isinstance(element, dict):
        why = "this is no question: an object with its names was expected"
        return ForeignItem(where=where, status="refused", why=why, source=source)
    reader = _Reader(_known(element))
    fields = reader.fields()
    if isinstance(fields, Doubt):
        return ForeignItem(
            where=where, status="refused", why=fields.why, help=fields.help, source=source
        )
    why = "; ".join(dict.fromkeys(reader.losses))
    return ForeignItem(
        where=where,
        fields={**reader.common(), **fields},
        status="degraded" if why else "kept",
        why=why,
        source=source,
    )


_Fields = dict[str, Value] | Doubt


class _Reader:
    """A question while it is read."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known
        self.losses: list[str] = []
        self.html = HtmlReader(MediaShelf())

    def text(self, value: Any) -> str:
        """Write a text in our language: HTML is read, all else stands as it is."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if not _HTML.search(text):
            return as_marked(text)
        read = self.html.read(text)
        self.losses += read.losses
        return read.text

    def common(self) -> dict[str, Value]:
        known = self.known
        made: dict[str, Value] = {}
        if isinstance(known.get("id"), str | int) and (id := id_of(str(known["id"]))):
            made["id"] = id if not id.isdigit() else f"q{id}"
        for key in ("explanation", "hint"):
            if isinstance(known.get(key), str):
                made[key] = self.text(known[key])
        if isinstance(known.get("topic"), str):
            made["topic"] = known["topic"]
        tags = known.get("tags")
        if isinstance(tags, list):
            made["tags"] = [str(tag) for tag in tags if isinstance(tag, str | int)]
        for key in ("points", "level"):
            if _is_number(known.get(key)) and (key == "points" or known[key] in range(1, 6)):
                made[key] = Plain(str(known[key]))
        return made

    def fields(self) -> _Fields:
        known = self.known
        if "front" in known and "back" in known:
            return {"front": self.text(known["front"]), "back": self.text(known["back"])}
        if "question" not in known:
            return Doubt("this object has no question", "write it under `question`")
        question = self.text(known["question"])
        kind = word(str(known.get("type", "")))
        if "pairs" in known:
            return self.matching(question)
        if "order" in known and isinstance(known["order"], list) and "key" not in known:
            return {"question": question, "order": [self.text(step) for step in known["order"]]}
        if "wrong" in known:
            return self.with_wrong(question, kind)
        if "options" in known:
            return self.choice(question, kind)
        return self.answered(question, kind)

    def matching(self, question: str) -> _Fields:
        pairs = known = self.known["pairs"]
        if isinstance(known, dict):
            pairs = list(known.items())
        sides = [list(one.values()) if isinstance(one, dict) else one for one in pairs]
        if not all(isinstance(one, list | tuple) and len(one) == 2 for one in sides):
            return Doubt("a pair needs two sides", 'write each as `["left", "right"]`')
        return {"question": question, "pairs": [list(map(self.text, one)) for one in sides]}

    def with_wrong(self, question: str, kind: str) -> _Fields:
        key, wrong = self.known.get("key"), self.known["wrong"]
        right = key if isinstance(key, list) else [key]
        if key is None or not all(isinstance(one, str | int | float) for one in right):
            return Doubt("no answer is right beside the wrong ones", "write it under `answer`")
        wrong = wrong if isinstance(wrong, list) else [wrong]
        truths = [truth_of(str(one)) for one in (*right, *wrong)]
        if len(right) == len(wrong) == 1 and None not in truths and truths[0] != truths[1]:
            return {"question": question, "answer": _truth(bool(truths[0]))}
        offered = [self.text(one) for one in (*right, *wrong)]
        return self.chosen(question, offered, range(len(right)), kind)

    def choice(self, question: str, kind: str) -> _Fields:
        offered = self.known["options"]
        labels = list(offered) if isinstance(offered, dict) else []
        options = [_Option(one) for one in (offered.values() if labels else offered)]
        if len(options) < 2 or not all(option.text for option in options):
            return Doubt("a choice needs two options or more, each with a text")
        right = self.right(options, labels)
        if isinstance(right, Doubt):
            return right
        truths = [truth_of(option.text) for option in options]
        if sorted(truths, key=bool) == [False, True] and len(right) == 1:
            return {"question": question, "answer": _truth(bool(truths[right[0]]))}
        texts = [self.text(option.text) for option in options]
        fields = self.chosen(question, texts, right, kind)
        if any(option.why for option in options):
            pairs = zip(texts, options, strict=True)
            fields["options"] = [
                {"text": text, "why": self.text(option.why)} if option.why else text
                for text, option in pairs
            ]
        return fields

    def chosen(
        self, question: str, options: Sequence[str], right: Sequence[int], kind: str
    ) -> dict[str, Value]:
        fields = dict(choice_fields(question, options, list(right)))
        if len(right) == 1 and re.search("multipleselect|multiselect|checkbox|multianswer", kind):
            fields["answer"] = [options[right[0]]]
        return fields

    def right(self, options: Sequence[_Option], labels: Sequence[str]) -> tuple[int, ...] | Doubt:
        """Give the places of the right options: as flagged, by index, or by the key."""
        ways: list[tuple[int, ...] | Doubt] = []
        if any(option.right is not None for option in options):
            ways.append(tuple(at for at, option in enumerate(options) if option.right))
        if "index" in self.known:
            ways.append(_by_index(self.known["index"], len(options)))
        if "key" in self.known:
            ways.append(_by_key(self.known["key"], [option.text for option in options], labels))
        doubt = next((way for way in ways if isinstance(way, Doubt)), None)
        if doubt:
            return doubt
        places = {way for way in ways if not isinstance(way, Doubt)}
        if len(places) > 1:
            return Doubt("it says in two ways which option is right, and they differ")
        found = next(iter(places), ())
        return found or Doubt("nothing says which option is right", "write it under `answer`")

    def answered(self, question: str, kind: str) -> _Fields:
        known = self.known
        if re.search("open|essay|longanswer|freetext", kind):
            key = known.get("key")
            return {"question": question, "rubric": [self.text(key)] if key else []}
        if "key" not in known:
            help = "an index needs options" if "index" in known else "write it under `answer`"
            return Doubt("this question has no answer", help)
        key = known["key"]
        listed = key if isinstance(key, list) else [key]
        if isinstance(key, bool):
            return {"question": question, "answer": _truth(key)}
        if not all(isinstance(one, str) or _is_number(one) for one in listed):
            return Doubt("its answer is neither a text nor a number nor true nor false")
        return self.typed(question, [str(one).strip() for one in listed], kind)

    def typed(self, question: str, answers: Sequence[str], kind: str) -> _Fields:
        first, accept = answers[0], [*answers[1:], *_texts(self.known.get("accept"))]
        truth = truth_of(first, plainly="bool" not in kind and "true" not in kind)
        if truth is not None and not accept:
            return {"question": question, "answer": _truth(truth)}
        number = numeral_of(first)
        if number and not accept and "short" not in kind:
            unit = self.known.get("unit")
            told: dict[str, Value] = {"question": question, "answer": Plain(number)}
            return told | ({"unit": unit} if isinstance(unit, str) else {})
        fields: dict[str, Value] = {"question": question, "answer": first}
        return fields | ({"accept": list(accept)} if accept else {})


class _Option:
    """An option: a text, or an object with a text, a flag and a reason."""

    def __init__(self, value: Any) -> None:
        self.right: bool | None = None
        self.why = self.text = ""
        if isinstance(value, dict):
            folded = {word(str(name)): one for name, one in value.items()}
            named = (folded[name] for name in _OPTION_TEXT if _is_text(folded.get(name)))
            self.text = str(next(named, "")).strip()
            flags = [folded[name] for name in sorted(_OPTION_RIGHT) if name in folded]
            self.right = next((flag for flag in flags if isinstance(flag, bool)), None)
            whys = (folded[name] for name in sorted(_OPTION_WHY) if name in folded)
            self.why = next((one for one in whys if isinstance(one, str)), "")
        elif _is_text(value):
            self.text = str(value).strip()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str) and one]


def _truth(value: bool) -> Plain:
    return Plain("true" if value else "false")


def _by_index(value: Any, count: int) -> tuple[int, ...] | Doubt:
    """Read indexes; they count from 0."""
    listed = value if isinstance(value, list) else [value]
    for one in listed:
        if not isinstance(one, int) or isinstance(one, bool) or not 0 <= one < count:
            return Doubt(f"the index {one!r} is none of {count} options", "the first has index 0")
    return tuple(sorted(set(listed)))


def _by_key(value: Any, options: Sequence[str], labels: Sequence[str]) -> tuple[int, ...] | Doubt:
    """Read what names right options: their texts, letters, or the names they stand under."""
    listed = value if isinstance(value, list) else [value]
    found: set[int] = set()
    for one in listed:
        name = str(one).strip() if _is_text(one) and not isinstance(one, bool) else None
        if isinstance(one, bool):
            name = "true" if one else "false"
        if name is None:
            return Doubt("what says which option is right is neither a text nor a letter")
        place = _place(name, options, labels)
        if isinstance(place, Doubt):
            return place
        found |= set(place)
    return tuple(sorted(found))


def _place(name: str, options: Sequence[str], labels: Sequence[str]) -> tuple[int, ...] | Doubt:
    if name in labels:
        return (labels.index(name),)
    if name.isdigit():
        if int(name) <= len(options):
            return Doubt(
                f"the key {name} may count options from 0 or from 1",
                "name it `correct_index` to count from 0, or write the option's text or letter",
            )
        return (options.index(name),) if name in options else right_options(name, options)
    return right_options(name, options)
