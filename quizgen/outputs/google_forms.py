"""Google Forms: a script that makes the quiz in the teacher's own account.

Google takes no file of questions. Its first lines are the five clicks that run it. What a form
marks by itself (choices) comes with its key; what pupils type is marked by hand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING
from functools import partial
from typing import Any, BinaryIO, assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    Match,
    Order,
    Recall,
    TextKey,
    Write,
)
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.outputs.one_line import line, lost_marks
from quizgen.present.lower import LoweredItem
from quizgen.text.blocks import Blocks, text_lines

_CLICKS = """\
// 1. Open https://script.google.com with your school account, and choose New project.
// 2. Mark all that stands there, and paste this whole file over it.
// 3. Press Run.
// 4. Allow it to make a form in your account (some schools block scripts: ask who runs yours).
// 5. Open the address that the log below shows: there is your quiz.
"""
_SCRIPT = """
function makeQuiz() {
  var form = FormApp.create(QUIZ.title);
  form.setIsQuiz(true);
  QUIZ.items.forEach(function (item) { ADD[item.kind](form, item); });
  Logger.log(form.getEditUrl());
}

function feedback(text) {
  return FormApp.createFeedback().setText(text).build();
}

function choices(made, item) {
  made.setTitle(item.title).setHelpText(item.help).setRequired(false);
  made.setChoices(item.choices.map(function (choice) {
    return made.createChoice(choice.text, choice.right);
  }));
  made.setPoints(item.points);
  if (item.right) made.setFeedbackForCorrect(feedback(item.right));
  if (item.wrong) made.setFeedbackForIncorrect(feedback(item.wrong));
}

var ADD = {
  one: function (form, item) { choices(form.addMultipleChoiceItem(), item); },
  many: function (form, item) { choices(form.addCheckboxItem(), item); },
  text: function (form, item) {
    form.addTextItem().setTitle(item.title).setHelpText(item.help).setPoints(item.points)
      .setGeneralFeedback(feedback(item.right));
  },
  grid: function (form, item) {
    form.addGridItem().setTitle(item.title).setHelpText(item.help)
      .setRows(item.rows).setColumns(item.columns);
  }
};
"""


def render(job: Job) -> Rendered:
    """Write the script that makes a form of every item that it can hold."""
    refusals = {lowered.item.id: _refusal(lowered) for lowered in job.items}
    fitting = [lowered for lowered in job.items if not refusals[lowered.item.id]]
    refused = [Loss(id, "refused", why) for id, why in refusals.items() if why]
    quiz = {"title": job.bank.title, "items": [_item(lowered) for lowered in fitting]}
    text = f"{_CLICKS}\nvar QUIZ = {_script_of(quiz)};\n{_SCRIPT}"
    count = len(fitting)
    file = OutputFile("quiz.gs", partial(_write, text), count, counted(count, "question"))
    losses = (*refused, *(loss for lowered in fitting for loss in _losses(lowered)))
    return Rendered((file,), losses=losses)


def _write(text: str, stream: BinaryIO) -> None:
    stream.write(text.encode())


def _script_of(value: Any) -> str:
    """Write a value so that every reader of scripts takes it for the same."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")


def _lines(blocks: Blocks) -> str:
    return "\n".join(text_lines(blocks)).strip()


def _item(lowered: LoweredItem) -> Mapping[str, Any]:
    asked, told = lowered.asked, lowered.told
    item: dict[str, Any] = {"title": _lines(asked.stem), "help": _lines(asked.reading)}
    item["points"] = int(asked.points.to_integral_value(ROUND_CEILING))
    explanation = _lines(told.explanation)
    match asked.interaction:
        case Choose(choices, several):
            right = told.key.right if isinstance(told.key, ChooseKey) else ()
            item["kind"] = "many" if several else "one"
            item["choices"] = [
                {"text": line(choice.text), "right": place in right}
                for place, choice in enumerate(choices)
            ]
            whys = [f"{line(choices[at].text)}: {_lines(why)}" for at, why in told.whys]
            item["right"] = explanation
            item["wrong"] = "\n".join(filter(None, [*whys, explanation]))
        case Match(lefts, choices):
            item["kind"] = "grid"
            item["rows"] = [line(left) for left in lefts]
            item["columns"] = [line(choice.text) for choice in choices]
        case EnterText() | EnterNumber() | Fill() | Order() | Write() | Recall():
            key = told.key
            answers = (key.answer, *key.accept) if isinstance(key, TextKey) else ()
            item["kind"] = "text"
            item["right"] = "\n".join(filter(None, [" / ".join(answers), explanation]))
        case _:
            assert_never(asked.interaction)
    return item


def _refusal(lowered: LoweredItem) -> str:
    """Say why a form can't hold an item: it takes no two lines alike in one question."""
    asked = lowered.asked
    offered = [line(choice.text) for choice in asked.choices]
    lefts = asked.interaction.lefts if isinstance(asked.interaction, Match) else ()
    rows = [line(left) for left in lefts]
    if not all((*offered, *rows)):
        return "something it offers has no words"
    if len(set(offered)) < len(offered) or len(set(rows)) < len(rows):
        return "two of its lines read alike without their marks"
    return ""


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    asked, told = lowered.asked, lowered.told
    lost = partial(Loss, lowered.item.id, "degraded")
    for name, there in (("image", asked.image), ("audio", asked.sound), ("hint", asked.hint)):
        if there:
            yield lost(f"the {name} is left out: add it in the form", name)
    if asked.points % 1:
        yield lost("a form takes whole points: they are rounded up", "points")
    match asked.interaction:
        case Choose():
            if told.whys:
                yield lost("all reasons stand together, told to any wrong answer", "why")
            if isinstance(told.key, ChooseKey) and told.key.scoring != "all":
                yield lost("a form gives all points or none", "score")
        case Match():
            yield lost("becomes a grid, which a form doesn't mark", "answer")
            if told.explanation:
                yield lost("a grid tells nothing afterwards", "explanation")
        case EnterText() | EnterNumber() | Fill() | Order() | Write() | Recall():
            yield lost("a script can't set what is right: mark it by hand", "answer")
        case _:
            assert_never(asked.interaction)
    if lost_marks((asked.stem, asked.reading, *(choice.text for choice in asked.choices))):
        yield lost("formulas, tables and pictures come as words", "question")
