"""The six note types: fields, numeric ids, card templates. The schema is shipped, so it is frozen.

Adding, removing or reordering a field makes a default import update none of its notes, so each note
type has spare fields for what comes later; by the numeric ids Anki follows a field or a template
to a new name. Templates, style and script may improve; raise `MODIFIED` when they do (a test holds
the golden hash that forces it). They meet fields of every age: a note keeps the HTML it was built
with until its content changes, so what a field's HTML is made of (see `notes`) stays understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from quizgen.scoring.es5 import ES5_TWINS
from quizgen.words import LANGUAGES, Words, words

MODIFIED = 1_795_640_220
"""UTC second of the last change to any template, to the style or the script."""

USER_STYLE = "_quizgen-user.css"
"""A learner's own style. It is shipped, or clients would complain of a file that isn't there; one
that a collection has stays as it is, since its name begins with an underscore."""
USER_STYLE_TEXT = b"""\
/* Your own style for all quizgen cards; no new deck overwrites this file.
   Name a class twice, and your rule wins over ours: .card.card { font-size: 24px; } */
"""

_TAIL = (
    "Stimulus",
    "Image",
    "Audio",
    "Hint",
    "Explanation",
    "Evidence",
    "Status",
    "Lang",
    "ID",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
)


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One kind of card of a note type."""

    name: str
    id: int
    gist: str
    """The fields without which there is nothing to ask, as a template."""
    front: str
    back: str
    row: tuple[str, str]
    """What Anki's browser shows of the card in a row: question and answer."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type with the ids it was first shipped with."""

    kind: str
    id: int
    name: str
    own_fields: tuple[str, ...]
    templates: tuple[CardTemplate, ...]
    cloze: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields in their frozen order."""
        return self.own_fields + _TAIL

    def field_id(self, index: int) -> int:
        """Give a field's numeric id: by it Anki follows a field through a renaming."""
        return self.id * 1000 + index


# --- templates ------------------------------------------------------------------------------------

_RETIRED = '{{#Status}}<p class="retired"></p>{{/Status}}\n'
_TOPIC = '{{#Spare 2}}<p class="topic" dir="auto">{{Spare 2}}</p>{{/Spare 2}}\n'
"""Outside of what a note's hash is taken over: a title reaches notes that are new or changed."""
_BESIDE = """\
{{#Stimulus}}<blockquote class="stimulus" dir="auto">{{Stimulus}}</blockquote>{{/Stimulus}}
{{#Image}}<figure>{{Image}}</figure>{{/Image}}
{{Audio}}
"""
_ASK_HINT = """\
{{#Hint}}<details class="hint tappable"><summary></summary>
<div dir="auto">{{Hint}}</div></details>{{/Hint}}
"""
_FOOT = """\
{{#Explanation}}<div class="explanation" dir="auto">{{Explanation}}</div>{{/Explanation}}
{{#Hint}}<div class="hint told" dir="auto">{{Hint}}</div>{{/Hint}}
{{#Evidence}}<div class="evidence">{{Evidence}}</div>{{/Evidence}}
<p class="id">{{ID}}</p>
"""
_RULE = '<hr id="answer">\n'


@lru_cache(maxsize=1)
def _script() -> str:
    return f"<script>\n{ES5_TWINS}{_part('card.js')}</script>\n"


def _part(name: str) -> str:
    return files("quizgen.outputs.anki").joinpath(name).read_text("utf-8")


def _front(kind: str, body: str, *, beside: str = _BESIDE) -> str:
    hint = "" if beside != _BESIDE else _ASK_HINT
    return (
        f'<div class="qg front {kind}" lang="{{{{Lang}}}}" data-id="{{{{ID}}}}">\n'
        f"{_RETIRED}{_TOPIC}{beside}{body}{hint}</div>\n"
    )


def _back(kind: str, body: str, answer: str, keys: str = "", *, also: str = "") -> str:
    return (
        f'<div class="qg back {kind}" lang="{{{{Lang}}}}" data-id="{{{{ID}}}}"{keys}>\n'
        f"{_RETIRED}{_TOPIC}{_BESIDE}{body}{_RULE if answer else ''}{answer}{also}{_FOOT}</div>\n"
    )


