"""Our own pages as Jinja2 templates: whatever is put in is escaped, unless it is marked safe."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def render_html(package: str, name: str, **fields: object) -> str:
    """Render a template that lies in a package of ours; a field that it lacks is an error."""
    return _template(package, name).render(fields)


@lru_cache(maxsize=8)
def _template(package: str, name: str) -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only where pages are made

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(files(package).joinpath(name).read_text("utf-8"))
