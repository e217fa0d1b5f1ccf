"""What to say when an exception stops the work."""

from __future__ import annotations

import sys

from quizgen.cli.console import print_problems, safe, summary
from quizgen.problems import BankError, QuizgenError


def stopped(error: Exception) -> int:
    """Say why the work stopped and give the exit code; raises what is nobody's mistake but ours."""
    match error:
        case BankError():
            print_problems(error.problems)
            print(f"quizgen: {summary(error.problems)}", file=sys.stderr)
        case QuizgenError():
            print(safe(f"quizgen: {error}"), file=sys.stderr)
        case BrokenPipeError():
            sys.stderr.close()
        case OSError():
            name = f"{error.filename}: " if error.filename else ""
            print(safe(f"quizgen: {name}{error.strerror or error}"), file=sys.stderr)
        case _:
            raise error
    return 1
