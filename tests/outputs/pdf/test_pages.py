"""Page breaking on bare boxes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.pdf.quiz.item_layout import Leaf
from quizgen.outputs.pdf.typeset.boxes import Box
from quizgen.outputs.pdf.typeset.pagination import (
    Area,
    Block,
    Pages,
    PlacedLeaf,
    break_up,
    page_count,
    paginate,
)

LEAVES = st.lists(st.tuples(st.floats(0, 12), st.floats(4, 90)), min_size=1, max_size=14)
BLOCKS = st.lists(st.tuples(LEAVES, st.floats(0, 30), st.booleans()), min_size=1, max_size=25)
FIRST, OTHER = 220.0, 300.0
AREAS = st.builds(
    Area,
    st.just(FIRST),
    st.just(OTHER),
    st.integers(1, 3),
    st.floats(0, 20),
    note=st.sampled_from([0.0, 12.0]),
)


def leaf(gap: float, height: float) -> Leaf:
    """Make a leaf of some height."""
    return Leaf(gap, height, ((0, 0, Box(100, height)),))


def blocks_of(drawn: Any, *, headings: bool = True) -> list[Block]:
    """Make blocks of what hypothesis drew; the last is never a heading."""
    return [
        Block(
            tuple(leaf(*one) for one in leaves),
            above,
            keep_next=keep and headings and index + 1 < len(drawn),
            numbered=True,
        )
        for index, (leaves, above, keep) in enumerate(drawn)
    ]


def columns_of(pages: Pages, area: Area) -> list[list[PlacedLeaf]]:
    """Give the columns of all pages in the order of reading."""
    return [
        [put for put in page if put.column == column]
        for page in pages
        for column in range(area.columns)
    ]


@given(BLOCKS, AREAS)
@settings(deadline=None)
def test_pages_hold_every_leaf_once_in_order(drawn: Any, area: Area) -> None:
    """A question would be lost, printed twice, laid over another or cut by the margin."""
    blocks = blocks_of(drawn)
    pages = paginate(blocks, area)
    columns = columns_of(pages, area)
    put = [p.leaf for column in columns for p in column]
    assert put == [leaf for block in blocks for leaf in block.leaves]
    for number, column in enumerate(columns):
        bottom = 0.0
        for p in column:
            assert p.y >= (area.note if p.continued else bottom) - 0.01
            bottom = p.y + p.leaf.height
        assert bottom <= (FIRST if number < area.columns else OTHER) + 0.05


@given(BLOCKS, AREAS)
@settings(deadline=None)
def test_no_item_is_split_that_fits_a_column(drawn: Any, area: Area) -> None:
    """An option would stand on another page than its stem."""
    blocks = blocks_of(drawn, headings=False)
    columns = columns_of(paginate(blocks, area), area)
    for index, block in enumerate(blocks):
        height = sum(one.height for one in block.leaves) + sum(o.gap for o in block.leaves[1:])
        on = {n for n, column in enumerate(columns) for p in column if p.block == index}
        assert len(on) == 1 or height > FIRST
        for number in sorted(on)[1:]:  # and where it is, every further column says so
            assert columns[number][0].continued


@given(BLOCKS, AREAS)
@settings(deadline=None)
def test_a_heading_never_ends_a_column(drawn: Any, area: Area) -> None:
    """A heading would stand alone at the foot of a page."""
    short = [([leaves[0]], above, keep) for leaves, above, keep in drawn]
    blocks = blocks_of(short)
    heights = 0.0
    for block in blocks:  # headings that, with what follows, no column could hold may part
        heights = (
            heights + block.leaves[0].height + block.gap if heights else block.leaves[0].height
        )
        if heights > FIRST:
            return
        heights = heights if block.keep_next else 0.0
    for column in columns_of(paginate(blocks, area), area):
        if column:
            assert not blocks[column[-1].block].keep_next


@given(st.lists(st.integers(20, 140), min_size=2, max_size=30))
@settings(deadline=None)
def test_no_more_pages_than_filling_each_in_turn(heights: list[int]) -> None:
    """A school would pay for paper that holds white space."""
    blocks = [Block((leaf(0, height),), 10) for height in heights]
    wanted, used = 1, 0
    for height in heights:
        more = height + (10 if used else 0)
        if used + more > OTHER + 0.01:
            wanted, used, more = wanted + 1, 0, height
        used += more
    assert len(paginate(blocks, Area(OTHER, OTHER))) == wanted


def test_white_space_is_shared_out() -> None:
    """One page would be crammed and the next half empty."""
    blocks = [Block((leaf(0, h),)) for h in [100, 90, 100, 190, 90, 50]]
    pages = paginate(blocks, Area(300, 300))
    assert [[p.block for p in page] for page in pages] == [[0, 1, 2], [3, 4], [5]]
    # Filling page by page would leave nothing on the first and 20 on the second.
    blocks = [Block((leaf(0, h),)) for h in [150, 140, 10, 280, 50]]
    pages = paginate(blocks, Area(300, 300))
    assert [[p.block for p in page] for page in pages] == [[0, 1], [2, 3], [4]]


def test_what_is_left_over_goes_between_the_blocks() -> None:
    """A page would end in a hole although its questions stand close."""
    blocks = [Block((leaf(0, 90),), 10) for _ in range(4)]
    first, second = paginate(blocks, Area(300, 300, stretch=20))
    assert [p.y for p in first] == [0, 105, 210]
    assert [p.y for p in second] == [0]


def test_questions_move_closer_to_save_a_sheet() -> None:
    """A school would print a page for one last question."""
    blocks = [Block((leaf(0, 60),), 15) for _ in range(8)]
    area, breaks = break_up(blocks, Area(300, 300), closer=0.7)
    assert page_count(breaks, area) == 2
    blocks = [Block((leaf(0, 65),), 15) for _ in range(8)]
    assert break_up(blocks, Area(300, 300))[1] == (3, 6, 8)
    area, breaks = break_up(blocks, Area(300, 300), closer=0.7)
    assert (area.squeeze, breaks) == (0.7, (4, 8))


@given(BLOCKS, AREAS)
@settings(deadline=None)
def test_a_paper_begins_on_its_first_page(drawn: Any, area: Area) -> None:
    """The first page would hold the title alone, since its rest is too low for the first item."""
    blocks = blocks_of(drawn)
    assert columns_of(paginate(blocks, area), area)[0]
