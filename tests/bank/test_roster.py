"""Class lists as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.bank.class_list import read_roster
from quizgen.model import Pupil

ADA, BO = Pupil("1815", "Ada Lovelace"), Pupil("7", "Bo, the second")

GOOD = {
    "name first": 'Ada Lovelace,1815\n"Bo, the second",7\n',
    "head": 'Id,Name\n1815,Ada Lovelace\n7,"Bo, the second"\n',
    "German head, semicolons, mark": "\ufeffNr.;Klasse;Name\r\n1815;a;Ada Lovelace\r\n\r\n7;b;Bo, the second\r\n",
    "first and last name": 'Last name,First name,Student ID\nLovelace,Ada,1815\n"the second","Bo,",7\n',
    "Nom et prénom": "Nom;Prénom;Numéro\nLovelace;Ada;1815\nthe second;Bo,;7\n",
    "a comma in quotes": '"Ada Lovelace";1815\n"Bo, the second";7\n',
    "tabs": "Ada  Lovelace\t1815\nBo, the second\t7",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_lists_that_spreadsheets_write(text: str, tmp_path: Path) -> None:
    """A teacher's list would be refused, or names taken for ids."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    assert read_roster(path, Path.cwd()) == ((ADA, BO), ())


PLAIN = {
    "ids of letters": ("Ada Lovelace,ada\nBo Derek,bd\n", ["ada", "bd"]),
    "ids made of names": (
        "Ada Lovelace,AdaL\nBo,bo\nCy Young,young.c\n",
        ["AdaL", "bo", "young.c"],
    ),
    "pupils without names": ("Pupil 1,1\nPupil 2,2\n", ["1", "2"]),
    "codes": ("Ada Lovelace,XKCD\nBo Derek,qwe\nCy,k\n", ["XKCD", "qwe", "k"]),
    "a third column": ("Ada Lovelace,1815,10b\nBo,7,10b\n", ["1815", "7"]),
    "columns we don't know": ("name,id,extra time\nAda,1,25%\nBo,2,\n", ["1", "2"]),
    "letters under a heading": ("name,id\nAda,Zoe\nBo,Derek\n", ["Zoe", "Derek"]),
    "a pupil called as a heading is": ("Nom,7\nNo Code,8\n", ["7", "8"]),
    "empty cells behind": ("Name,ID,\nAda,1,\n,,\nBo,2,,\n", ["1", "2"]),
    "accents left out": ("Nom;Prenom;Numero\nLovelace;Ada;1815\n", ["1815"]),
}


