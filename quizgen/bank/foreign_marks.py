"""Marks of other languages and programs, named with our own way of saying it.

They are printed as they stand. Whoever teaches them puts them into `code`, where all is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.bank.syntax.escapes import COMMANDS
from quizgen.bank.text_flaw import TextFlaw

_HTML = {
    "ruby": "ruby is 漢字[かんじ], in Japanese and Chinese items",
    "b|strong": "bold is **bold**",
    "i|em|cite": "italic is *italic*",
    "sub": "a subscript is H~2~O",
    "sup": "a superscript is x^2^",
    "code|tt|kbd|samp": "code is `code`",
    "pre": "a code block stands between lines of ``` under `|`",
    "a": "a link is [words](https://example.org)",
    "u|s|del|ins|mark|small|big|font|span|center": "write **bold**",
    "table|tr|td|th": "a table has rows of | cells | under `|`",
    "ul|ol|li": "a list has a line for each `- item` under `|`",
    "p|div|h[1-6]|blockquote|section|details": "an empty line parts paragraphs",
}
_PICTURE = "a picture is ![what it shows](file.png)"
_SOUND = "a sound is `audio: file.mp3` beside the question"
_BLANKS = "blanks stand under `cloze`, as {{blank}}"
_RUBY = "ruby is 漢字[かんじ], in Japanese and Chinese items"
_BOLD = "bold is **bold**, italic is *italic*"
_DOLLARS = "put the formula into dollars: $...$"
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
_KANA = "\u3041-\u30ff"
_COMMAND = "|".join(
    """alpha gamma delta lambda mu omega sigma pi infty cdot sum int lim sin cos leq geq pm div
    """.split()
    + sorted(name for name in COMMANDS if len(name) > 2)
)
_MARKS: tuple[tuple[str, str, str], ...] = (
    *(
        (rf"<(?P<tag>{names})(?:\s[^<>]*)?>.*?</(?P=tag)\s*>", "an HTML tag", ours)
        for names, ours in _HTML.items()
    ),
    (r"<br\s*/?>", "an HTML tag", "a line ends where it ends, in texts under `|`"),
    (r"<img\s[^<>]*>", "an HTML tag", _PICTURE),
    (r"<(?:audio|video)\b[^<>]*>", "an HTML tag", _SOUND),
    (r"<!--.*?-->", "an HTML comment", "a comment is a line of the file that begins with #"),
    (
        r"^[ \t]*#{2,6}[ \t]+\S.*?$|^[ \t]*#[ \t]+[^\n]+$(?=\n\s*\S)",
        "a heading",
        "write **bold**; a section of a quiz has a `heading`",
    ),
    (
        r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|={3,}[ \t]*)$",
        "a rule",
        "an empty line parts paragraphs",
    ),
    (r"^[ \t]*[-*+][ \t]+\[[ xX]?\][ \t]", "a box to tick", "options stand under `options`"),
    (r"!\[\[[^\[\]\n]+\]\]", "an embedded file", _PICTURE),
    (r"(?<!!)\[\[(?=[^\W\d])[^\[\],\"'\n]*\]\]", "a link of a wiki", _HTML["a"]),
    (
        r"(?<!!)\[[^\[\]\n]+\]\((?:www\.|ftp:|file:|#|\.{0,2}/)[^()\n]*\)",
        "a link",
        "links go to https://, http:// and mailto: addresses",
    ),
    (r"~~(?=[^\s~])[^~\n]+~~", "a strikethrough", "there is none: say it in words"),
    (r"(?<![\w=!<>])==(?=\w)[^=\n]+(?<=\w)==(?![\w=])", "a highlight", "write **bold**"),
    (r"\{\{c?\d{1,3}::.*?\}\}", "a cloze mark", _BLANKS),
    (
        r"\{\d*:(?:MULTICHOICE|MULTIRESPONSE|SHORTANSWER|NUMERICAL|MC|MR|SA|NM)[A-Z_]*:[^{}]*\}",
        "a cloze mark of Moodle's",
        _BLANKS,
    ),
    (
        r"(?<![\\{])\{\s*(?:[=~][^{}]*|(?:T|F|TRUE|FALSE)(?:#[^{}]*)?|#-?\d[^{}]*)\}(?!\})",
        "an answer in GIFT",
        "write it under `answer` and `distractors`",
    ),
    (r"\[sound:[^\[\]\n]+\]", "a sound of Anki's", _SOUND),
    (r"\[latex\].*?\[/latex\]|\[\$\$?\].*?\[/\$\$?\]", "maths in old marks", "maths is $x^2$"),
    (
        r"\[(?P<code>b|i|u|s|sub|sup|code|quote|img|url)(?:=[^\]\n]*)?\].*?\[/(?P=code)\]",
        "BBCode",
        _BOLD,
    ),
    (rf"[|\uff5c]?[{_HAN}]+\u300a[{_KANA}]+\u300b", "ruby in other marks", _RUBY),
    (rf"\{{[{_HAN}]+\|[{_KANA}|]+\}}", "ruby in other marks", _RUBY),
    (r"\\(?:textbf|textit|emph|underline|texttt)\{[^{}\n]*\}", "a command of TeX", _BOLD),
    (
        r"\\begin\{\w+\*?\}|\\(?:ce|SI|si|qty|unit|frac|sqrt|mathrm|mathbf|vec)(?=\{)",
        "TeX outside maths",
        _DOLLARS,
    ),
    (rf"(?<![\w\\:])\\(?:{_COMMAND})(?![A-Za-z])", "TeX outside maths", _DOLLARS),
    (
        r"(?<![\w$\\])\$(?:[A-Za-z]|[^\s$](?=[^$]*[\\^_])[^$]*[^\s$])\$(?=[A-Za-z])",
        "maths before a letter",
        "part them: $n$-th",
    ),
)
_LOOKS = tuple(
    (re.compile(look, re.MULTILINE | re.DOTALL), what, ours) for look, what, ours in _MARKS
)
_APART = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|(?<![\\$\w])\$(?=[^\s$\]])(?:[^$\\]|\\.)*?(?<!\s)\$(?![\w$])"
    r"|(?<!\\)\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]",
    re.DOTALL,
)
"""Code and maths, in which all signs are their own."""
_MOST = 3


def foreign_marks(text: str, *, cloze: bool = False) -> Iterator[TextFlaw]:
    """Find marks of other languages, each kind once.

    Args:
        text: The text, without its code blocks.
        cloze: Whether cloze marks work in it.

    """
    bare = _APART.sub("", text)
    found = 0
    for look, what, ours in _LOOKS:
        mark = look.search(bare)
        if mark is None or (cloze and "cloze" in what):
            continue
        if mark[0] == text.strip() and "</" not in text and what == "an HTML tag":
            continue  # a text that is nothing but a tag is about tags
        shown = " ".join(mark[0].split())
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        message = f"'{shown}' is {what}, and is printed as it stands"
        yield TextFlaw("foreign-mark", "warning", message, f"{ours}; signs as signs go into `code`")
        found += 1
        if found == _MOST:
            return
