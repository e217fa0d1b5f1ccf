"""How exports set apart what is read before a question, so that it can be told again."""

from __future__ import annotations

import re
from typing import Final, Literal


def set_apart(kind: Literal["passage", "stimulus"], html: str) -> str:
    """Write a passage or a stimulus before a question."""
    return f'<div class="quizgen-{kind}">{html}</div><!--/quizgen-{kind}-->' if html else ""


SET_APART: Final = re.compile(
    r'\s*<div class="quizgen-(passage|stimulus)">(.*?)</div><!--/quizgen-\1-->|'
    r'\s*<div class="quizgen-(passage|stimulus)">((?:(?!<div).)*?)</div>',
    re.DOTALL,
)
"""Finds one; a platform that takes comments away leaves those without boxes of their own."""
