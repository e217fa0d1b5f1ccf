"""The command line as people meet it: words, exit codes, no traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import EVERY_TYPE, NATO, ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "quizgen", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, input=stdin, check=False, timeout=60
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return go


def test_a_new_bank_builds_at_once(run: Run) -> None:
    """A teacher's first minute would end in an error."""
    assert run("new", "honey-bees").returncode == 0
    done = run("build")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    (folder,) = Path("output").iterdir()
    assert re.fullmatch("honey-bees-[a-z2-9]{4}", folder.name)
    names = {p.name for p in folder.iterdir()}
    assert names == {
        "deck.apkg",
        "class-quiz-A.pdf",
        "class-quiz-B.pdf",
        "class-quiz-key.pdf",
        "class-quiz-marked.pdf",
        "flashcards.pdf",
        "review.html",
        "manifest.json",
        ".bank",
    }
    for word in ("deck.apkg", "15 cards", "1 page", "items"):
        assert word in done.stdout
    assert run("check", "honey-bees").returncode == 0  # by its bare name
    assert "job/queen" in run("show", "job").stdout  # a template names its items
    again = run("new", "honey-bees")
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_exit_codes(run: Run) -> None:
    """A script could not tell a faulty bank from a wrong option."""
    assert run("build").returncode == 1
    assert run("build", "nowhere").returncode == 1
    assert run("build", "--nonsense").returncode == 2
    assert run("build", "--only", "papyrus").returncode == 2
    assert run("check", "--format", "morse").returncode == 2
    assert run("--version").stdout.startswith("quizgen 0.")
    assert run("new", "???").returncode == 1


def test_problems_show_place_line_caret_and_help(run: Run) -> None:
    """The author would have to search the file."""
    Path("b.yaml").write_text(
        "quizgen: 1\nid: b\ntitle: B\nquestions:\n  - {id: q, question: x, anwser: y}\n"
    )
    done = run("check", "b.yaml")
    assert done.returncode == 1
    assert "b.yaml\n     5:26  error  unknown-key  a question has no key 'anwser'" in done.stderr
    assert "    5 |   - {id: q, question: x, anwser: y}" in done.stderr
    assert "\n          |                          ^" in done.stderr
    assert "help: did you mean 'answer'" in done.stderr


def test_one_bad_bank_does_not_stop_the_others(run: Run) -> None:
    """One slip would cost every class its papers."""
    Path("good.yaml").write_text(
        "quizgen: 1\nid: good\ntitle: G\nquestions: [{id: q, question: x, answer: y}]\n"
    )
    Path("bad.yaml").write_text("quizgen: 1\n")
    done = run("build", "bad.yaml", "good.yaml")
    assert done.returncode == 1
    assert Path("output/good/deck.apkg").exists()
    assert "nothing was written" in done.stderr


def test_two_banks_of_one_id_do_not_overwrite_each_other(run: Run) -> None:
    """One class would get the other's papers."""
    for name in ("one", "two"):
        Path(f"{name}.yaml").write_text(
            f"quizgen: 1\nid: same\ntitle: {name}\nquestions: [{{id: q, question: x, answer: y}}]\n"
        )
    done = run("build", "one.yaml", "two.yaml")
    assert done.returncode == 1
    assert "bank-id-taken" in done.stderr
    assert "one.yaml" in done.stderr
    assert json.loads(Path("output/same/manifest.json").read_text())["title"] == "one"


def test_json(run: Run) -> None:
    """A machine could not read the result."""
    Path("b.yaml").write_text("quizgen: 1\nid: b\ntitle: B\n" + EVERY_TYPE)
    (built,) = json.loads(run("build", "b.yaml", "--json").stdout)
    assert built["bank"] == "b"
    assert {f["path"] for f in built["files"]} >= {"deck.apkg", "review.html"}
    checked = json.loads(run("check", "b.yaml", "--format", "json").stdout)
    assert checked["summary"]["error"] == 0
    Path("b.yaml").write_text("quizgen: 1\nid: b\n")
    (problem,) = json.loads(run("check", "b.yaml", "--format", "json").stdout)["problems"]
    assert (problem["code"], problem["line"]) == ("missing-key", 1)
    assert set(problem) == {"code", "level", "file", "line", "column", "item", "message", "help"}


