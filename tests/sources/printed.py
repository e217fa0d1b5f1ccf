"""PDFs drawn line by line, as programs of many kinds draw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
SIZE, LEADING = 10, 13


def wrapped(text: str, width: float, font: str = "Helvetica", size: float = SIZE) -> list[str]:
    """Break a text; a word with `|` may be parted there with a hyphen, or at its own hyphen."""
    lines, line = [], ""
    for word in text.split():
        parts = word.split("|")
        for n, part in enumerate(parts):
            glue = "" if n or not line else " "
            ahead = "-" if n < len(parts) - 1 and not part.endswith("-") else ""
            if line and stringWidth(f"{line}{glue}{part}{ahead}", font, size) > width:
                lines.append(line + ("-" if n and not line.endswith("-") else ""))
                line = part
            else:
                line += glue + part
    return [*lines, line] if line else lines


def drawn(canvas: Canvas, lines: Iterable[str], x: float, y: float, size: float = SIZE) -> float:
    """Draw lines below each other; give where the next would stand."""
    canvas.setFont("Helvetica", size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= LEADING
    return y


def new_canvas(**about: str) -> tuple[Canvas, BytesIO]:
    """Give a canvas and where its bytes go."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for key, value in about.items():
        getattr(canvas, f"set{key.title()}")(value)
    return canvas, stream


def saved(canvas: Canvas, stream: BytesIO) -> bytes:
    """Give a PDF's bytes."""
    canvas.save()
    return stream.getvalue()


def two_columns(paragraphs: Sequence[str], title: str = "", *, by_row: bool = False) -> bytes:
    """Set paragraphs in two columns below a title; `by_row` draws across both columns."""
    canvas, stream = new_canvas()
    top = HEIGHT - 60
    if title:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(50, top, title)
        top -= 40
    width = (WIDTH - 100 - 20) / 2
    lines: list[tuple[str, float]] = []
    for paragraph in paragraphs:
        first, *rest = wrapped(paragraph, width - 12)
        lines += [(first, 12.0), *((line, 0.0) for line in rest)]
    half = (len(lines) + 1) // 2
    places = [
        (50 + column * (width + 20) + indent, top - row * LEADING, line)
        for column, own in enumerate((lines[:half], lines[half:]))
        for row, (line, indent) in enumerate(own)
    ]
    canvas.setFont("Helvetica", SIZE)
    for x, y, line in sorted(places, key=lambda p: (-p[1], p[0])) if by_row else places:
        canvas.drawString(x, y, line)
    return saved(canvas, stream)


def many_pages(
    paragraphs: Sequence[str], *, lines_a_page: int, head: str, foot: Any = "{page}"
) -> bytes:
    """Set paragraphs over pages with a running head and a page number."""
    canvas, stream = new_canvas(title="Bericht.docx", author="Karla Imker")
    lines: list[str | None] = []
    for paragraph in paragraphs:
        lines += [*wrapped(paragraph, WIDTH - 140), None]
    pages = [lines[n : n + lines_a_page] for n in range(0, len(lines), lines_a_page)]
    for number, page in enumerate(pages, 1):
        drawn(canvas, [head.format(page=number)], 70, HEIGHT - 40, 8)
        y = HEIGHT - 90.0
        for line in page:
            y = y - 8 if line is None else drawn(canvas, [line], 70, y)
        drawn(canvas, [foot.format(page=number)], WIDTH / 2, 30, 8)
        canvas.showPage()
    return saved(canvas, stream)
