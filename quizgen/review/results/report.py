"""The files of results; the report among them is a page with plots as SVG and no script."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from quizgen.present.maths_face import maths_style
from quizgen.review.lesson.event_log import read_log
from quizgen.review.results.results import SessionResults, answers_csv, report, results_of
from quizgen.scoring.responses import RULES, ScoringRules
from quizgen.words.review import ReviewWords, review_words

FILES = {
    "answers.csv": "text/csv",
    "report.html": "text/html",
    "report.json": "application/json",
}

_STYLE = files("quizgen.review.server.pages").joinpath("report.css").read_text("utf-8")


def make_file(name: str, path: Path, rules: ScoringRules = RULES) -> bytes:
    """Make one of the files of results from a log."""
    lesson = results_of(read_log(path))
    match name:
        case "answers.csv":
            return answers_csv(lesson, rules).encode("utf-8-sig")
        case "report.html":
            return report_html(lesson, rules).encode()
        case "report.json":
            return (json.dumps(report(lesson, rules), ensure_ascii=False, indent=1) + "\n").encode()
        case _:
            raise KeyError(name)


def report_html(lesson: SessionResults, rules: ScoringRules = RULES) -> str:
    """Write the item report of a lesson."""
    data = report(lesson, rules)
    table = review_words(data["lang"])
    day = datetime.fromtimestamp(data["began"] / 1000, UTC).strftime("%Y-%m-%d")
    title = escape(table.report_of.format(title=data["title"]))
    here = table.here.format(n=data["pupils"])
    body = "".join(_item(item, table) for item in data["items"])
    style = _STYLE + maths_style(body)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f'<!doctype html>\n<html lang="{escape(data["lang"])}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"font-src data:; style-src 'sha256-{digest}'\"><title>{title}</title>"
        f"<style>{style}</style></head><body>"
        f'<main><h1>{title}</h1><p class="quiet">{day} · {escape(here)}</p>'
        f"{_overview(data, table)}{body}</main></body></html>\n"
    )


def _overview(data: Mapping[str, Any], table: ReviewWords) -> str:
    """Plot how many were right on each question: the order of the lesson, from easy to hard."""
    items = [item for item in data["items"] if item["difficulty"] is not None]
    if not items:
        return ""
    rows = []
    for at, item in enumerate(items):
        y, x = 14 + 22 * at, 60 + 520 * item["difficulty"]
        rows.append(
            f'<text x="0" y="{y + 4}">{item["ask"]}</text>'
            f'<line class="axis" x1="60" y1="{y}" x2="580" y2="{y}"/>'
            f'<circle class="dot" cx="{x:.1f}" cy="{y}" r="6"/>'
            f'<text x="592" y="{y + 4}">{round(100 * item["difficulty"])} %</text>'
        )
    height = 22 * len(items) + 8
    label = escape(table.difficulty)
    return (
        f'<figure><figcaption>{label}</figcaption><svg viewBox="0 0 640 {height}" role="img" '
        f'aria-label="{label}">{"".join(rows)}</svg></figure>'
    )


def _item(item: Mapping[str, Any], table: ReviewWords) -> str:
    facts = "".join(f"<span>{fact}</span>" for fact in _facts(item, table))
    head = f"{item['ask']}. {escape(item['question'])}"
    return f'<section><h2>{head}</h2><p class="facts">{facts}</p>{_plot(item)}</section>'


def _facts(item: Mapping[str, Any], table: ReviewWords) -> Iterator[str]:
    yield f"<b>{item['answers']}</b> {escape(table.answers)}"
    if item["difficulty"] is not None:
        yield f"<b>{round(100 * item['difficulty'])} %</b> {escape(table.difficulty)}"
    if item["discrimination"] is not None:
        yield f"<b>{_signed(item['discrimination'])}</b> {escape(table.discrimination)}"
    else:
        yield f"{escape(table.discrimination)}: {escape(table.too_few)}"
    if item["sure_and_wrong"]:
        yield f"<b>{item['sure_and_wrong']}</b> {escape(table.sure_and_wrong)}"
    if item["skipped"]:
        yield escape(table.skipped)
    if item["again"]:
        yield escape(table.comes_back)
    shift = item.get("shift")
    if shift:
        names = (
            ("wrong_right", table.moved_up),
            ("right_wrong", table.moved_down),
            ("right_right", table.stayed_right),
            ("wrong_wrong", table.stayed_wrong),
        )
        for way, name in names:
            yield f"<b>{shift[way]}</b> {escape(name)}"
    yield f"<code>{escape(item['item'])}</code>"


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "\u2212")


def _plot(item: Mapping[str, Any]) -> str:
    last = item["rounds"][-1]
    first = item["rounds"][0] if len(item["rounds"]) > 1 else None
    if "options" not in last:
        rows = "".join(
            f'<tr><th scope="row"><bdi dir="auto">{escape(row["answer"])}</bdi></th>'
            f'<td class="n">{row["n"]}</td></tr>'
            for row in last["answers"]
        )
        return f"<table>{rows}</table>" if rows else ""
    rows = ""
    for at, option in enumerate(last["options"]):
        before = first["options"][at]["picks"] if first else None
        rows += (
            f'<tr{" class=key" if option["key"] else ""}><th scope="row">'
            f"{option['letter']} {option['text']}{' ✓' if option['key'] else ''}</th>"
            f'<td class="plot">{_bar(option["picks"], last["n"], before, first)}</td>'
            f'<td class="n">{_counts(option["picks"], last["n"], before)}</td></tr>'
        )
    return f"<table>{rows}</table>"


def _counts(picks: int, n: int, before: int | None) -> str:
    share = f"{picks} · {round(100 * picks / n)} %" if n else "0"
    return share if before is None else f"{before} → {share}"


def _bar(picks: int, n: int, before: int | None, first: Mapping[str, Any] | None) -> str:
    """Draw the picks of the last vote as a bar, those of the first as a dashed outline."""
    now = 100 * picks / n if n else 0
    then = ""
    if first and before is not None and first["n"]:
        width = 100 * before / first["n"]
        then = f'<rect class="then" x="0.5" y="0.5" width="{width:.1f}%" height="16"/>'
    return (
        '<svg aria-hidden="true"><rect class="all" x="0.5" y="0.5" width="99%" height="16"/>'
        f'<rect class="now" x="0.5" y="0.5" width="{now * 0.99:.1f}%" height="16"/>{then}</svg>'
    )
