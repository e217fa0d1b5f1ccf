# ruff: noqa: E501 - a page with a table
"""What the levels of items are: what pupils do, not how hard it is."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS: Mapping[int, str] = {1: "recall", 2: "understand", 3: "apply", 4: "analyse", 5: "judge"}
"""What pupils do at each level."""

LEVELS_PAGE = """\
# levels

`level` says what a pupil does to answer, not how hard that is: a date may be hard to recall, and a
rule easy to apply. Most quizzes ask for recall alone, without anybody having meant it.

| level | a pupil | example |
|---|---|---|
| 1 recall | gives back what was read or told | Which colour does litmus have in an acid? |
| 2 understand | says it in other words, gives a reason, tells what follows | Why does litmus not tell a weak acid from a strong one? |
| 3 apply | uses it in a case that was not shown | A soil turns litmus blue. Which of these plants will do badly in it? |
| 4 analyse | takes apart, compares, finds what rests on what | Two pupils titrate the same vinegar and differ by a tenth. Which of their steps explains it? |
| 5 judge | weighs by a standard, and says why | Is litmus good enough to decide whether the lake may be bathed in? Give two reasons. |

## How to tell them apart
Ask what somebody needs who has the text before them. If finding the sentence is enough, it is 1,
however long the sentence. If the words of the answer are not in the text, it is 2 or more. If the
case isn't in it either, it is 3 or more. A calculation whose way was practised is 3; choosing the
way is 4. `Explain` is 2 where the explanation was given, and 4 where it must be found.

## How to use them
Give each item `level: 1` to `level: 5`; draw by it (`draw: [{level: 2, count: 4}]`). `quizgen check
--coverage` counts topics by levels. At level 3 and above an answer needs not stand in the cited
words: it is worked out, and listed for a human by `check --evidence`.

## Source
After Bloom's taxonomy as revised by Anderson & Krathwohl 2001, with its last two steps in one.
"""
