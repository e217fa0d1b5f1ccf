"""The command line: read arguments, call one function, print, choose the exit code.

Exit 0: done. 1: the bank or input has problems. 2: wrong usage. Heavy imports stay inside the
commands, so that `quizgen --help` is as quick as typer itself.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from quizgen.libraries import LibraryMissing, named_when_missing

app = typer.Typer(
    help="One question bank, drawn from a text: Anki decks, printed quizzes with keys, "
    "classroom review.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
source_app = typer.Typer(
    help="Record the texts that answers are proved against.", no_args_is_help=True
)
app.add_typer(source_app, name="source")
sessions_app = typer.Typer(
    help="List live sessions, export their results, remove names.", no_args_is_help=True
)
app.add_typer(sessions_app, name="sessions")

Banks = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Bank folders or files; without one, every bank in question_bank/.",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None, typer.Option(help="Replace the seed of every quiz.", show_default=False)
]
Drafts = Annotated[bool, typer.Option("--drafts", help="Let items in that are still drafts.")]
Clean = Annotated[
    bool, typer.Option("--clean", help="Remove old papers that were kept beside newer ones.")
]
Reshuffle = Annotated[
    bool,
    typer.Option("--reshuffle", help="Make new forms; else those printed before stay as they are."),
]
Roster = Annotated[
    Path | None,
    typer.Option(help="A class list that lies neither here nor by the bank.", show_default=False),
]

Columns = Annotated[
    str,
    typer.Option(
        help="What a table's columns hold: question,option,option,key; - for none.",
        show_default=False,
    ),
]


SkipBad = Annotated[
    bool,
    typer.Option("--skip-bad", help="Of another program's file: go on without what can't be read."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from quizgen.version import __version__

        print(f"quizgen {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that stand before every command."""


