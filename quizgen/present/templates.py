"""Our own pages as Jinja2 templates: whatever is put in is escaped, unless it is marked safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def render_html(
    package: str,
    name: str,
    fields: Mapping[str, object],
    escape: Callable[[str], str] | None = None,
) -> str:
    """Render a template that lies in a package of ours; a field that it lacks is an error.

    Args:
        package: Where it lies.
        name: Its file.
        fields: What is put in.
        escape: Escapes what is put in, instead of Jinja's own way to spell quotes.

    """
    return _template(package, name, escape).render(fields)


@lru_cache(maxsize=1)
def block_style() -> str:
    """Give the style of a text's blocks, for every screen."""
    return files("quizgen.present").joinpath("blocks.css").read_text("utf-8")


@lru_cache(maxsize=16)
def _template(package: str, name: str, escape: Callable[[str], str] | None) -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only where pages are made
    from markupsafe import Markup  # noqa: PLC0415

    def escaped(value: object) -> object:
        if escape is None or hasattr(value, "__html__"):
            return value
        return Markup(escape(str(value)))  # noqa: S704 - just escaped

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, finalize=escaped
    )
    return environment.from_string(files(package).joinpath(name).read_text("utf-8"))
