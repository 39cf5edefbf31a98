"""A handout says what was stored and nothing else: every figure on paper is read back and compared."""

import io
import json
from dataclasses import replace

import pytest
from pptx import Presentation

from components.figures import figure
from components.freezing import freeze_now
from components.paper_chart import chart_of
from components.registry import panels
from data.errors import NotReady
from data.handout import pdf as pdf_module
from data.handout.pdf import fonts, pdf
from data.handout.slides import slides
from data.handout.ticks import said, ticks
from data.queries.briefings import briefing_row, frozen_answer, scenes_of
from tests.handout.paper import FIGURE, ME, PAGES, briefed, laid_out, pieces, texts


@pytest.fixture
def frozen(house):
    code = briefed(house)
    freeze_now(house, code, ME)
    return house, code


def stored(house, code):
    """{(scene title, panel): answer}"""
    with house.engine.connect() as connection:
        scenes = scenes_of(connection, briefing_row(connection, code, ME)["id"])
        return {
            (scene.plain_title, block): frozen_answer(connection, number, block)
            for number, scene in scenes.items()
            for block in panels()
        }


def figures_of(block):
    """All figures that a block may show, as they are written."""
    told = [words for one in block.figures for words in (one.value, one.label)]
    told += [cell for row in (block.table.rows if block.table else ()) for cell in row]
    rows = len(block.table.rows) if block.table else 0
    told += [str(n) for n in range(rows + 1)]  # of how many rows the first ones are shown
    told += [*block.meta, block.sub, block.title, block.empty, *(block.table.heads if block.table else ())]
    if block.chart:
        values = [value for one in block.chart.series for value in one.values if value is not None]
        marks = [mark for most in (3, 4) for mark in ticks(min([0.0, *values]), max([0.0, *values]), most)]
        told += [*block.chart.labels, *(said(value) for value in (*values, *marks))]
    if block.plan:
        told += [*block.plan.steps, *(words for area in block.plan.areas for words in (area.said, area.name))]
    return {found for words in told for found in FIGURE.findall(words)}


def number_of(cell):
    return float(cell.replace(",", "").replace("\u2212", "-"))


def charted(block, answer):
    """The series that the panel's own page draws of the stored answer."""
    if block.chart is None or answer is None:
        return []
    drawn = chart_of(figure(block.key, answer))
    return [one.values for one in drawn.series] if drawn else []


def test_every_figure_on_a_page_is_one_of_the_stored_answers(frozen):
    house, code = frozen
    handout = laid_out(house, code)
    pages = pieces(pdf(handout))
    assert len(pages) == len(handout.sheets) == len(PAGES)
    for n, (sheet, text) in enumerate(zip(handout.sheets, pages, strict=True), 1):
        around = f"{sheet.title} {sheet.sentence} {sheet.place} {sheet.moment} {n} {len(pages)} {handout.title}"
        known = set(FIGURE.findall(around)).union(*(figures_of(block) for block in sheet.blocks))
        assert set(FIGURE.findall(text)) - known == set(), sheet.title


def test_every_row_of_a_table_on_paper_is_the_stored_row(frozen):
    house, code = frozen
    answers = stored(house, code)
    looked = 0
    for sheet in laid_out(house, code).sheets:
        for block in sheet.blocks:
            answer = answers.get((sheet.title, block.key))
            if answer is None or block.table is None or block.empty:
                continue
            assert len(block.table.rows) == len(answer.rows)
            for cells, row in zip(block.table.rows, answer.rows, strict=True):
                values = [value for value in row.values() if type(value) in (int, float)]
                pairs = zip(cells, block.table.right, strict=True)
                shown = [number_of(cell) for cell, right in pairs if right and cell != "—"]
                near = [any(abs(one - value) <= 0.005 for value in values) for one in shown]
                assert all(near), (block.key, cells, row)
                looked += len(shown)
    assert looked > 20


def test_native_charts_and_tables_of_the_slides_hold_the_stored_numbers(frozen):
    house, code = frozen
    answers, handout = stored(house, code), laid_out(house, code)
    deck = Presentation(io.BytesIO(slides(handout)))
    assert len(deck.slides) == len(PAGES)
    charts = 0
    for slide, sheet in zip(deck.slides, handout.sheets, strict=True):
        known = [values for block in sheet.blocks for values in charted(block, answers.get((sheet.title, block.key)))]
        for chart in (shape.chart for shape in slide.shapes if shape.has_chart):
            for series in chart.plots[0].series:
                values = tuple(series.values)
                assert any(values == whole[: len(values)] for whole in known), sheet.title
                charts += 1
        tables = [block.table for block in sheet.blocks if block.table]
        cells = {cell for table in tables for row in (table.heads, *table.rows) for cell in row}
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            written = [cell.text for row in table.rows for cell in row.cells]
            assert [one for one in written if one not in cells and not one.endswith("…")] == []
    assert charts > 2


def test_notes_are_on_paper_only_when_they_are_asked_for(frozen):
    house, code = frozen
    assert "先报结论" not in "".join(texts(pdf(laid_out(house, code))))
    with_notes = "".join(texts(pdf(laid_out(house, code, notes=True))))
    assert "先报结论" in with_notes and "#panic() 再报风险" in with_notes
    deck = Presentation(io.BytesIO(slides(laid_out(house, code, notes=True))))
    assert deck.slides[0].notes_slide.notes_text_frame.text == PAGES[0].plain_notes
    assert not Presentation(io.BytesIO(slides(laid_out(house, code)))).slides[0].has_notes_slide


def test_words_are_words_and_never_markup(frozen):
    house, code = frozen
    assert "#panic() $x$ 排名" in texts(pdf(laid_out(house, code)))[1]


def test_who_took_it_and_an_exercise_are_on_every_page_and_slide(frozen):
    house, code = frozen
    marked = replace(laid_out(house, code), mark="张三 · 东一街道", stamp="演练")
    pages = texts(pdf(marked))
    assert all("东一街道" in page and "演" in page and "练" in page for page in pages)
    for slide in Presentation(io.BytesIO(slides(marked))).slides:
        said_here = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert "演练" in said_here and "张三 · 东一街道" in said_here


def test_without_its_typefaces_it_says_so_instead_of_printing_boxes(frozen, monkeypatch):
    house, code = frozen
    monkeypatch.setattr(pdf_module, "NEEDED", ("No Such Face",))
    fonts.cache_clear()
    with pytest.raises(NotReady, match="No Such Face"):
        pdf(laid_out(house, code))
    fonts.cache_clear()


def lines(answer):
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def test_the_door_tells_scene_by_scene_how_far_it_is_and_ends_with_the_file_or_why_there_is_none(client):
    made = client.post("/briefing/data/draft", json={"template": "monthly", "query": ""})
    code = made.json["code"]
    told = lines(client.post(f"/briefing/data/{code}/handout", json={"kind": "pdf", "notes": True}))
    of = told[0]["of"]
    assert [one["done"] for one in told[:-1]] == list(range(of + 1))
    assert told[-1]["name"].endswith(".pdf") and told[-1]["type"] == "application/pdf"
    assert client.post(f"/briefing/data/{code}/freeze", json={}).status_code == 200
    gone = lines(client.post("/briefing/data/nowhere/handout", json={"kind": "pptx"}))
    assert gone == [{"failed": "没有这份汇报"}]
    assert client.post(f"/briefing/data/{code}/handout", json={"kind": "exe"}).status_code == 400
    assert client.post(f"/briefing/data/{code}/thaw", json={}).json == {"frozen_at": None}
