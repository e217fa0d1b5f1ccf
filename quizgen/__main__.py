"""`quizgen`, and `python -m quizgen`: the command line, or one line on why there is none."""

from __future__ import annotations

import sys

from quizgen.libraries import LibraryMissing, named_when_missing


def main() -> None:
    """Run the command line; its own library may be what is missing."""
    try:
        with named_when_missing():
            from quizgen.cli.app import main as run  # noqa: PLC0415 - the import is what is tried
    except LibraryMissing as error:
        sys.exit(f"quizgen: {error}")
    run()


if __name__ == "__main__":
    main()
