"""Markdown of other programs -> HTML, which is then read as any HTML is."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$", re.DOTALL)


def html_of_markdown(text: str) -> str:
    """Give the HTML of a text in CommonMark with tables; formulas stay as they are."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - few texts are Markdown

    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return chr(0xE000 + len(kept) - 1)

    marked = _FORMULA.sub(keep, text) if text.count("\\") + text.count("$$") < 4000 else text
    html: str = MarkdownIt("commonmark").enable("table").render(marked).strip()
    for index, formula in enumerate(kept):
        escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
        html = html.replace(chr(0xE000 + index), escaped)
    return html.replace("\n</", "</")
