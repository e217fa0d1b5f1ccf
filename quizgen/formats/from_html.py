r"""HTML of other programs -> our text language.

A kept cleaner (ammonia, by nh3) settles what is text and what a tag; then blocks are made of it:
paragraphs, lists, tables, code, quotes, formulas (`\(..\)`, `$$..$$`, MathML, the equation
pictures of Canvas), pictures. What our language has no mark for is named, and its words stay.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any, Final
from urllib.parse import unquote

from quizgen.formats.mathml import tex_of
from quizgen.formats.shelf import PICTURES, SOUNDS, MediaShelf, ending_of
from quizgen.formats.writing import text_of_blocks
from quizgen.text.blocks import (
    Alignment,
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
    flat,
)
from quizgen.text.runs import CONTROL, Rich, Run


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What a piece of HTML says in our text language."""

    text: str = ""
    losses: tuple[str, ...] = ()
    """What of it could not be held, each as a phrase: `a video`."""
    sounds: tuple[str, ...] = ()
    """Names of sounds it plays, as the bank has them."""


Find = Callable[[str], bytes | None]
"""Gives a file by the address that the HTML has for it."""


def nothing_found(_address: str) -> bytes | None:
    """Give no file: the HTML came alone."""
    return None


_UNALIGNED: tuple[Alignment, ...] = ("",)


class HtmlReader:
    """Reads the texts of one file of another program."""

    def __init__(self, shelf: MediaShelf, find: Find = nothing_found) -> None:
        """Take the shelf that pictures go to, and how they are found."""
        self.shelf = shelf
        self.find = find

    def read(self, html: str, find: Find | None = None) -> HtmlText:
        """Read HTML; text without tags is HTML, too.

        Args:
            html: The HTML.
            find: How its own pictures are found, where they come with the text.

        """
        html, few = _with_few_formulas(html)
        if few and not _MARKED.search(html):
            return HtmlText(text_of_blocks(paragraphs_of(_SPACE.sub(" ", html)))[0])
        walk = _Walk(self.shelf, find or self.find)
        if not few:
            walk.lose("formulas: there are more of them than a question could have")
        for name in _gone(html):
            walk.lose(name)
        walk.body(_tree(html))
        return walk.result()

    def plain(self, text: str) -> HtmlText:
        """Read a text whose line ends count and whose signs are what they are, but for formulas."""
        return HtmlText(text_of_blocks(paragraphs_of(_with_few_formulas(text)[0]))[0])


_MOST_FORMULAS = 500


def _with_few_formulas(text: str) -> tuple[str, bool]:
    """Give a text as it is, or without the signs of formulas where nobody could have meant them."""
    if text.count("\\(") + text.count("\\[") + text.count("$$") <= _MOST_FORMULAS:
        return text, True
    return re.sub(r"\\+(?=[\[\]()])|\$\$+", "", text), False


_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKED = re.compile(r"[<&]")
_SCRIPTED_MATHS = re.compile(
    r"<script[^>]*type=[\"']?math/tex(?P<display>;\s*mode=display)?[^>]*>(?P<tex>.*?)</script>",
    re.DOTALL | re.IGNORECASE,
)
_NOT_KEPT = re.compile(r"<(svg|canvas|form|script)\b", re.IGNORECASE)
_GONE: Final = {"svg": "a drawing", "canvas": "a drawing", "form": "a form", "script": "a script"}

_SAME = frozenset(
    "span font big small u ins abbr acronym label time mark bdi bdo a strong b em i cite dfn var"
    " code kbd samp tt sub sup s strike del q ruby rt rp".split()
)
_BLOCKS = frozenset(
    "p div section article header footer main aside nav address center figure figcaption h1 h2 h3"
    " h4 h5 h6 dl dt dd hr pre blockquote ul ol li table caption thead tbody tfoot tr th td"
    " details summary fieldset legend".split()
)
_OBJECTS = frozenset(
    "img br audio video source iframe object embed input select textarea button".split()
)
_MATHS = frozenset(
    "math mi mn mo mtext mspace mrow mstyle mpadded semantics annotation msqrt mroot mfenced mfrac"
    " msup msub msubsup mover munder munderover mtable mtr mtd mmultiscripts menclose".split()
)
_KEPT_TAGS = set(_SAME | _BLOCKS | _OBJECTS | _MATHS)
_KEPT_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "class", "data-equation-content", "title", "data-mathml"},
    "audio": {"src"},
    "video": {"src"},
    "source": {"src"},
    "iframe": {"src"},
    "object": {"data"},
    "embed": {"src"},
    "ol": {"start", "type"},
    "th": {"colspan"},
    "td": {"colspan", "rowspan"},
    "annotation": {"encoding"},
    "mfenced": {"open", "close"},
    "math": {"display"},
    "code": {"class"},
    "pre": {"class"},
    "input": {"type"},
}
_MOST_TAGS = 200_000
_DEEPEST = 60


