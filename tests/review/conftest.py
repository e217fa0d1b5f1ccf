"""A served lesson with pages on it, for the tests of every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from quizgen.pipeline.project import Project
from quizgen.present.pictures import sizes_of
from quizgen.review.lesson.session import Setup
from quizgen.review.lesson.snapshot import plan_questions
from quizgen.text.html import NO_SIZES
from tests.helpers import EVERY_TYPE, examined
from tests.review.screens import Screens, Start
from tests.review.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ALL = "single multiple truth short number cloze matching ordering open card".split()
EVERY_ITEM = f"{EVERY_TYPE}quizzes: [{{id: z, items: [{', '.join(ALL)}]}}]\n"


@pytest.fixture
def start(browser: Browser, bank_from: Callable[..., Path], tmp_path: Path) -> Iterator[Start]:
    """Serve a bank written in the test."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def go(
            bank: str = EVERY_ITEM,
            pictures: Mapping[str, tuple[int, int]] = NO_SIZES,
            **changes: Any,
        ) -> Screens:
            folder = bank_from(bank)
            for name, size in pictures.items():
                Image.new("RGB", size, "teal").save(folder / name)
            report = examined(folder)
            found = report.sound_bank
            media = Project.of(folder).media(found)
            given = Setup(
                **{
                    "bank": found.id,
                    "title": found.title,
                    "lang": found.lang,
                    "questions": plan_questions(report, sizes=sizes_of(media)),
                    "names": "free",
                    **changes,
                }
            )
            lesson = stack.enter_context(
                served(tmp_path / "a.quizlog", given, media=media, addresses=lambda: ["127.0.0.2"])
            )
            pages = stack.enter_context(ExitStack())
            return Screens(lesson, browser, pages, complaints)

        yield go
    assert complaints == []