@pytest.mark.parametrize(("text", "ids"), PLAIN.values(), ids=PLAIN)
def test_lists_that_were_always_read(text: str, ids: list[str], tmp_path: Path) -> None:
    """A list that has served for a term would be refused."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    pupils, problems = read_roster(path, Path.cwd())
    assert problems == ()
    assert [pupil.id for pupil in pupils] == ids


NO_PUPILS = {
    "ids alone": ("ID,Class\n7,10b\n", 1, "names no column of names"),
    "an id with a digit in its heading": ("Name,ID2\nAda,1\n", 1, "'Name'"),
    "a column that may be the id": ("Name,Locker,Class\nAda,1,a\nBo,2,a\n", 1, "'Locker'"),
    "a heading in a language we don't know": ("Vardas,Kodas\nAda,1\nBo,2\n", 1, "aren't known"),
    "a heading in small letters": ("vardas,kodas\nAda Lovelace,ada\n", 1, "aren't known"),
    "a title": ("Class 10b,2024\nAda,1\n", 1, "looks like a title"),
    "a title and a heading": ("Autumn,10b\nName,ID\nAda,1\n", 2, "isn't the first row"),
    "a title above names": ("Class 10b\nAda Lovelace\nBo Derek\n", 1, "looks like a title"),
    "a word above names": ("Biology\nAda Lovelace\nBo Derek\n", 1, "looks like a heading"),
    "sep= of more than a sign": ("sep=ab\nAda;1\n", 1, "take it out"),
    "two ids": ("Code,Name,ID\nx1,Ada,1815\n", 1, "'Code' and 'ID' may both be the id"),
    "an unquoted comma": ("Doe, John,1001\n", 1, "'John' reads like a name"),
    "in one row": ("Ada Lovelace,1815\nDoe, John,1001\n", 2, "'John' reads like a name"),
    "in small letters": ("doe,john,1001\n", 1, "'john' reads like a name"),
    "under a heading": ("name,id\nAda,1\nDoe, John,1001\n", 3, "3 cells, and the heading has 2"),
    "under a wider heading": ("name,id,seat\nAda,1,4\nDoe, John,1001\n", 3, "split a name"),
    "without a space": ("name,id,seat\nAda,1,4\nDoe,John,1001\n", 3, "'John' reads like"),
    "before a class": ("name,class,note\nDoe, John,10b\n", 2, "split a name: Doe, John"),
    "among names alone": ("Ada Lovelace\nBo Derek\nDoe, John\n", 3, "2 cells"),
    "in another column": ("name,id,note\nAda,1,late, often\n", 2, "4 cells"),
    "last name, first name": ("Doe,John\nRoe,Jane\n", 1, "'John' reads like a name"),
    "a first name that the last begins with": ("Johnson,John\n", 1, "'John' reads like a name"),
    "in capitals": ("DOE,JOHN\n", 1, "'JOHN' reads like a name"),
    "two last names": ("Garcia Lopez,Jose\n", 1, "'Jose' reads like a name"),
    "a number, and a name in halves": ("1001,Lovelace,Ada\n", 1, "'Lovelace' reads like"),
    "numbers alone": ("1001\n1002\n", 1, "'1001' doesn't read like a name"),
    "numbered names": ("1. Ada\n2. Bo\n", 1, "'1. Ada' doesn't read like a name"),
    "names behind dashes": ("- Ada\n- Bo\n", 1, "'- Ada' begins with a sign"),
    "addresses alone": ("ada@x.org\nbo@x.org\n", 1, "reads like an address"),
    "a name, its halves and an address": ("Doe,John,john@x.org\n", 1, "'John' reads like a name"),
    "no address": ("name,email\nAda,none\n", 2, "'none' is no e-mail address"),
    "a date at the end": ("Name\nAda\nExported on 1.9.2024\n", 3, "doesn't read like a name"),
    "a remark at the end": ("Name\nAda\nAbsent:\n", 3, "reads like a heading"),
    "a list below a list": ("Name,ID\nAda,1\nName,ID\nBo,2\n", 3, "isn't the first row"),
    "a pupil above the heading": ("Ada,1\nName,ID\nBo,2\n", 2, "isn't the first row"),
    "names over lines": ('name,id\n"Ada\nLovelace",1\n', 2, "stands in several lines"),
    "a quote that stays open": ('name,id\nAda,1\nBo,"2\nCy,3\n', 3, "is never closed"),
    "the class first": ("10b,1001\n", 1, "'10b' reads like an id"),
    "a sum": ("name,id\nAda,1\nTotal:,28\n", 3, "looks like a sum"),
}


@pytest.mark.parametrize(("text", "line", "said"), NO_PUPILS.values(), ids=NO_PUPILS)
def test_what_is_not_understood_is_no_pupil(
    text: str, line: int, said: str, tmp_path: Path
) -> None:
    """A paper would be printed for a pupil called Klasse, or one without the id of its pupil."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    _, problems = read_roster(path, Path.cwd())
    assert problems
    assert problems[0].where.line == line
    assert said in problems[0].message
    assert problems[0].help


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    """A pupil would get no paper, or somebody else's, and nobody would know."""
    path = tmp_path / "class.csv"
    path.write_text("name,id\nAda,1\nBo,1\n,2\nCy,\nDi,../x\nEd,key\n", "utf-8")
    pupils, problems = read_roster(path, Path.cwd())
    assert pupils == (Pupil("1", "Ada"),)
    said = [(p.where.line, p.where.column, p.message) for p in problems]
    assert said == [
        (3, 2, "the id '1' is taken by line 2"),
        (4, 1, "a pupil without a name"),
        (5, 2, "Cy has no id"),
        (6, 2, "'../x' can't be a pupil's id"),
        (7, 2, "'key' can't be a pupil's id"),
    ]


NO_LISTS = {
    b"": "nobody",
    b"Name,ID\n": "nobody",
    b"\xff\xfeA": "begins as UTF-16 and isn't",
    b"a\x00,1": "no text file",
    b"Ada,1\n\x1e\nBo,2\n": "no text file",
    b"PK\x03\x04abc": "is damaged",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Excel (.xls), or locked",
    b"%PDF-1.7": "a PDF",
    b"\xef\xbb\xbf\n <table><tr><td>Name</td></tr></table>": "a web page",
    "Name;ID\nJörg;1\n".encode("cp1252"): "isn't UTF-8: Windows-1252 perhaps",
}


def test_what_is_no_list(tmp_path: Path) -> None:
    """A wrong file would end in a traceback."""
    path = tmp_path / "class.csv"
    for data, said in NO_LISTS.items():
        path.write_bytes(data)
        pupils, problems = read_roster(path, Path.cwd())
        assert pupils == ()
        assert said in problems[0].message
    assert "can't read" in read_roster(tmp_path / "no.csv", Path.cwd())[1][0].message


@given(text=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_pupils_or_problems(text: str, tmp_path: Path) -> None:
    """A strange cell would crash the print run."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8", newline="")
    pupils, problems = read_roster(path, Path.cwd())
    assert pupils or problems
    assert len({pupil.id.lower() for pupil in pupils}) == len(pupils)
