"""Paper: quizzes as one PDF per form or one for all, a key per quiz, flashcards.

Our own line layout and our own embedding, on reportlab's PDF objects. Everything is measured, and
every character looked for, before anything is written: what paper can't show stops the build with
the item's name and leaves no file behind. Pages are drawn as they are written, so a thousand
forms take no more memory than ten.
"""

from __future__ import annotations

from quizgen.outputs import CheckedBank, Job, Rendered
from quizgen.problems import Problem


def render(job: Job) -> Rendered:
    """Lay out every form, key and card of a job."""
    from quizgen.outputs.pdf.run import print_run

    return print_run(job)


def refusals(checked: CheckedBank) -> list[Problem]:
    """Say what paper would refuse of a bank, without laying it out."""
    from quizgen.outputs.pdf.preflight import paper_problems

    return paper_problems(checked)
