"""The small parts that Moodle's questions are made of: texts with a format, files, flags."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any
from urllib.parse import unquote

from quizgen.formats.markdown_html import html_of_markdown
from quizgen.inputs.making import ItemMaker


class FilesInside:
    """The files that stand in a question, by the addresses its texts have for them."""

    def __init__(self, question: Any) -> None:
        """Take the question's element."""
        self.question = question

    def __call__(self, address: str) -> bytes | None:
        """Give a file."""
        head, slash, name = address.partition("/")
        if head not in {"@@PLUGINFILE@@", "%40%40PLUGINFILE%40%40"} or not slash:
            return None
        name = unquote(name.partition("?")[0])
        for file in self.question.iter("file"):
            path = (file.get("path") or "/").strip("/")
            own = file.get("name") or ""
            if name in {own, f"{path}/{own}".lstrip("/")}:
                try:
                    return b64decode(file.text or "")
                except (NotBase64, ValueError):
                    return None
        return None


def text_of(node: Any, name: str = "") -> str:
    """Give the characters of a text, of the element itself or of one in it."""
    inner = node.find(name) if name and node is not None else node
    if inner is None:
        return ""
    text = inner.find("text")
    return str((inner.text if text is None else text.text) or "").strip()


def flag(node: Any, name: str, *, usual: bool = False) -> bool:
    """Read a truth value, as different versions of Moodle write them."""
    text = (node.findtext(name) or "").strip().lower()
    return text in {"1", "true"} if text else usual


def html_of(maker: ItemMaker, node: Any) -> str:
    """Read a text in the format that it says it has."""
    text = text_of(node)
    return text_in(maker, text, node.get("format") or "") if text else ""


def text_in(maker: ItemMaker, text: str, format: str) -> str:
    """Read a text in a format of Moodle: `html`, `moodle_auto_format`, `plain_text`, `markdown`."""
    match format.lower():
        case "plain_text" | "plain":
            return maker.plain(text)
        case "markdown":
            return maker.html(html_of_markdown(text))
        case "moodle_auto_format" | "moodle":
            return maker.html(with_breaks(text))
        case _:
            return maker.html(text)


def with_breaks(text: str) -> str:
    """Make a text of Moodle's own format HTML: its line ends count."""
    text = text.strip()
    return text.replace("\n\n", "<p>").replace("\n", "<br>") if "\n" in text else text
