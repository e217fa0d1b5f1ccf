"""Runs to HTML, for cards, pages and screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape as html_escape

from quizgen.text.blocks import Blocks, flat
from quizgen.text.runs import Rich, Run


def _escaped(text: str) -> str:
    return html_escape(text, quote=False)


NO_SIZES: Mapping[str, tuple[int, int]] = {}


def _tex_as_is(tex: str) -> str:
    return rf"\({tex}\)"


def to_html(
    rich: Rich,
    *,
    math: Callable[[str], str] = _tex_as_is,
    image: Callable[[str], str] = str,
    sizes: Mapping[str, tuple[int, int]] = NO_SIZES,
    blank: Callable[[Run], str] | None = None,
    text: Callable[[str], str] = _escaped,
) -> str:
    """Give HTML in which every character of the author's is escaped.

    Args:
        rich: The parsed text.
        math: TeX source to HTML-unescaped text or, for a page that sets maths, to markup that
            starts with `<`.
        image: An image's file name in the bank to its address in the output.
        sizes: Width and height of images by file name, for screens that keep their room.
        blank: How a cloze blank is shown.
        text: Plain characters to HTML; must escape them.
    """

    def picture(run: Run) -> str:
        wide, high = sizes.get(run.href, (0, 0))
        room = f'width="{wide}" height="{high}" ' if high else ""
        return f'<img {room}src="{html_escape(image(run.href))}" alt="{html_escape(run.text)}">'

    return "".join(_html(run, math, picture, blank, text) for run in rich)


def blocks_to_html(
    blocks: Blocks,
    *,
    math: Callable[[str], str] = _tex_as_is,
    image: Callable[[str], str] = str,
    sizes: Mapping[str, tuple[int, int]] = NO_SIZES,
    blank: Callable[[Run], str] | None = None,
    text: Callable[[str], str] = _escaped,
) -> str:
    """Give a text as HTML, by the same arguments as `to_html`."""
    rich = flat(blocks)
    return to_html(rich, math=math, image=image, sizes=sizes, blank=blank, text=text)


def _html(
    run: Run,
    math: Callable[[str], str],
    picture: Callable[[Run], str],
    blank: Callable[[Run], str] | None,
    text: Callable[[str], str],
) -> str:
    match run.kind:
        case "break":
            return "<br>"
        case "math":
            shown = math(run.text)
            return shown if shown.startswith("<") else html_escape(shown, quote=False)
        case "image":
            return picture(run)
        case "blank":
            return blank(run) if blank else '<span class="blank">_____</span>'
        case _:
            return styled(text(run.text), run)


def styled(html: str, run: Run) -> str:
    """Wrap HTML in the style of a run."""
    for on, tag in ((run.code, "code"), (bool(run.script), run.script), (run.italic, "em")):
        if on:
            html = f"<{tag}>{html}</{tag}>"
    if run.bold:
        html = f"<strong>{html}</strong>"
    if run.href:
        html = f'<a href="{html_escape(run.href)}" rel="noopener noreferrer">{html}</a>'
    return html
