"""The six note types. Fields, their order and all numeric ids are frozen: they are shipped.

Adding, removing or reordering a field makes a default import change nothing at all, so each note
type has spare fields for what comes later. Templates and CSS may improve; raise `MODIFIED` when
they do (a test holds the golden hash that forces it).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

MODIFIED = 1_795_449_600
"""UTC second of the last change to any template or to the CSS."""

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

_HEAD = """\
<div class="qg" lang="{{Lang}}" dir="auto">
{{#Status}}<p class="retired">{{Status}}</p>{{/Status}}
{{#Stimulus}}<blockquote class="stimulus">{{Stimulus}}</blockquote>{{/Stimulus}}
{{Image}}{{Audio}}
"""
_HINT = '{{#Hint}}<p class="meta">{{hint:Hint}}</p>{{/Hint}}\n'
_FOOT = """\
{{#Explanation}}<div class="explanation">{{Explanation}}</div>{{/Explanation}}
{{#Evidence}}<div class="source">{{Evidence}}</div>{{/Evidence}}
<p class="meta">{{ID}}</p>
</div>
"""
_RULE = '<hr id="answer">\n'


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One kind of card of a note type."""

    name: str
    id: int
    front: str
    back: str


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


def _card(number: int, name: str, front: str, back: str, *, hint: bool = True) -> CardTemplate:
    asked = _HEAD + front + (_HINT if hint else "")
    return CardTemplate(name, number, asked + "</div>\n", _HEAD + front + _RULE + back + _FOOT)


_BASIC_FRONT = '<div class="stem">{{Front}}</div>\n'
_QUESTION = '<div class="stem">{{Question}}</div>\n'
_CHOICE = _QUESTION + '<p class="instruction">{{Instruction}}</p>\n{{Options}}\n'
_MATCHING = (
    _QUESTION + '<p class="instruction">{{Instruction}}</p>\n'
    '<div class="columns sides">{{Lefts}}{{Rights}}</div>\n'
)
_ORDERING = _QUESTION + '<p class="instruction">{{Instruction}}</p>\n{{Steps}}\n'
_RIGHT = '<div class="right">{{Answer}}</div>\n'

NOTE_TYPES = {
    "basic": NoteType(
        "basic",
        1_740_500_101,
        "quizgen Basic",
        ("Front", "Back", "Reverse"),
        (
            _card(1_740_500_111, "Forward", _BASIC_FRONT, '<div class="right">{{Back}}</div>\n'),
            CardTemplate(
                "Reverse",
                1_740_500_112,
                "{{#Reverse}}" + _HEAD + '<div class="stem">{{Back}}</div>\n</div>{{/Reverse}}',
                _HEAD
                + '<div class="stem">{{Back}}</div>\n'
                + _RULE
                + '<div class="right">{{Front}}</div>\n'
                + _FOOT,
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
                _HEAD + '<div class="text">{{cloze:Text}}</div>\n' + _HINT + "</div>\n",
                _HEAD + '<div class="text">{{cloze:Text}}</div>\n' + _FOOT,
            ),
        ),
        cloze=True,
    ),
    "choice": NoteType(
        "choice",
        1_740_500_103,
        "quizgen Choice",
        ("Question", "Instruction", "Options", "Answer", "Keys", "Whys"),
        (_card(1_740_500_131, "Choice", _CHOICE, _RIGHT + "{{Whys}}\n"),),
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
                _HEAD + _QUESTION + "{{type:Typed}} {{Unit}}\n" + _HINT + "</div>\n",
                _HEAD
                + _QUESTION
                + "{{type:Typed}}\n"
                + _RULE
                + _RIGHT
                + '{{#Also right}}<p class="meta">{{Also right}}</p>{{/Also right}}\n'
                + _FOOT,
            ),
        ),
    ),
    "matching": NoteType(
        "matching",
        1_740_500_105,
        "quizgen Matching",
        ("Question", "Instruction", "Lefts", "Rights", "Answer", "Keys"),
        (_card(1_740_500_151, "Matching", _MATCHING, _RIGHT),),
    ),
    "ordering": NoteType(
        "ordering",
        1_740_500_106,
        "quizgen Ordering",
        ("Question", "Instruction", "Steps", "Answer", "Keys"),
        (_card(1_740_500_161, "Ordering", _ORDERING, _RIGHT),),
    ),
}


@lru_cache(maxsize=1)
def css() -> str:
    """Give the style all cards share."""
    return files("quizgen.outputs.anki").joinpath("card.css").read_text("utf-8")