@app.command(epilog="Example: quizgen build question_bank/nato-75-summit --only anki")
def build(
    banks: Banks = None,
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    only: Annotated[
        str, typer.Option(help="Some outputs only: anki,pdf,page.", show_default=False)
    ] = "",
    seed: Seed = None,
    locked: Annotated[
        bool, typer.Option("--locked", help="Refuse to change quizgen.lock (for CI).")
    ] = False,
    drafts: Drafts = False,
    clean: Clean = False,
    reshuffle: Reshuffle = False,
    subdecks: Annotated[
        bool,
        typer.Option(
            "--subdecks", help="A deck for each topic. Cards learners have already stay put."
        ),
    ] = False,
    full_size: Annotated[
        bool, typer.Option("--full-size", help="Keep big photos as they are in deck and page.")
    ] = False,
    columns: Columns = "",
    skip_bad: SkipBad = False,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Check a bank, then make its deck, papers, keys, flashcards and review page."""
    from quizgen.cli.build import run_build, wish_of

    raise typer.Exit(
        run_build(
            banks or [],
            out,
            only=only,
            seed=seed,
            locked=locked,
            drafts=drafts,
            clean=clean,
            reshuffle=reshuffle,
            subdecks=subdecks,
            full_size=full_size,
            as_json=json,
            wish=wish_of(columns, skip_bad=skip_bad),
        )
    )


@app.command("import", epilog="Example: quizgen import chapter3.xlsx --to chapter-3")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Quiz files that other programs made.")],
    to: Annotated[
        str, typer.Option(help="The bank's name in question_bank/.", show_default=False)
    ] = "",
    format: Annotated[
        str,
        typer.Option("--from", help="The files' format, where it is not told.", show_default=False),
    ] = "",
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what would come; write nothing.")
    ] = False,
    columns: Columns = "",
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Make a bank of quizzes from other programs: first the plan, then YAML you can edit."""
    from quizgen.cli.imports import run_import

    raise typer.Exit(
        run_import(files, out, to=to, format=format, plan_only=plan, columns=columns, as_json=json)
    )


@app.command(epilog="Example: quizgen export nato-75-summit --to quizlet")
def export(
    banks: Banks = None,
    to: Annotated[
        str, typer.Option(help="Formats, with commas; --list names them.", show_default=False)
    ] = "",
    quiz: Annotated[
        str, typer.Option(help="One quiz of the bank; else all of it.", show_default=False)
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing where anything would be lost.")
    ] = False,
    formats: Annotated[
        bool, typer.Option("--list", help="Show the formats: what each holds, and its limits.")
    ] = False,
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Write a bank for other programs, and say what they can't hold."""
    from quizgen.cli.export import run_export

    raise typer.Exit(
        run_export(banks or [], out, to=to, quiz=quiz, strict=strict, as_list=formats, as_json=json)
    )


@app.command(
    epilog="Example: quizgen pdf nato-75-summit --quiz class-quiz --forms 4 --roster 10b.csv"
)
def pdf(
    bank: Annotated[Path, typer.Argument(help="A bank's folder, file or name.")],
    quiz: Annotated[
        list[str] | None, typer.Option(help="Print this quiz only; may be given again.")
    ] = None,
    forms: Annotated[
        str,
        typer.Option(
            help="So many forms: A, B, C...; each: one for each pupil of a class list.",
            metavar="NUMBER|each",
            show_default=False,
        ),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            help="A class list (CSV or XLSX): papers with names, of so many forms, else of a form "
            "for each pupil.",
            show_default=False,
        ),
    ] = None,
    copies: Annotated[
        int | None,
        typer.Option(
            help="So many papers in one file, forms in turn.", min=1, max=1000, show_default=False
        ),
    ] = None,
    paper: Annotated[
        str, typer.Option(help="a3, a4, a5, letter or legal.", show_default=False)
    ] = "",
    profile: Annotated[
        str,
        typer.Option(
            help="normal, large, dyslexia, support; several with commas.", show_default=False
        ),
    ] = "",
    columns: Annotated[
        str,
        typer.Option(
            help="1 or 2; or what a table's columns hold: question,option,option,key.",
            show_default=False,
        ),
    ] = "",
    up: Annotated[
        int | None,
        typer.Option(
            help="2 or 4 small papers to a sheet, to be cut.", min=1, max=4, show_default=False
        ),
    ] = None,
    one_file: Annotated[bool, typer.Option("--one-file", help="All forms in one PDF.")] = False,
    duplex: Annotated[
        bool, typer.Option("--duplex", help="An even number of pages for each paper.")
    ] = False,
    ink_saving: Annotated[
        bool, typer.Option("--ink-saving", help="No tints, no filled shapes.")
    ] = False,
    key: Annotated[
        str,
        typer.Option(help="short, or full: with reasons, evidence and topics.", show_default=False),
    ] = "",
    marked: Annotated[
        bool | None,
        typer.Option(
            "--marked/--no-marked",
            help="The pages with answers drawn; for up to four forms if not said.",
            show_default=False,
        ),
    ] = None,
    face: Annotated[
        list[Path] | None,
        typer.Option(help="A TrueType font for what ours lack; may be given again."),
    ] = None,
    cards: Annotated[
        str,
        typer.Option(
            help="Print flashcards instead: 8-up, 10-up, a7, a8 or business-card.",
            show_default=False,
        ),
    ] = "",
    sides: Annotated[
        str,
        typer.Option(
            help="Where cards have their backs: long-edge, short-edge, fold or separate.",
            show_default=False,
        ),
    ] = "",
    back_dx: Annotated[
        float | None,
        typer.Option(help="Move backs to the right, in millimetres.", show_default=False),
    ] = None,
    back_dy: Annotated[
        float | None, typer.Option(help="Move backs down, in millimetres.", show_default=False)
    ] = None,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="A sheet that tells how far backs are off.")
    ] = False,
    seed: Seed = None,
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    drafts: Drafts = False,
    skip_bad: SkipBad = False,
    clean: Clean = False,
    reshuffle: Reshuffle = False,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Print quizzes and their keys: any paper, many forms, with pupils' names; flashcards.

    What isn't said here is taken from `paper:` of the bank. Papers printed earlier stay.
    """
    from quizgen.cli.build import wish_of
    from quizgen.cli.pdf import CardWish, both_columns, print_options, run_pdf, with_cards

    of_page, of_table = both_columns(columns)
    wish = print_options(
        quiz or [], forms, roster, copies, paper, profile, of_page, up, face or [],
        one_file=one_file, duplex=duplex, ink_saving=ink_saving, key=key, marked=marked,
    )  # fmt: skip
    of_cards = CardWish(
        size=cards, sides=sides, back_dx=back_dx, back_dy=back_dy, calibration=calibration
    )
    wish = with_cards(wish, of_cards)
    raise typer.Exit(
        run_pdf(
            bank, out, wish, seed=seed, drafts=drafts, clean=clean, reshuffle=reshuffle,
            as_json=json, wish=wish_of(of_table, skip_bad=skip_bad),
        )
    )  # fmt: skip


@app.command(
    epilog="Example: quizgen check --strict --ignore option-count; quizgen check --testwise; "
    "quizgen check question_bank/honey-bees --blind > ask.txt; "
    "quizgen check question_bank/honey-bees --blind answers.txt"
)
def check(
    banks: Banks = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Do the safe repairs, as edits that keep your layout.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file is saved.")
    ] = False,
    select: Annotated[
        str, typer.Option(help="Some rules or groups only: truth,clang-cue.", show_default=False)
    ] = "",
    ignore: Annotated[
        str, typer.Option(help="All rules but these: option-count,form.", show_default=False)
    ] = "",
    require_evidence: Annotated[
        bool, typer.Option("--require-evidence", help="An item without evidence is an error.")
    ] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="List what is proved of each item, and what isn't.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Write that list as a page, too, with the sources beside it.",
            show_default=False,
        ),
    ] = None,
    testwise: Annotated[
        bool,
        typer.Option("--testwise", help="List what tricks alone would score, and on which items."),
    ] = False,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind",
            help="Print the choices without key or source, for a reader who guesses; or read the "
            "answers back, of a file that is named, too.",
        ),
    ] = False,
    quiz: Annotated[
        str, typer.Option(help="With --blind: one quiz; else all choices.", show_default=False)
    ] = "",
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help="Count topics by level and type, and how often facts and paragraphs come up.",
        ),
    ] = False,
    format: Annotated[str, typer.Option(help="text, json, github or sarif.")] = "text",
    only: Annotated[
        str,
        typer.Option(
            help="What anki, pdf or page would refuse is an error; else it is a warning.",
            show_default=False,
        ),
    ] = "",
    columns: Columns = "",
    seed: Seed = None,
    drafts: Drafts = False,
) -> None:
    """Find everything wrong with a bank: structure, evidence, truth, wording, quizzes."""
    from quizgen.cli.build import outputs_named, wish_of
    from quizgen.cli.check import CheckOptions, rules_named, run_check, run_watch
    from quizgen.cli.report_formats import Detail

    if blind:
        from quizgen.cli.blind import run_blind

        raise typer.Exit(run_blind(banks or [], quiz, as_json=format == "json"))
    asked = CheckOptions(
        format=format,
        strict=strict,
        page=out,
        detail=Detail(evidence=evidence, testwise=testwise, coverage=coverage),
        require_evidence=require_evidence,
        seed=seed,
        drafts=drafts,
        rules=rules_named(select, ignore),
        only=outputs_named(only),
        wish=wish_of(columns),
    )
    raise typer.Exit((run_watch if watch else run_check)(banks or [], asked, fix=fix))


@app.command(epilog="Example: quizgen rules longest-option-is-key")
def rules(
    name: Annotated[str, typer.Argument(help="A rule; without it, all of them.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Show the page of a rule: why it is there, an example, what to write instead."""
    from quizgen.cli.rules import run_rules

    raise typer.Exit(run_rules(name, as_json=json))


