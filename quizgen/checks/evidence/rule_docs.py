"""The pages of the rules about quotes; the code that finds the flaws stands in `rules`."""

from __future__ import annotations

from quizgen.checks.rules import rule


@rule("error", "evidence")
def quote_not_in_source() -> None:
    """The cited words stand nowhere in the source.

    ## Why is this bad?
    Whoever looks the answer up won't find it. A quote is accepted by exact match after
    normalisation (quote signs, dashes, spaces), never by likeness: with one word replaced, a quote
    is still 96 % alike. Where the text lies beside its record, the message says what comes
    closest.

    ## Example
    The source says `Tokyo hosts the largest number of U.S. troops`.

        evidence: "p13: Tokyo has the largest number of U.S. troops"

    ## Use instead

        evidence: "p13: Tokyo hosts the largest number of U.S. troops"

    `[...]` leaves words out: each part is then proved by itself.

    ## When to ignore
    When the words come from elsewhere: record that source, too.

    ## Source
    Measured on the first bank's article: 58 of 58 true sentences pass, 0 of 58 changed ones.
    """


@rule("error", "evidence")
def quote_in_other_paragraph() -> None:
    """The cited words stand in the source, but in another paragraph.

    ## Why is this bad?
    The paragraph is what a reader opens first; a wrong one makes the proof look false.

    ## Example

        evidence: "p11: Prime Minister Fumio Kishida will represent Japan"

    ## Use instead
    `quizgen check --fix` writes it when the words stand in one paragraph only.

        evidence: "p12: Prime Minister Fumio Kishida will represent Japan"

    ## When to ignore
    Never.

    ## Source
    Common practice of citation.
    """


@rule("warning", "evidence")
def quote_not_unique() -> None:
    """The cited words stand in several paragraphs, and none is named.

    ## Why is this bad?
    Nobody can tell which place supports the answer.

    ## Example

        evidence: "South Korea and New Zealand"

    ## Use instead

        evidence: "p2: South Korea and New Zealand"

    ## When to ignore
    When any of the places will do; better name the first.

    ## Source
    In the first bank's article, 99.7 % of four-word spans stand in one paragraph only.
    """


@rule("error", "evidence")
def quote_too_short() -> None:
    """The quote, or a part of it between `[...]`, has fewer than three words.

    ## Why is this bad?
    One word or two stand in any text, and prove nothing.

    ## Example

        evidence: "p12: Japan"

    ## Use instead

        evidence: "p12: Kishida will represent Japan"

    ## When to ignore
    Never: cite some words more.

    ## Source
    Three words are the window that a source's fingerprint is made of.
    """


@rule("error", "evidence")
def quote_too_long() -> None:
    """The quote has more than 25 words.

    ## Why is this bad?
    The words that carry the answer drown, and the bank comes to hold its source's text, which is
    its publisher's.

    ## Example
    A whole paragraph, cited for one name in it.

    ## Use instead
    The five to twelve words that say it; `[...]` leaves out the rest.

    ## When to ignore
    Never.

    ## Source
    Short quotation, as copyright laws allow it.
    """


@rule("error", "evidence")
def quote_not_verbatim() -> None:
    """The words stand in the source, but not to the character.

    ## Why is this bad?
    A comma or a capital is changed. Found only where the source's text lies beside its record.

    ## Example

        evidence: "p32: This is a gathering, of world leaders"

    ## Use instead

        evidence: "p32: This is a gathering of world leaders"

    ## When to ignore
    Never: copy the words.

    ## Source
    Common practice of quotation.
    """


@rule("error", "evidence")
def misleading_gap() -> None:
    """A gap `[...]` in the quote leaves out what turns its meaning.

    ## Why is this bad?
    `Seoul has not [...] supplied ammunition` says the opposite of its source, each word of it
    proved. A gap may not leave out the end of a sentence, a negation, a contrast or a condition,
    nor part such a word from what it is about. Found by closed lists of words in English, German,
    French and Spanish where the source's text lies beside its record; in other languages, and
    without the text, a quote with a gap is `not judged`, never verified, unless a build that had
    the text judged it: the lock keeps that for this very quote and text (`judged ...`). What else
    a gap leaves out is shown by `check --evidence`.

    ## Example
    The source says `Seoul has not directly fed the war but has supplied artillery ammunition`.

        evidence: "p24: Seoul has not [...] supplied artillery ammunition"

    ## Use instead
    Two lines of evidence, or the words that were left out.

        evidence:
          - "p24: Seoul has not directly fed the war"
          - "p24: but has supplied artillery ammunition"

    ## When to ignore
    When the sentence says the same without the words: give that as the reason.

    ## Source
    Rules of fair quotation: an omission may not change the sense.
    """


@rule("info", "evidence")
def no_paragraph() -> None:
    """The evidence names no paragraph.

    ## Why is this bad?
    The words are proved, but a reader must search the whole source for them.

    ## Example

        evidence: "Prime Minister Fumio Kishida will represent Japan"

    ## Use instead
    `quizgen check --fix` writes it.

        evidence: "p12: Prime Minister Fumio Kishida will represent Japan"

    ## When to ignore
    When the source has no paragraphs.

    ## Source
    Common practice of citation.
    """


@rule("info", "evidence")
def no_evidence() -> None:
    """Items of a bank with sources cite nothing.

    ## Why is this bad?
    Nobody can tell whether the text says so. `quizgen check --require-evidence` makes it an error
    for each item.

    ## Example

        - id: host
          question: Who hosts the summit?
          answer: Washington

    ## Use instead

        - id: host
          question: Who hosts the summit?
          answer: Washington
          evidence: "p1: summit this week in Washington"

    ## When to ignore
    When the item asks for general knowledge.

    ## Source
    Evidence-centred design (Mislevy): every item stands on evidence.
    """


@rule("info", "evidence")
def record_without_values() -> None:
    """The record of a source holds no values that this version reads, and its text isn't there.

    ## Why is this bad?
    Words are proved by any record. That a number is whole (its sign, its separators, its unit) is
    proved by a record of version 2, or by the text beside it: without both, a human must judge.

    ## Example
    A record that begins `record: 1`, or whose `reader:` is of another version.

    ## Use instead
    Record the text again; ids, paragraphs and quotes stay as they are.

        quizgen source add article.txt --id article

    ## When to ignore
    When no answer holds a number or a date, or the text is no longer at hand.

    ## Source
    `20` stands in the words of `20,000` and of `-20`.
    """


@rule("info", "evidence")
def values_half_read() -> None:
    """The numbers of a source are in a language that is read in part.

    ## Why is this bad?
    English, German, French and Spanish are read in full. In other languages digits, dates, units
    and currencies are read as CLDR has them, and number words of a few. What isn't read proves
    nothing and refutes nothing: a human must judge.

    ## Example
    A Polish source says `dwa tysiące`, and the answer is 2000.

    ## Use instead
    Cite words that say it in digits, where the source has them.

    ## When to ignore
    When a colleague has looked at the numbers.

    ## Source
    Unicode CLDR has no number words.
    """


RULES = (
    values_half_read,
    quote_not_in_source,
    quote_in_other_paragraph,
    quote_not_unique,
    quote_too_short,
    quote_too_long,
    quote_not_verbatim,
    misleading_gap,
    no_paragraph,
    no_evidence,
    record_without_values,
)
