"""What a build made, as `manifest.json` says it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.model import Form
from quizgen.outputs import OutputFile
from quizgen.pipeline.earlier_papers import Entries
from quizgen.pipeline.records import OWN, SHARED
from quizgen.problems import Problem
from quizgen.release.history import Step
from quizgen.release.printed_items import key_words
from quizgen.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a build made, as `manifest.json` says it."""

    folder: str
    bank: str
    title: str
    files: tuple[Mapping[str, Any], ...]
    forms: Sequence[Mapping[str, Any]]
    made: tuple[OutputFile, ...]
    """The files of this build, with what to say of them."""
    problems: tuple[Problem, ...]
    steps: tuple[Step, ...] = ()
    """What changed in the notes since the build before."""
    notes: int = 0
    retired: int = 0
    """Notes in the deck, and how many of them are tombstones."""
    drafts: int = 0
    """Notes in the deck that are drafts: a preview, which the lock knows nothing of."""

    def as_json(self, forms: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """Give the content of `manifest.json`; with other forms, if some are given."""
        return {
            "bank": self.bank,
            "title": self.title,
            "quizgen": __version__,
            "files": list(self.files),
            "forms": list(self.forms if forms is None else forms),
        }


class FormEntries(Sequence[Mapping[str, Any]]):
    """The forms of a manifest, each put into words when it is looked at.

    A thousand forms in words take more memory than all their pages.
    """

    def __init__(self, forms: Sequence[Form], mark: Mapping[str, Any], kept: Entries) -> None:
        self._forms = forms
        self._mark = mark
        self._kept = kept

    def __len__(self) -> int:
        return len(self._forms) + len(self._kept)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        if index < len(self._forms):
            form = self._forms[index]
            mark = self._mark
            if "class" in mark:
                mark = {**mark, "dealt": OWN if form.quiz.numbers else SHARED}
            return {**_form_entry(form), **mark}
        return self._kept[index - len(self._forms)]


def manifest_lines(manifest: Manifest) -> Iterator[str]:
    """Write a manifest as JSON, a form at a time."""
    head = {k: v for k, v in manifest.as_json(forms=()).items() if k != "forms"}
    yield from _lines(head, manifest.forms)


def without_kept(text: str, papers: Collection[str]) -> str:
    """Give the text of a manifest without some of the papers that builds kept beside newer ones."""
    try:
        content = json.loads(text)
        forms = content.pop("forms")
        left = [form for form in forms if not ("kept" in form and form["paper"] in papers)]
    except (ValueError, KeyError, TypeError, AttributeError):
        return text  # no manifest of ours
    return "".join(_lines(content, left)) if len(left) < len(forms) else text


def _lines(head: Mapping[str, Any], forms: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "forms": ['
    for index, form in enumerate(forms):
        text = json.dumps(form, ensure_ascii=False)
        yield f"{',' if index else ''}\n  {text}"
    yield "\n ]\n}\n" if forms else "]\n}\n"


def _form_entry(form: Form) -> dict[str, Any]:
    return {
        "quiz": form.quiz.id,
        "form": form.shown,
        "seed": form.seed,
        "paper": form.paper,
        "items": [
            {
                "position": placed.position,
                "item": placed.item.id,
                "options": list(placed.order),
                "key": key_words(placed.item),
            }
            for placed in form.placed
        ],
    }