def _tree(html: str) -> Any:
    """Clean HTML and give its body."""
    import nh3  # noqa: PLC0415 - few banks need it
    from lxml import html as lxml_html  # noqa: PLC0415

    html = _SCRIPTED_MATHS.sub(_as_brackets, CONTROL.sub("", html))
    if html.count("<") > _MOST_TAGS or _is_deep(html):
        html = nh3.clean(html, tags=set())
    clean = nh3.clean(
        html,
        tags=_KEPT_TAGS,
        attributes=_KEPT_ATTRIBUTES,
        clean_content_tags={"script", "style", "svg", "canvas", "template", "noscript"},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml_html.document_fromstring(f"<body>{clean}</body>".encode(), parser=parser)
    return root.find("body")


_TAG = re.compile(r"<(/?)[A-Za-z]")


def _is_deep(html: str) -> bool:
    """Tell whether tags may stand deeper in each other than trees are read."""
    if html.count("<") < _DEEPEST:
        return False
    depth = deepest = 0
    for found in _TAG.finditer(html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest > 4 * _DEEPEST


def _as_brackets(found: re.Match[str]) -> str:
    signs = ("\\[", "\\]") if found["display"] else ("\\(", "\\)")
    return f"{signs[0]}{escape(found['tex'], quote=False)}{signs[1]}"


def _gone(html: str) -> Iterator[str]:
    """Name what the cleaner takes away."""
    without = _SCRIPTED_MATHS.sub("", html)
    names = {found[1].lower() for found in _NOT_KEPT.finditer(without)}
    return (_GONE[name] for name in sorted(names))


# --- formulas in running text ---------------------------------------------------------------------

_FORMULA = re.compile(
    # A formula ends before another begins, so that one that is never closed costs no second look.
    r"\\\((?P<inline>(?:(?!\\\().)+?)\\\)|\\\[(?P<display>(?:(?!(?<!\\)\\\[).)+?)\\\]"
    r"|\$\$(?P<dollars>[^$]+?)\$\$|\[tex\](?P<tex>(?:(?!\[tex\]).)+?)\[/tex\]",
    re.DOTALL,
)


def paragraphs_of(text: str) -> Blocks:
    """Make paragraphs of a text whose lines are lines and whose formulas are marked."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n\s*", text.strip()):
        runs: list[Run] = []
        for line in part.split("\n"):
            runs += [Run("\n", kind="break")] if runs else []
            runs.append(Run(line.strip()))
        blocks += blocks_of_runs(tuple(runs))
    return tuple(blocks)


def blocks_of_runs(runs: Rich) -> Iterator[Block]:
    """Make blocks of the runs of a paragraph: its formulas, and pictures that stand alone."""
    runs = _tidy(_with_formulas(runs))
    part: list[Run] = []
    for run in runs:
        if run.kind == "math" and run.script == "sup":  # marked as one on a line of its own
            yield from _paragraph(_tidy(part))
            yield DisplayMaths(run.text)
            part = []
        else:
            part.append(run)
    yield from _paragraph(_tidy(part))


def _paragraph(runs: Rich) -> Iterator[Block]:
    if len(runs) == 1 and runs[0].kind == "image":
        yield Figure(runs[0])
    elif runs:
        yield Paragraph(runs)


def _with_formulas(runs: Rich) -> Rich:
    made: list[Run] = []
    for run in _as_whole_lines(runs):
        if run.kind != "text" or run.code or not _FORMULA.search(run.text):
            made.append(run)
            continue
        at = 0
        alone = len(runs) == 1
        for found in _FORMULA.finditer(run.text):
            tex = next(filter(None, found.groups())).strip()
            whole = alone and found[0] == run.text.strip()
            made.append(replace(run, text=run.text[at : found.start()]))
            display = found["display"] is not None or (found["dollars"] is not None and whole)
            if tex:
                made.append(Run(tex, kind="math", script="sup" if display else ""))
            at = found.end()
        made.append(replace(run, text=run.text[at:]))
    return tuple(run for run in made if run.text)


def _as_whole_lines(runs: Rich) -> Rich:
    """Join what a line end parts inside a formula."""
    text = "".join(run.text for run in runs)
    if "\n" not in text or not all(run in {_BREAK, Run(run.text)} for run in runs):
        return runs
    made: list[Run] = []
    at = 0
    spans = [found.span() for found in _FORMULA.finditer(text) if "\n" in found[0]]
    for start, end in spans:
        made += _lines(text[at:start])
        made.append(Run(text[start:end].replace("\n", " ")))
        at = end
    return (*made, *_lines(text[at:])) if spans else runs


_BREAK = Run("\n", kind="break")


def _lines(text: str) -> Iterator[Run]:
    for index, line in enumerate(text.split("\n")):
        if index:
            yield _BREAK
        if line:
            yield Run(line)


def _tidy(runs: Any) -> Rich:
    """Drop the space round lines, and breaks at the ends."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.kind == "break":
            lines.append([])
        else:
            lines[-1].append(run)
    tidy = [_stripped(_stripped(line, last=False), last=True) for line in lines]
    while tidy and not tidy[0]:
        tidy.pop(0)
    while tidy and not tidy[-1]:
        tidy.pop()
    made: list[Run] = []
    for line in tidy:
        if line:
            made += [_BREAK, *line] if made else line
    return tuple(made)


def _stripped(line: list[Run], *, last: bool) -> list[Run]:
    line = list(line)
    at = -1 if last else 0
    while line and line[at].kind == "text":
        text = line[at].text.rstrip() if last else line[at].text.lstrip()
        if text:
            line[at] = replace(line[at], text=text)
            break
        line.pop(at)
    return line


# --- the walk -------------------------------------------------------------------------------------


class _Walk:
    """Goes through cleaned HTML, and gathers blocks."""

    def __init__(self, shelf: MediaShelf, find: Find) -> None:
        self.shelf = shelf
        self.find = find
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.style = Run("")
        self.losses: dict[str, None] = {}
        self.sounds: list[str] = []
        self.depth = 0

    def result(self) -> HtmlText:
        self.flush()
        text, whole = text_of_blocks(tuple(self.blocks))
        if not whole:
            self.lose("the look of a text: its words stay")
        return HtmlText(text, tuple(self.losses), tuple(self.sounds))

    def lose(self, what: str) -> None:
        self.losses[what] = None

    # text

    def body(self, element: Any) -> None:
        """Read what is inside an element."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.text("".join(element.itertext()))
        else:
            self.text(element.text)
            for child in element:
                if isinstance(child.tag, str):
                    self.element(child)
                self.text(child.tail)
        self.depth -= 1

    def text(self, text: str | None) -> None:
        if not text:
            return
        text = _SPACE.sub(" ", text)
        before = self.runs[-1] if self.runs else _BREAK
        if before.kind == "break" or (before.kind == "text" and before.text.endswith(" ")):
            text = text.lstrip(" ")
        if text:
            self.runs.append(replace(self.style, text=text))

    def flush(self) -> None:
        """End a paragraph."""
        runs, self.runs = tuple(_merged(self.runs)), []
        self.blocks += blocks_of_runs(runs)

    def styled(self, element: Any, **changes: Any) -> None:
        """Read what is inside an element in a style."""
        before, self.style = self.style, replace(self.style, **changes)
        self.body(element)
        self.style = before

    def inner(self, element: Any) -> Blocks:
        """Give what is inside an element as blocks of their own."""
        kept = self.blocks, self.runs, self.style
        self.blocks, self.runs, self.style = [], [], Run("")
        self.body(element)
        self.flush()
        found = tuple(self.blocks)
        self.blocks, self.runs, self.style = kept
        return found

    # elements

    def element(self, element: Any) -> None:
        tag = element.tag
        if tag in _STYLES:
            self.styled(element, **_STYLES[tag])
        elif tag in _READERS:
            _READERS[tag](self, element)
        elif tag in _BLOCKS:
            self.flush()
            self.body(element)
            self.flush()
        else:
            self.body(element)

    def heading(self, element: Any) -> None:
        self.flush()
        self.styled(element, bold=True)
        self.flush()

    def line_end(self, _element: Any) -> None:
        while self.runs and self.runs[-1].kind == "text" and not self.runs[-1].text.strip(" "):
            self.runs.pop()
        self.runs.append(_BREAK)

    def link(self, element: Any) -> None:
        href = (element.get("href") or "").strip()
        good = re.fullmatch(r"(?:https?://|mailto:)[^\s()<>\\]+", href)
        if href and not good and not href.startswith("#"):
            self.lose("a link to a file or a page of the course")
        self.styled(element, href=href if good else "")

    def struck(self, element: Any) -> None:
        self.lose("the line through struck-out words")
        self.body(element)

    def quoted(self, element: Any) -> None:
        self.text("\u201c")
        self.body(element)
        self.text("\u201d")

    def listed(self, element: Any) -> None:
        self.flush()
        items = [child for child in element if child.tag == "li"]
        texts = tuple(filter(None, map(self.inner, items)))
        numbers: tuple[str, ...] = ()
        if element.tag == "ol":
            first = _whole(element.get("start"), 1)
            numbers = tuple(f"{first + place}." for place in range(len(texts)))
        if len(texts) >= 2:
            self.blocks.append(ListBlock(texts, numbers))
        elif texts:
            sign = numbers[0] if numbers else "\u2022"
            runs = texts[0][0].runs if isinstance(texts[0][0], Paragraph) else ()
            self.blocks += [Paragraph((Run(f"{sign} "), *runs))] if runs else texts[0][:1]
            self.blocks += texts[0][1:]

    def table(self, element: Any) -> None:
        self.flush()
        for caption in element.iter("caption"):
            self.body(caption)
            self.flush()
        rows = [self.cells(row) for row in element.iter("tr")]
        rows = [row for row in rows if row]
        width = max(map(len, rows), default=0)
        if width < 2 or len(rows) < 2:
            for row in rows:
                self.blocks += [Paragraph(cell) for cell in row if cell]
            return
        if any(_whole(cell.get("rowspan"), 1) > 1 for cell in element.iter("td")):
            self.lose("cells over several rows of a table: they stand in the first")
        full = [row + ((),) * (width - len(row)) for row in rows]
        self.blocks.append(Table(full[0], tuple(full[1:]), _UNALIGNED * width))

    def cells(self, row: Any) -> tuple[Rich, ...]:
        cells: list[Rich] = []
        for cell in row:
            if cell.tag in {"td", "th"}:
                cells.append(self.cell(cell))
                cells += [()] * (min(_whole(cell.get("colspan"), 1), 20) - 1)
        return tuple(cells)

    def cell(self, element: Any) -> Rich:
        runs = tuple(Run(" ") if r.kind == "break" else r for r in flat(self.inner(element)))
        if len(runs) > 1 and Run(" ") in runs:
            self.lose("lines inside a cell of a table")
        return _tidy(_merged(list(runs)))

    def preformatted(self, element: Any) -> None:
        self.flush()
        for end in element.iter("br"):
            end.text = "\n"
        code = "".join(element.itertext()).replace("\r\n", "\n").strip("\n")
        code = "\n".join(line.rstrip() for line in code.split("\n"))
        names = " ".join(e.get("class") or "" for e in (element, *element.iter("code")))
        language = re.search(r"\blang(?:uage)?-([\w+#-]+)", names)
        if code.strip():
            self.blocks.append(CodeBlock((Run(code),), language[1] if language else ""))

    def quote(self, element: Any) -> None:
        self.flush()
        inner = self.inner(element)
        if inner:
            self.blocks.append(QuoteBlock(inner))

    def maths(self, element: Any) -> None:
        tex = tex_of(element)
        if not tex:
            self.lose("a formula in MathML that is more than we read: its signs stay")
            self.text("".join(element.itertext()))
            return
        display = element.get("display") == "block"
        self.runs.append(Run(tex, kind="math", script="sup" if display else ""))

    def picture(self, element: Any) -> None:
        tex = element.get("data-equation-content")
        if tex:
            self.runs.append(Run(unescape(tex).strip(), kind="math"))
            return
        source, alt = (element.get("src") or "").strip(), _alt(element.get("alt") or "")
        data, name = self.file(source)
        if data is not None and ending_of(kept := self.shelf.put(name, data)) in PICTURES:
            self.runs.append(Run(alt, kind="image", href=kept))
            return
        self.lose(f"the picture {_short(source)!r}, which {_why(source)}")
        self.text(f"[{alt}]" if alt else "")

    def sound(self, element: Any) -> None:
        sources = [element.get("src"), *(e.get("src") for e in element.iter("source"))]
        source = next(filter(None, sources), "")
        data, name = self.file(source)
        if data is not None and ending_of(kept := self.shelf.put(name, data)) in SOUNDS:
            self.sounds.append(kept)
        else:
            self.lose(f"the sound {_short(source)!r}, which {_why(source)}")

    def file(self, source: str) -> tuple[bytes | None, str]:
        """Give a file and its name by the address that the HTML has for it."""
        if source.startswith("data:"):
            return _inlined(source)
        return self.find(source) if source else None, unquote(source.partition("?")[0])

    def widget(self, element: Any) -> None:
        self.lose(_WIDGETS.get(element.tag, "something to be played or filled in"))

    def boxed(self, element: Any) -> None:
        """Read what is inside something to be played."""
        self.lose(_WIDGETS[element.tag])
        if element.tag not in {"select", "textarea", "iframe"}:
            self.body(element)


_WIDGETS: Final = {
    "video": "a video",
    "iframe": "a page inside the page",
    "object": "an embedded file",
    "embed": "an embedded file",
    "input": "a field to fill in",
    "select": "a field to fill in",
    "textarea": "a field to fill in",
    "button": "a button",
}
_STYLES: Final[dict[str, dict[str, Any]]] = {
    **{key: {"bold": True} for key in ("strong", "b")},
    **{key: {"italic": True} for key in ("em", "i", "cite", "dfn", "var")},
    **{key: {"code": True} for key in ("code", "kbd", "samp", "tt")},
    "sub": {"script": "sub"},
    "sup": {"script": "sup"},
}
_READERS: Final[dict[str, Callable[[_Walk, Any], None]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Walk.heading),
    **dict.fromkeys(("ul", "ol"), _Walk.listed),
    **dict.fromkeys(("s", "strike", "del"), _Walk.struck),
    **dict.fromkeys(("input", "embed", "source"), _Walk.widget),
    **dict.fromkeys(("video", "iframe", "object", "select", "textarea", "button"), _Walk.boxed),
    "br": _Walk.line_end,
    "a": _Walk.link,
    "q": _Walk.quoted,
    "table": _Walk.table,
    "pre": _Walk.preformatted,
    "blockquote": _Walk.quote,
    "math": _Walk.maths,
    "img": _Walk.picture,
    "audio": _Walk.sound,
}


def _merged(runs: list[Run]) -> list[Run]:
    """Join neighbours of one style, and put the space at the ends of a style outside it."""
    made: list[Run] = []
    for run in runs:
        for part in _spaced(run):
            last = made[-1] if made else None
            if last and last.kind == part.kind == "text":
                if last.text.endswith(" ") and part.text.startswith(" "):
                    part = replace(part, text=part.text[1:])  # noqa: PLW2901
                if replace(last, text=part.text) == part:
                    made[-1] = replace(last, text=last.text + part.text)
                    continue
            if part.text or part.kind != "text":
                made.append(part)
    return made


def _spaced(run: Run) -> Iterator[Run]:
    if run.kind != "text" or run == Run(run.text):
        yield run
        return
    core = run.text.strip()
    if not core:
        yield Run(run.text)
        return
    before, _, behind = run.text.partition(core)
    yield Run(before)
    yield replace(
        run, text=core, bold=run.bold and not run.code, italic=run.italic and not run.code
    )
    yield Run(behind)


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else usual


def _alt(text: str) -> str:
    return " ".join(re.sub(r"[\[\]\\!`*_$<>&^~]", " ", text).split())


def _short(source: str) -> str:
    name = source.partition("?")[0]
    return unquote(name if len(name) < 80 else f"{name[:30]}...{name[-30:]}")


def _why(source: str) -> str:
    if source.startswith(("http:", "https:")):
        return "lies on the web"
    return "is of a kind we don't show" if source.startswith("data:") else "is not in the file"


def _inlined(source: str) -> tuple[bytes | None, str]:
    """Read a `data:` address."""
    head, comma, body = source.partition(",")
    kind = head.removeprefix("data:").partition(";")[0].rpartition("/")[2]
    ending = {"jpeg": "jpg", "svg+xml": "svg", "mpeg": "mp3"}.get(kind, kind)
    if not comma:
        return None, ""
    try:
        data = b64decode(unquote(body)) if head.endswith(";base64") else unquote(body).encode()
    except (NotBase64, ValueError):
        return None, ""
    return data, f"picture.{ending}"