_KEYS = ' data-keys="{{Keys}}"'


def _stem(field: str) -> str:
    return f'<div class="stem" dir="auto">{{{{{field}}}}}</div>\n'


_ROWS = '<div class="answer">{{Answer}}</div>\n'
"""The answer of cards whose script makes rows of it: these run as the card runs."""


def _right(field: str) -> str:
    return f'<div class="answer" dir="auto">{{{{{field}}}}}</div>\n'


def _interactive(kind: str, number: int, name: str, question: str, answer: str) -> CardTemplate:
    """Make a card whose script shuffles, remembers and marks; without it, it is a plain list."""
    stem = _stem("Question")
    return CardTemplate(
        name,
        number,
        "{{Question}}",
        _front(kind, stem + question) + _script(),
        _back(kind, stem, answer, _KEYS) + _script(),
        ("{{Question}}", "{{Answer}}"),
    )


_OFFERED = '<div class="offered">{{Options}}</div>\n'
"""Round what a learner may have written as plain lines."""
_FOLD = '{{#Spare 3}}<details class="fold tappable"><summary></summary>{{/Spare 3}}\n'
_FOLD_END = "{{#Spare 3}}</details>{{/Spare 3}}\n"
"""Options that wait: see `asking_mark`, which fills the third spare field."""
_COLUMNS = '<div class="columns">{{Lefts}}{{Rights}}</div>\n'
_HIDDEN = '<div class="hidden">{{%s}}</div>\n'
_TYPED = """\
<div class="typing">{{^Spare 3}}{{type:Typed}}{{/Spare 3}} <span class="unit">{{Unit}}</span></div>
"""

NOTE_TYPES = {
    "basic": NoteType(
        "basic",
        1_740_500_101,
        "quizgen Basic",
        ("Front", "Back", "Reverse"),
        (
            CardTemplate(
                "Forward",
                1_740_500_111,
                "{{Front}}",
                _front("basic", _stem("Front")),
                _back("basic", _stem("Front"), _right("Back")),
                ("{{Front}}", "{{Back}}"),
            ),
            CardTemplate(
                "Reverse",
                1_740_500_112,
                "{{#Reverse}}{{Back}}{{/Reverse}}",
                # What stands beside the front may well name it: it is told, not asked.
                "{{#Reverse}}" + _front("basic", _stem("Back"), beside="") + "{{/Reverse}}",
                _back("basic", _stem("Back"), _right("Front")),
                ("{{Back}}", "{{Front}}"),
            ),
        ),
    ),
    "cloze": NoteType(
        "cloze",
        1_740_500_102,
        "quizgen Cloze",
        ("Text",),
        (
            CardTemplate(
                "Cloze",
                1_740_500_121,
                "{{Text}}",
                _front("cloze-text", _stem("cloze:Text")),
                _back("cloze-text", _stem("cloze:Text"), "", also="{{Spare 1}}\n"),
                ("{{cloze:Text}}", "{{cloze:Text}}"),
            ),
        ),
        cloze=True,
    ),
    "choice": NoteType(
        "choice",
        1_740_500_103,
        "quizgen Choice",
        ("Question", "Options", "Answer", "Keys", "Whys"),
        (
            _interactive(
                "choice",
                1_740_500_131,
                "Choice",
                _FOLD + _OFFERED + _FOLD_END,
                _OFFERED + _right("Answer") + "{{Whys}}\n",
            ),
        ),
    ),
    "typed": NoteType(
        "typed",
        1_740_500_104,
        "quizgen Typed",
        ("Question", "Typed", "Answer", "Also right", "Unit"),
        (
            CardTemplate(
                "Typed",
                1_740_500_141,
                "{{Question}}",
                _front("typed", _stem("Question") + _TYPED) + _script(),
                _back("typed", _stem("Question") + _TYPED, _right("Answer") + "{{Also right}}\n")
                + _script(),
                ("{{Question}}", "{{Answer}}"),
            ),
        ),
    ),
    "matching": NoteType(
        "matching",
        1_740_500_105,
        "quizgen Matching",
        ("Question", "Lefts", "Rights", "Answer", "Keys"),
        (
            _interactive(
                "matching",
                1_740_500_151,
                "Matching",
                _COLUMNS,
                _ROWS + _HIDDEN % "Rights",
            ),
        ),
    ),
    "ordering": NoteType(
        "ordering",
        1_740_500_106,
        "quizgen Ordering",
        ("Question", "Steps", "Answer", "Keys"),
        (
            _interactive(
                "ordering",
                1_740_500_161,
                "Ordering",
                "{{Steps}}\n",
                _ROWS + _HIDDEN % "Steps",
            ),
        ),
    ),
}


