"""`quizgen new`: a commented bank with an example of every item type, ready to build."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from random import Random, SystemRandom

from quizgen.bank.load import shown_path
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.schema import dump_schema
from quizgen.cli.build import HOME
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import CannotWrite, QuizgenError
from quizgen.release.ids import unlikely_id
from quizgen.text.spelling import spell_out

_LONGEST_TITLE = 100
_NO_FILE_NAME = re.compile(r'[\s<>:"|?*\\]+')
_PLAIN = re.compile(r"[^\W\d_][\w ()./-]*[\w).]")
_ODD_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}
"""What other readers of YAML take for something else than a word."""

PRIVATE = (
    "*.txt",
    "output/*",
    "*.csv",
    "*.tsv",
    "*.xlsx",
    "*.xls",
    "*.ods",
    "*.forms",
    "*.quizlog",
    "missed-*",
    "*-20[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]*/",
)
"""What names pupils or is a publisher's: lists, papers, answers, what each missed, exports."""
_WHY = "# Pupils' names, and texts that are their publishers', stay out of git:"


def run_new(name: str, chance: Random | None = None, *, lang: str = "en") -> int:
    """Write the starter bank; nothing that stands there already is touched.

    Args:
        name: The bank's title, perhaps behind a folder; without one it stands in `question_bank/`.
        chance: Chooses the letters that tell the bank's id from those of other teachers.
        lang: The language of the starter.

    Raises QuizgenError where no bank can be called so, or one stands there.
    """
    here = Path.cwd()
    wanted = Path(name)
    title = _title(wanted.name)
    slug = suggest_slug(spell_out(title)) if _has_letters(title) else "bank"
    parent = wanted.parent if "/" in name or len(wanted.parts) > 1 else HOME
    folder = parent / (slug if _has_letters(title) else _NO_FILE_NAME.sub("-", wanted.name))
    path = folder / "bank.yaml"
    if path.exists():
        raise QuizgenError(f"{shown_path(path, here)} is there already; give another name")
    id = unlikely_id(slug, chance or SystemRandom())
    folder.mkdir(parents=True, exist_ok=True)
    schema = folder.parent / "bank.schema.json"
    if not schema.exists():
        write_atomically(schema, dump_schema().encode(), here)
    write_atomically(path, _starter(lang, id, title).encode(), here)
    print(f"started {shown_path(path, here)}, id {id}")
    ignoring = _ignore_private(here if (here / folder).is_relative_to(here) else parent, here)
    if ignoring:
        print(f"{ignoring} keeps class lists, results and sources' texts out of git")
    print(f"edit it, then:  quizgen build {shown_path(folder, here)}")
    return 0


def _title(name: str) -> str:
    """Give the title that a name stands for: `honey-bees` is Honey bees."""
    title = " ".join(name.split())
    if len(title) > _LONGEST_TITLE or not title.isprintable() or not any(map(str.isalnum, title)):
        raise QuizgenError(
            f"{name[:40]!r} can't be a bank's title: use letters, {_LONGEST_TITLE} at most, "
            "such as 'Honey bees'"
        )
    if title == suggest_slug(title):
        title = title.replace("-", " ")
        return title[0].upper() + title[1:]
    return title


def _has_letters(title: str) -> bool:
    """Tell whether an id can be made of a title: it holds a letter or digit that is spelled out."""
    return bool(re.search("[a-z0-9]", spell_out(title)))


def _starter(lang: str, id: str, title: str) -> str:
    text = files("quizgen.cli").joinpath("starters", f"{lang}.yaml").read_text("utf-8")
    plain = _PLAIN.fullmatch(title) and title.casefold() not in _ODD_WORDS
    quoted = title if plain else "'" + title.replace("'", "''") + "'"
    return text.replace("MY-BANK", id).replace("MY-TITLE", quoted)


def _ignore_private(folder: Path, here: Path) -> str:
    """Have git ignore what names pupils; name the file if it was written."""
    path = folder / ".gitignore"
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise CannotWrite(f"can't read {shown_path(path, here)}: {error.strerror}") from error
    there = {line.strip() for line in before.splitlines()}
    missing = [line for line in PRIVATE if line.encode() not in there]
    if not missing:
        return ""
    apart = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    lines = "\n".join([_WHY, *missing, ""])
    write_atomically(path, before + apart + lines.encode(), here)
    return shown_path(path, here)
