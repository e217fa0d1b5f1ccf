"""Papers read back by a real PDF reader, and banks that put them under strain."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2

from quizgen.outputs import Job, render
from quizgen.outputs.pdf.print_options import PrintOptions
from tests.helpers import planned, texts

LONG = "A very long text that goes on and on about pacts, leaders and summits of many kinds "
ARABIC = "من حضر قمة الناتو في 2024 في واشنطن؟ لا أحد"
HEBREW = 'מי השתתף בפסגת נאט"ו בשנת 2024?'
STRAIN = f"""
questions:
  - {{id: single, topic: a, question: Which?, answer: X, distractors: [Y, Z, W]}}
  - {{id: wide, topic: a, question: '{LONG * 3}', answer: '{LONG}', distractors: ['{LONG}?', b, 'c{LONG}']}}
  - {{id: multiple, topic: a, question: Which *ones* are `right`?, answer: [Alpha, Beta], distractors: [Gamma, Delta, Epsilon], points: 2}}
  - {{id: truth, topic: a, question: Water is wet., answer: true}}
  - {{id: short, topic: b, question: Who?, answer: Kishida}}
  - {{id: number, topic: b, question: How many?, answer: 16, unit: areas of cooperation among the partners}}
  - {{id: cloze, topic: b, cloze: "Luxon took {{{{office}}}} in {{{{2::November::month}}}} and {{{{left}}}}.", word-bank: [December, 'a rather long expression that fits no blank at all']}}
  - {{id: matching, topic: c, question: Match., pairs: [[Tokyo, Japan], ['{LONG}', South Korea], [Wellington, New Zealand]], extra: ['China {LONG}']}}
  - {{id: ordering, topic: c, question: Order., order: [first, '{LONG * 2}', third, fourth]}}
  - {{id: open, topic: c, question: Why?, rubric: [Names a cause.], lines: 7}}
  - {{id: endless, topic: c, question: 'Tell all. {LONG * 60}', rubric: [Names all.], lines: 40}}
  - {{id: quote, topic: c, stimulus: '“{LONG}”', question: Who said it?, answer: Yoon, distractors: [Kishida, Luxon]}}
  - {{id: maths, topic: d, question: 'Is $\\frac{{a^2}}{{b}}$ larger than H~2~O and x^2^?', answer: true}}
  - {{id: signs, topic: d, question: 'Žižek, Ω, русский, 𝔸, 😀 & <b> “quoted” – {"Donaudampfschifffahrt" * 8}', answer: 'ü', distractors: [é, ß]}}
  - {{id: arabic, topic: d, lang: ar, question: '{ARABIC}', answer: لوكسون, distractors: [كيشيدا, يون سوك يول]}}
  - {{id: hebrew, topic: d, lang: he, question: '{HEBREW}', answer: [שלום, עולם], distractors: [טוב]}}
  - {{id: mixed, topic: d, question: 'What does {ARABIC} mean in English?', answer: yes it does, distractors: ["{HEBREW.replace(chr(34), "'")}"]}}
quizzes:
  - id: z
    title: Everything at once
    instructions: '{LONG * 2}'
    minutes: 45
    sections:
      - {{heading: First of all, instructions: Read well., items: [single, wide, multiple, truth, short, number, cloze]}}
      - {{heading: And then, items: [matching, ordering, open, endless, quote]}}
      - {{heading: At the end, items: [maths, signs, arabic, hebrew, mixed]}}
"""


def job_of(bank: Path) -> Job:
    """Plan a bank, as a build does."""
    return planned(bank)


def all_printed(job: Job, *names: str, **paper: Any) -> dict[str, bytes]:
    """Print a job on some paper: file name -> bytes; only the files named, if any are."""
    changed = replace(job, options=[PrintOptions(paper)])
    rendered = render("pdf", changed)
    assert not [p for p in rendered.problems if p.level == "error"], rendered.problems
    files = {}
    for file in rendered.files:
        if not names or file.name in names:
            stream = BytesIO()
            file.write(stream)
            files[file.name] = stream.getvalue()
    return files


def printed(job: Job, name: str, **paper: Any) -> bytes:
    """Print one file of a job on some paper."""
    return all_printed(job, name, **paper)[name]


@dataclass(frozen=True, slots=True)
class Seen:
    """A character as a reader finds it on a page, from the bottom left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


def opened(data: bytes | Path) -> Generator[Any, None, None]:
    """Give the pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield from document
    finally:
        document.close()


def is_for_teachers(name: str) -> bool:
    """Tell the key and the marked pages from what pupils get."""
    return "-key." in name or "-marked." in name


def page_texts(data: bytes | Path) -> list[str]:
    """Give the text of every page as a reader copies it."""
    return [page.get_textpage().get_text_range() for page in opened(data)]


def flat(data: bytes | Path) -> str:
    """Give all text with white space folded."""
    return texts(page_texts(data))


def squeezed(text: str) -> str:
    """Drop all white space: lines break where they like."""
    return "".join(text.split())


def characters(page: Any) -> list[Seen]:
    """Give what is seen on a page, spaces left out."""
    text = page.get_textpage()
    whole = text.get_text_range()
    found = []
    for index in range(text.count_chars()):
        char = whole[index] if index < len(whole) else ""
        left, bottom, right, top = text.get_charbox(index)
        if right > left and top > bottom:
            found.append(Seen(char, left, bottom, right, top))
    return found


def overlaps(page: Any, least: float = 1.2) -> list[tuple[Seen, Seen]]:
    """Give characters that are printed over each other, by more than shaped neighbours do."""
    seen = characters(page)
    cells: dict[tuple[int, int], list[int]] = {}
    found = []
    for index, one in enumerate(seen):
        reach = [
            (x, y)
            for x in range(int(one.left // 20), int(one.right // 20) + 1)
            for y in range(int(one.bottom // 20), int(one.top // 20) + 1)
        ]
        for other in {i for cell in reach for i in cells.get(cell, ())}:
            two = seen[other]
            wide = min(one.right, two.right) - max(one.left, two.left)
            high = min(one.top, two.top) - max(one.bottom, two.bottom)
            if wide > least and high > least and abs(index - other) > 3:
                found.append((one, two))
        for cell in reach:
            cells.setdefault(cell, []).append(index)
    return found


Bank = Callable[..., Path]