@app.command(epilog="Example: quizgen ids question_bank/honey-bees")
def ids(
    banks: Banks = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
) -> None:
    """Give an id to every question that has none; nothing else in the files changes."""
    from quizgen.cli.ids import run_ids

    raise typer.Exit(run_ids(banks or [], dry_run=dry_run))


@app.command(epilog="Example: quizgen diff nato-75-summit, or: quizgen diff old.apkg new.apkg")
def diff(
    old: Annotated[
        Path,
        typer.Argument(help="A bank, a lock or a deck; a bank alone is compared with its lock."),
    ],
    new: Annotated[
        Path | None, typer.Argument(help="A bank, a lock or a deck.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Say what an update changes for learners: new, changed, retired, gone, identity lost."""
    from quizgen.cli.diff import run_diff

    raise typer.Exit(run_diff([old, new] if new else [old], as_json=json))


@app.command(epilog="Example: quizgen verify output/nato-75-summit/deck.apkg")
def verify(
    deck: Annotated[Path, typer.Argument(help="An .apkg file, made by quizgen or not.")],
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Look at every card of a deck in the real Anki, and say what is wrong."""
    from quizgen.cli.verify import run_verify

    raise typer.Exit(run_verify(deck, as_json=json))


@app.command(epilog="Example: quizgen push nato-75-summit")
def push(
    bank: Annotated[Path, typer.Argument(help="A bank's folder, file or name.")],
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    address: Annotated[
        str, typer.Option(help="Where AnkiConnect listens.", envvar="ANKICONNECT")
    ] = "http://127.0.0.1:8765",
    key: Annotated[
        str, typer.Option(help="AnkiConnect's apiKey, if it has one.", envvar="ANKICONNECT_KEY")
    ] = "",
) -> None:
    """Build a bank's deck and hand it to the Anki that is running; nothing is ever deleted."""
    from re import fullmatch

    from quizgen.cli.push import run_push

    if not fullmatch(r"https?://[^\s/:]+(:\d{1,5})?/?", address):
        raise typer.BadParameter(
            "an address looks like http://127.0.0.1:8765", param_hint="--address"
        )
    raise typer.Exit(run_push(bank, out, address=address, key=key))


@app.command(
    epilog="Example: quizgen show who-represents/kishida · show --list · show --why class-quiz"
)
def show(
    id: Annotated[
        str,
        typer.Argument(help="The id of an item; not with --list and --why.", show_default=False),
    ] = "",
    banks: Banks = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List all items: id, type, stem...")
    ] = False,
    why: Annotated[
        str,
        typer.Option(
            help="Tell how this quiz was drawn: what each part asked for, took and left out.",
            metavar="QUIZ",
            show_default=False,
        ),
    ] = "",
    form: Annotated[
        str,
        typer.Option(help="With --why: this form, where each draws its own.", show_default=False),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print --list or --why as JSON.")] = False,
) -> None:
    """Show one item as pupils see it and as the key tells it, or list what a bank holds."""
    from quizgen.cli.show import Wanted, run_show

    raise typer.Exit(run_show(Wanted(id, listed, why, form, json), list(banks or [])))


@app.command(epilog="Example: quizgen key 1b9f1c96")
def key(
    paper: Annotated[str, typer.Argument(help="The hash in a paper's footer, or its beginning.")],
    banks: Banks = None,
    roster: Roster = None,
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    json: Annotated[bool, typer.Option("--json", help="Print the key as JSON.")] = False,
) -> None:
    """Print the key of any paper ever made, by today's answers, and say what changed since."""
    from quizgen.cli.key import Shelf, run_key

    raise typer.Exit(run_key(paper, Shelf(banks or [], out, roster), as_json=json))


@app.command(
    epilog="Examples: quizgen papers, quizgen papers nato-75-summit --again 1b9f1c96, "
    "quizgen papers --items 1b9f1c96 >> quiz.yaml, quizgen papers --forget 1b9f1c96,07a8c2d1"
)
def papers(
    banks: Banks = None,
    again: Annotated[
        str, typer.Option(help="Print this paper again, and its key.", show_default=False)
    ] = "",
    items: Annotated[
        str, typer.Option(help="Write its items as a quiz to paste.", show_default=False)
    ] = "",
    forget: Annotated[
        list[str] | None,
        typer.Option(help="Take papers off the record; several with commas.", show_default=False),
    ] = None,
    roster: Roster = None,
    out: Annotated[Path, typer.Option(help="The output folder.")] = Path("output"),
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List what was printed: quiz, form, paper, day, class; print one again in today's words."""
    from quizgen.cli.key import Shelf
    from quizgen.cli.papers import run_again, run_forget, run_items, run_papers

    forgotten = [hash for some in forget or [] for hash in some.split(",") if hash.strip()]
    if sum(map(bool, (again, items, forgotten))) > 1:
        raise typer.BadParameter("one of --again, --items and --forget at a time")
    shelf = Shelf(banks or [], out, roster)
    if again:
        raise typer.Exit(run_again(again, shelf))
    if items:
        raise typer.Exit(run_items(items, shelf))
    if forgotten:
        raise typer.Exit(run_forget(forgotten, shelf))
    raise typer.Exit(run_papers(shelf, as_json=json))


class Starter(StrEnum):
    """The languages of the bank that `new` begins with."""

    en = "en"
    de = "de"
    fr = "fr"
    es = "es"


@app.command(epilog='Example: quizgen new "Honey bees", then: quizgen build')
def new(
    name: Annotated[
        str, typer.Argument(help="Its title, such as Honey bees; its id is honey-bees-k3fq.")
    ],
    table: Annotated[
        bool, typer.Option("--table", help="A spreadsheet to fill in, in place of a bank.")
    ] = False,
    lang: Annotated[Starter, typer.Option(help="The language it begins with.")] = Starter.en,
) -> None:
    """Start a bank: a commented file with an example of every item type, ready to build.

    Works in any folder. Lines in .gitignore keep class lists and results out of git.
    """
    if table:
        from quizgen.cli.new_table import run_new_table

        raise typer.Exit(run_new_table(name))
    from quizgen.cli.new import run_new

    raise typer.Exit(run_new(name, lang=lang.value))


@app.command(epilog="Example: quizgen schema > question_bank/bank.schema.json")
def schema() -> None:
    """Print the JSON Schema of the bank format, for editors."""
    from quizgen.bank.syntax.schema import dump_schema

    print(dump_schema(), end="")


@source_app.command(
    "add", epilog='Example: quizgen source add article.html --id nato-75 --publisher "The Post"'
)
def source_add(
    file: Annotated[Path, typer.Argument(help="The text: .txt, .md, .html, .docx or .pdf.")],
    id: Annotated[str, typer.Option(help="The record's name; from the file's if missing.")] = "",
    title: Annotated[str, typer.Option(help="What the text is called.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote it.")] = "",
    date: Annotated[str, typer.Option(help="When it was published, as printed.")] = "",
    language: Annotated[str, typer.Option(help="Its language: en, de, fr...")] = "",
    rights: Annotated[str, typer.Option(help="Whose it is, and on what terms it is cited.")] = "",
    url: Annotated[str, typer.Option(help="Where it stands on the web.")] = "",
    keep: Annotated[
        list[str] | None,
        typer.Option(
            help="Keep as paragraphs what is left out, too, such as caption; repeat it.",
            metavar="KIND",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="Its encoding, where it is not told right, such as cp1250.")
    ] = "",
    show: Annotated[
        bool, typer.Option("--show", help="Show what is read and what is left out; write nothing.")
    ] = False,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep the text beside its record (git ignores it).")
    ] = False,
) -> None:
    """Record a source: title, publisher and a fingerprint that proves quotes without its text.

    A web page, Word document or PDF is read without network. What it says of itself (title,
    author, date, publisher, address) is taken where you don't say it; menus, captions, comments
    and running heads are left out and counted.
    """
    from quizgen.cli.source import Recording, kinds_named, run_source_add

    about = {
        "title": title,
        "publisher": publisher,
        "author": author,
        "date": date,
        "language": language,
        "rights": rights,
        "url": url,
    }
    how = Recording(keep=kinds_named(keep or ()), encoding=encoding, keep_text=keep_text, show=show)
    raise typer.Exit(run_source_add(file, id, about, how))


class Score(StrEnum):
    """Who sees points."""

    none = "none"
    private = "private"
    board = "board"


class OnOff(StrEnum):
    """A switch."""

    on = "on"
    off = "off"


class NamedBy(StrEnum):
    """How pupils are called."""

    roster = "roster"
    generated = "generated"
    free = "free"


@app.command(epilog="Example: quizgen review nato-75-summit --lan --class 9b.csv")
def review(
    bank: Annotated[
        Path | None,
        typer.Argument(help="A bank's folder, file or name.", show_default=False),
    ] = None,
    quiz: Annotated[
        str, typer.Option(help="Which quiz; the first if missing.", show_default=False)
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option("--class", help="A class list (CSV or XLSX).", show_default=False),
    ] = None,
    names: Annotated[
        NamedBy | None,
        typer.Option(help="How pupils are called, where there is no class list."),
    ] = None,
    score: Annotated[Score, typer.Option(help="Who sees points.")] = Score.private,
    seconds: Annotated[
        int | None,
        typer.Option(min=5, max=3600, help="Time for each question; none if missing."),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Begin with what was missed in earlier lessons.")
    ] = False,
    repeat: Annotated[
        OnOff, typer.Option(help="Whether questions that most missed come back.")
    ] = OnOff.on,
    lan: Annotated[bool, typer.Option("--lan", help="Open to phones at once.")] = False,
    address: Annotated[
        str,
        typer.Option(
            help="Which address or name stands on the wall; the likeliest if missing.",
            show_default=False,
        ),
    ] = "",
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, help="Where phones go, for firewalls; the last one if free."
        ),
    ] = 0,
    page_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of the teacher's page; any free one if 0.")
    ] = 0,
    approve: Annotated[
        bool, typer.Option("--approve", help="New names wait until you let them in.")
    ] = False,
    refuse: Annotated[
        Path | None,
        typer.Option(help="Words that may not stand on the wall, one a line.", show_default=False),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Don't open the teacher's page.")
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(help="Where answers are kept; your data folder if missing."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the last unfinished session.")
    ] = False,
    columns: Columns = "",
    skip_bad: SkipBad = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Let bots join, to try a lesson alone.")
    ] = False,
) -> None:
    """Lead a live review: a projector, the class's phones, nothing lost, no internet needed."""
    from quizgen.cli.build import wish_of
    from quizgen.cli.review import ReviewOptions, run_review
    from quizgen.review.server.bots import BOTS

    if names is NamedBy.roster and roster is None:
        raise typer.BadParameter("a class list is needed: --class FILE", param_hint="--names")
    wanted = ReviewOptions(
        quiz=quiz,
        roster=roster,
        names=names.value if names else None,
        score=score.value,
        seconds=seconds,
        log=log,
        port=port,
        page_port=page_port,
        address=address,
        approve=approve,
        refuse=refuse,
        browser=not no_browser,
        lan=lan,
        resume=resume,
        bots=BOTS if rehearse else 0,
        repeat=repeat is OnOff.on,
        due=due,
        wish=wish_of(columns, skip_bad=skip_bad),
    )
    raise typer.Exit(run_review(bank, wanted))


@sessions_app.command("list", epilog="Example: quizgen sessions list")
def sessions_list(
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List the sessions that were kept, the newest first."""
    from quizgen.cli.sessions import run_list

    raise typer.Exit(run_list(as_json=json))


class Count(StrEnum):
    """Which vote counts where there were two."""

    first = "first"
    last = "last"


@sessions_app.command(
    "export", epilog="Example: quizgen sessions export --bank nato-75-summit --count first"
)
def sessions_export(
    session: Annotated[
        str, typer.Argument(help="Its name or file; the newest if missing.", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="The folder; named after the session if missing.")
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(help="The file of its log, where it is not named.", show_default=False),
    ] = None,
    count: Annotated[
        Count, typer.Option(help="Which vote counts where there were two.")
    ] = Count.last,
    strict: Annotated[
        bool, typer.Option("--strict", help="Nothing for answers that are right in part.")
    ] = False,
    bank: Annotated[
        Path | None,
        typer.Option(help="The bank: makes each pupil a deck of what they missed."),
    ] = None,
) -> None:
    """Write the results of a session, finished or not: answers, report, decks."""
    from quizgen.cli.sessions import Export, run_export
    from quizgen.scoring.responses import ScoringRules

    if log and session:
        raise typer.BadParameter("name the session or its log, not both", param_hint="--log")
    rules = ScoringRules(partial=not strict, round=count.value)
    raise typer.Exit(
        run_export(str(log) if log else session, Export(out=out, rules=rules, bank=bank))
    )


@sessions_app.command("accept", epilog="Example: quizgen sessions accept nato-75-20261125-101500")
def sessions_accept(
    session: Annotated[str, typer.Argument(help="A session's name or file.")],
    bank: Annotated[
        Path | None,
        typer.Option(help="The bank; the one that the lesson was about if missing."),
    ] = None,
) -> None:
    """Write answers that were counted as right in a lesson into the bank's `accept`."""
    from quizgen.cli.sessions import run_accept

    raise typer.Exit(run_accept(session, bank))


@sessions_app.command("purge", epilog="Example: quizgen sessions purge --all")
def sessions_purge(
    sessions: Annotated[
        list[str] | None, typer.Argument(help="Their names or files.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All sessions.")] = False,
) -> None:
    """Remove every name from sessions; answers and numbers stay."""
    from quizgen.cli.sessions import run_purge

    raise typer.Exit(run_purge(sessions or [], every=every))


def main() -> None:
    """Run the command line; what stops the work is a sentence and exit code 1, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another encoding shows \u2192
            stream.reconfigure(errors="backslashreplace")
    try:
        with named_when_missing():
            app()
    except LibraryMissing as error:
        sys.exit(f"quizgen: {error}")  # `stopped` may stand on the very library
    except Exception as error:  # noqa: BLE001 - told apart in `stopped`, the unknown raised again
        from quizgen.cli.errors import stopped

        sys.exit(stopped(error))
