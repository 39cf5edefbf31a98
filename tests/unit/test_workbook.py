"""Many plain rows written at once read the same as those written cell by cell."""

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from data.workbook import workbook

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ("=1+1", " 空 ", "<b>&amp;", "_x0041_", "a\nb", "\x00\x1f", "\ufffe", "x" * 17_000)
)
CELLS = TEXTS | st.integers(-(10**9), 10**9) | st.floats(-1e15, 1e15)
CONSTANT = {"constant_memory": True, "in_memory": False}


def read(write):
    file = io.BytesIO()
    with workbook(file, CONSTANT) as book:
        sheet = book.add_worksheet("一")
        sheet.write_string(0, 0, "题")
        write(sheet)
        sheet.write_string(9, 1, "尾")
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(file)["一"]["A1:D10"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=6))
def test_rows_at_once_are_the_rows_cell_by_cell(rows):
    def one_by_one(sheet):
        for n, row in enumerate(rows, 2):
            for at, value in enumerate(row):
                if value != "":
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(
                        n, at, value[:16_000] if isinstance(value, str) else value
                    )

    assert read(lambda sheet: sheet.write_rows(2, rows)) == read(one_by_one)


def test_how_many_rows_there_were_is_told():
    told = []
    read(lambda sheet: told.append(sheet.write_rows(2, iter([["a", 1], ["b"]]))))
    read(lambda sheet: told.append(sheet.write_rows(2, [])))
    assert told == [2, 0]
