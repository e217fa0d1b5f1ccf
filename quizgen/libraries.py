"""The libraries that the work stands on, and what to say when one is missing or broken.

A wheel of another system, a half-finished upgrade, a Python built without SQLite: all end in an
ImportError, wherever the library is first needed. It is told in one line, with the remedy. Stands
on nothing but Python, since the model itself needs a compiled library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PROJECTS = {
    "PIL": "pillow",
    "bidi": "python-bidi",
    "fontTools": "fonttools",
    "markdown_it": "markdown-it-py",
    "resvg_py": "resvg-py",
    "text_to_num": "text2num",
    "docx": "python-docx",
    "yaml": "pyyaml",
}
"""What a library's package is called where its own name says it otherwise."""


class QuizgenError(Exception):
    """Anything that stops the work; the command line prints it and exits with 1."""


class LibraryMissing(QuizgenError):  # noqa: N818 - named after what happened
    """A library that the work stands on is missing, or broken."""


@contextmanager
def named_when_missing() -> Iterator[None]:
    """Name the library, and the remedy, when one can't be imported. Raises LibraryMissing."""
    try:
        yield
    except ImportError as error:
        name = _culprit(error)
        if name.partition(".")[0] == __package__:
            raise  # a fault of ours
        raise LibraryMissing(_said(name, error)) from error


def project_of(name: str) -> str:
    """Give the name under which a library is installed."""
    top = name.partition(".")[0]
    return _PROJECTS.get(top, top.replace("_", "-"))


def _culprit(error: ImportError) -> str:
    """Give the module that can't be imported, or else the one that said so."""
    if error.name:
        return error.name
    trace, module = error.__traceback__, ""
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    return module


def _said(name: str, error: ImportError) -> str:
    top = name.partition(".")[0]
    reason = " ".join(str(error).split())
    if top in sys.stdlib_module_names:
        return f"this Python was built without its own {top} ({reason}): use a complete one"
    install = f"{sys.executable or 'python'} -m pip install --force-reinstall"
    if name == "yaml" and sys.modules.get(name):  # it is there, without the part that we need
        return (
            "PyYAML is installed without libyaml, which reads banks: "
            f"{install} --no-cache-dir pyyaml (where it has no wheel, install libyaml-dev first)"
        )
    return f"the library {top} is missing or broken ({reason}): {install} {project_of(name)}"