def test_strict_lets_warnings_fail(run: Run) -> None:
    """CI would let a bank without ids pass."""
    Path("b.yaml").write_text(
        "quizgen: 1\nid: b\ntitle: B\nquestions: [{question: x, answer: y}]\n"
    )
    assert run("check", "b.yaml").returncode == 0
    assert run("check", "b.yaml", "--strict").returncode == 1


def test_show(run: Run) -> None:
    """A teacher could not look at one item."""
    Path("b.yaml").write_text("quizgen: 1\nid: b\ntitle: B\n" + EVERY_TYPE)
    done = run("show", "single", "b.yaml")
    assert "C  This one" in done.stdout
    assert "Answer: C  This one" in done.stdout
    lost = run("show", "singel", "b.yaml")
    assert lost.returncode == 1
    assert "'single'" in lost.stderr


def test_source_add_and_proof(run: Run) -> None:
    """A source could not be recorded, or its quotes not proved without it."""
    Path("text.txt").write_text("One two three four.\nFive six seven eight.\n")
    done = run(
        "source",
        "add",
        "text.txt",
        "--id",
        "my-text",
        "--title",
        "A text",
        "--publisher",
        "The Press",
    )
    assert done.returncode == 0, done.stderr
    assert "2 paragraphs, 8 words" in done.stdout
    assert not Path("seeds/my-text.txt").exists()
    bank = "quizgen: 1\nid: b\ntitle: B\nsources: {{t: my-text}}\ndefaults: {{source: t}}\nquestions: [{{id: q, question: x, answer: y, evidence: '{}'}}]\n"
    Path("b.yaml").write_text(bank.format("p2: six seven eight"))
    done = run("check", "b.yaml")
    assert done.returncode == 0, done.stderr
    assert "1 quotes proved (words verified)" in done.stdout
    Path("b.yaml").write_text(bank.format("p1: six seven eight"))
    done = run("check", "b.yaml")
    assert done.returncode == 1
    assert "paragraph 2, not 1" in done.stderr


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"\xff\xfe\x00", b""])
def test_source_add_refuses_what_is_no_text(run: Run, data: bytes) -> None:
    """A PDF would be recorded as gibberish."""
    Path("x.txt").write_bytes(data)
    assert run("source", "add", "x.txt").returncode == 1
    assert not Path("seeds").exists()


def test_no_terminal_escape_is_passed_on(run: Run) -> None:
    """A bank from a stranger could repaint the teacher's terminal."""
    Path("b.yaml").write_text('quizgen: 1\nid: b\ntitle: B\n"\\x1b[31mkey": x\n')
    done = run("check", "b.yaml")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr + done.stdout


def test_help_has_an_example_for_every_command(run: Run) -> None:
    """A teacher would not know how to begin."""
    for command in (["build"], ["check"], ["show"], ["new"], ["schema"], ["source", "add"]):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "Example: quizgen" in done.stdout, command


def test_the_schema_takes_the_nato_bank(run: Run) -> None:
    """Editors would underline a bank that is right, or the schema beside the banks would be old."""
    assert run("schema").stdout == (ROOT / "question_bank" / "bank.schema.json").read_text("utf-8")
    import jsonschema
    import yaml

    schema = json.loads(run("schema").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    for path in NATO.glob("*.yaml"):
        values = yaml.safe_load(path.read_text("utf-8"))
        jsonschema.validate(json.loads(json.dumps(values)), schema)  # keys are text, `1:` too
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"quizgen": 1, "questions": [{"qestion": "x"}]}, schema)


def test_broken_pipe_and_missing_folder(run: Run) -> None:
    """`quizgen schema | head` would end in a traceback."""
    done = subprocess.run(
        f"{sys.executable} -m quizgen schema | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
