"""A session in a process of its own, to be killed: says each answer that was acknowledged.

    python -m tests.review.writer LOG ANSWERS

A child of this process is what is killed, so that fifty kills cost one start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.review.lesson import Hands, begin, joined, steps


def main() -> None:
    """For each path on stdin, run a lesson in a child that the test kills."""
    for line in sys.stdin:
        path = Path(line.strip())
        child = os.fork()
        if not child:
            lesson(path)
            os._exit(0)
        print("child", child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


def lesson(path: Path) -> None:
    """Answer for ever; `acked PERSON NONCE` after each commit."""
    session = begin(path, Hands())
    people = joined(session, [f"P{n}" for n in range(40)])
    steps(session, "next")
    number = 0
    while True:
        for person in people:
            number += 1
            said = {"ask": 1, "round": 1, "response": number % 4, "nonce": f"n{number}"}

            def acked(ok: bool, person: int = person, number: int = number) -> None:
                if ok:
                    os.write(1, f"acked {person} n{number}\n".encode())

            assert session.answer(person, said, acked) == ""
        if number % 400 == 0:
            session.log.flush()


if __name__ == "__main__":
    main()