# --- what the editor says of fields --------------------------------------------------------------

FIELD_HELP: Mapping[str, str] = {
    "Front": "What the card asks",
    "Back": "What it answers",
    "Reverse": "1, and a second card asks for the front",
    "Text": "The text, with its blanks in Anki's marks",
    "Question": "What the card asks",
    "Options": "The options, a list or a line each; they are shuffled every day",
    "Answer": "What is right; where it is an option word for word, that one is marked",
    "Keys": "Made with the card: the ids of what is right; a changed Answer goes before them",
    "Whys": "Why a wrong option is wrong",
    "Typed": "What is to be typed: Anki compares with it",
    "Also right": "What counts besides; of a number, its HTML holds the range",
    "Unit": "Stands behind the field",
    "Lefts": "What is matched, a list",
    "Rights": "What it is matched with, a list",
    "Steps": "The steps, a list",
    "Stimulus": "A text before the question",
    "Image": "A picture before the question",
    "Audio": "A sound before the question",
    "Hint": "Folded on the front",
    "Explanation": "On the back; a good place for words of your own",
    "Evidence": "The words of the source that support the answer",
    "Status": "Says that the card is retired",
    "Lang": "The language of the card: en, de...",
    "ID": "The item in its question bank: leave it as it is",
    "Spare 1": "Also right, of a text with blanks",
    "Spare 2": "The topic",
    "Spare 3": "With `folded` options wait, with `recall` nothing is typed",
}
"""By a field's name; a learner reads it where the field is empty."""
COLLAPSED = frozenset(
    (
        *("Keys", "Whys", "Evidence", "Status", "Lang", "ID"),
        *("Spare 1", "Spare 2", "Spare 3", "Spare 4"),
    )
)
"""Fields that hardly anybody writes in."""


# --- style ----------------------------------------------------------------------------------------


_TOLD = range(2, 11)
"""How many to choose, where cards say it; of more they say: all that apply."""


@lru_cache(maxsize=1)
def css() -> str:
    """Give the style all cards share, with our words in every language we speak."""
    labels = [f".qg {{ {_labels(words('en'))} }}"]
    labels += [
        f".qg:lang({lang}) {{ {_labels(words(lang))} }}" for lang in LANGUAGES if lang != "en"
    ]
    labels += [
        f'.front .options.many[data-choose="{count}"]::before '
        f"{{ content: var(--choose-{count}) var(--said); }}"
        for count in _TOLD
    ]
    return f'@import "{USER_STYLE}";\n' + _part("card.css") + "\n".join(labels) + "\n"


def _choose(count: int, table: Words) -> str:
    return table.choose_count.format(count=table.numbers[count - 2])


def _labels(table: Words) -> str:
    before, _, after = table.paragraph.partition("{paragraph}")
    also, _, _ = table.also_right.partition("{answers}")
    labels = {
        "choose-one": table.choose_one,
        "choose-all": table.choose_all,
        **{f"choose-{count}": _choose(count, table) for count in _TOLD},
        "match": table.match_screen,
        "order": table.order_screen,
        "match-tap": table.match_tap,
        "order-tap": table.order_tap,
        "keys": table.keys.format(key="Alt"),
        "keys-mac": table.keys.format(key="⌥"),
        "yours": table.yours,
        "missed": table.missed_one,
        "hint": table.hint,
        "show-options": table.show_options,
        "right": table.right,
        "wrong": table.wrong,
        "also": also,
        "rubric": table.rubric,
        "paragraph": before,
        "paragraph-end": after,
        "retired": table.retired,
    }
    # Isolated, so that an English label keeps its full stop on an Arabic card.
    return " ".join(f'--{name}: "\\2068 {text}\\2069 ";' for name, text in labels.items())
