"""`quizgen new`: a commented bank with an example of every item type, ready to build."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from random import Random, SystemRandom

from quizgen.bank.load import shown_path
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.schema import dump_schema
from quizgen.cli.build import HOME
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import QuizgenError
from quizgen.release.ids import unlikely_id


def run_new(name: str, chance: Random | None = None) -> int:
    """Write the starter bank; nothing that stands there already is touched.

    Args:
        name: The bank's folder: a plain name stands for one in `question_bank/`.
        chance: Chooses the letters that tell the bank's id from those of other teachers.

    """
    here = Path.cwd()
    folder = Path(name) if "/" in name else HOME / name
    slug = folder.name
    if not slug or slug != suggest_slug(slug):
        raise QuizgenError(
            f"{slug!r} can't be a bank's id: use lower-case letters, digits and dashes, "
            f"such as {suggest_slug(slug or 'my-bank')!r}"
        )
    path = folder / "bank.yaml"
    if path.exists():
        raise QuizgenError(f"{shown_path(path, here)} is there already; give another name")
    id = unlikely_id(slug, chance or SystemRandom())
    starter = files("quizgen.cli").joinpath("starter.yaml").read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    schema = folder.parent / "bank.schema.json"
    if not schema.exists():
        write_atomically(schema, dump_schema().encode(), here)
    write_atomically(path, starter.replace("MY-BANK", id).encode(), here)
    print(f"started {shown_path(path, here)}, id {id}")
    print(f"edit it, then:  quizgen build {shown_path(folder, here)}")
    return 0
