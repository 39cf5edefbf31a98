"""Files that nobody should send: what can be read is read, the rest is set aside, nothing breaks."""

from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import select

from data.errors import BadInput
from data.intake import sheets
from data.intake.importing import import_file
from data.schema import event, quarantine
from tests.intake.files import COCKPIT, cockpit, write_csv, write_xlsx
from tests.intake.test_import import count, job, rows_of

HEAD = ",".join(COCKPIT)
GOOD = "N{n},第{n}件,,公共设施,群众,C,119.05,25.05,,,2026-01-0{n} 08:00" + "," * 11


def write(path, lines, encoding="utf-8"):
    path.write_bytes("\n".join([HEAD, *lines]).encode(encoding, "surrogateescape"))
    return path


def test_ragged_rows_are_set_aside_whole_with_their_cells(real, tmp_path):
    lines = [GOOD.format(n=1), "N2,少列", GOOD.format(n=3) + ",多出,两格", GOOD.format(n=4)]
    tally = import_file(real, job(write(tmp_path / "a.csv", lines)))
    assert (tally.rows_read, tally.imported, tally.faults) == (4, 2, {"malformed": 2})
    raw = [row["raw"] for row in rows_of(real, select(quarantine.c.raw).order_by(quarantine.c.id))]
    assert "少列" in raw[0]
    assert "两格" in raw[1]


def test_bad_bytes_cost_their_row_only(real, tmp_path):
    lines = [GOOD.format(n=n) for n in range(1, 9)]
    lines[2] = lines[2].replace("第3件", "第\udcff\udcfe件")
    tally = import_file(real, job(write(tmp_path / "a.csv", lines)))
    assert (tally.imported, tally.faults) == (7, {"malformed": 1})
    assert "\\udcff" in rows_of(real, select(quarantine.c.raw))[0]["raw"]


def test_nul_and_control_characters_never_reach_the_database(real, tmp_path):
    lines = [GOOD.format(n=1).replace("第1件", "第\x001\x1b[31m件"), GOOD.format(n=2).replace("第2件", "\x00")]
    tally = import_file(real, job(write(tmp_path / "a.csv", lines)))
    assert (tally.imported, tally.faults) == (1, {"missing": 1})
    assert rows_of(real, select(event.c.title)) == [{"title": "第1[31m件"}]


def test_formulas_stay_the_text_they_are(real, tmp_path):
    evil = "=cmd|' /C calc'!A0"
    import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(1, 标题=evil)])))
    assert rows_of(real, select(event.c.title)) == [{"title": evil}]


def test_a_quote_that_is_never_closed_is_set_aside_with_all_it_swallowed(real, tmp_path):
    lines = [GOOD.format(n=1), 'N2,"没有闭合', GOOD.format(n=3)]
    tally = import_file(real, job(write(tmp_path / "a.csv", lines)))
    assert (tally.rows_read, tally.imported, tally.quarantined) == (2, 1, 1)
    assert "第3件" in rows_of(real, select(quarantine.c.raw))[0]["raw"]


def test_a_cell_of_many_megabytes_is_set_aside_cut_and_the_next_row_is_read(real, tmp_path):
    lines = [GOOD.format(n=1), GOOD.format(n=2).replace("第2件", "长" * 5_000_000), GOOD.format(n=3)]
    lines += [GOOD.format(n=4).replace("第4件", "长" * 30_000)]
    tally = import_file(real, job(write(tmp_path / "a.csv", lines)))
    assert (tally.imported, tally.faults) == (2, {"malformed": 1, "too_long": 1})
    assert max(len(row["raw"]) for row in rows_of(real, select(quarantine.c.raw))) < 200_000


def test_the_same_number_twice_in_a_file_is_one_event(real, tmp_path):
    tally = import_file(real, job(write(tmp_path / "a.csv", [GOOD.format(n=1), GOOD.format(n=1), GOOD.format(n=2)])))
    assert (tally.imported, tally.merged) == (2, 1)


def test_times_that_cannot_be_are_told_apart(real, tmp_path):
    rows = [
        cockpit(1, 上报时间="2100-01-01 00:00"),
        cockpit(2, 上报时间="0001-01-01 00:00"),
        cockpit(3, 上报时间="1970-01-01 00:00"),
    ]
    rows += [cockpit(4, 环节="结案", 结案时间="2025-01-01 00:00"), cockpit(5, 环节="结案", 结案时间="2100-01-01 00:00")]
    tally = import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, rows)))
    assert tally.faults == {"future": 2, "malformed": 2, "order": 1}


def test_blank_lines_and_windows_line_ends_are_no_rows(real, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([HEAD, GOOD.format(n=1), "", "," * 21, GOOD.format(n=2), "", ""]).encode())
    assert import_file(real, job(path)).rows_read == 2


def test_a_header_alone_is_a_file_without_rows(real, tmp_path):
    tally = import_file(real, job(write(tmp_path / "a.csv", [])))
    assert (tally.rows_read, tally.imported) == (0, 0)


def test_a_sheet_that_would_blow_up_is_refused(real, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "UNPACKED", 1 << 20)
    with ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (4 << 20))
    assert (tmp_path / "bomb.xlsx").stat().st_size < 10_000
    with pytest.raises(BadInput, match="unpack"):
        import_file(real, job(tmp_path / "bomb.xlsx"))


def test_a_zip_that_is_no_workbook_is_refused(real, tmp_path):
    with ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(BadInput, match="XLSX"):
        import_file(real, job(tmp_path / "a.xlsx"))


def test_a_sheet_reads_like_a_text_file(real, tmp_path):
    rows = [cockpit(1), {}, cockpit(2, 编号=2.0, 标题="=1+1"), cockpit(3, 标题=None)]
    tally = import_file(real, job(write_xlsx(tmp_path / "a.xlsx", COCKPIT, rows)))
    assert (tally.rows_read, tally.imported) == (3, 1)
    assert tally.faults == {"missing": 2}  # a formula that was never calculated has no value
    assert count(real, event) == 1
