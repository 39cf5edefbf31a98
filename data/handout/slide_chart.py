"""Native charts: their sheets hold the very numbers, so that they can be edited and read back."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.slide import Slide
from pptx.util import Pt

from data.handout.canvas import FAINT, LINE, SERIES, Box
from data.handout.sheet import Chart
from data.handout.slide_parts import faced, rgb

BAR_ROW = 14.0


def add_chart(slide: Slide, chart: Chart, box: Box) -> None:
    fit = max(int((box.h - 24) // BAR_ROW), 1) if chart.sideways else len(chart.labels)
    told = CategoryChartData()
    told.categories = list(chart.labels[:fit])
    for one in chart.series:
        told.add_series(f"{one.name} {chart.unit}".strip() if len(chart.series) == 1 else one.name, one.values[:fit])
    shapes: Any = slide.shapes  # whose types know only one kind of chart
    frame = shapes.add_chart(_kind(chart), Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h), told)
    _dress(frame.chart, chart)


def _kind(chart: Chart) -> Any:
    if chart.sideways:
        return XL_CHART_TYPE.BAR_STACKED if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    lines = all(one.look in ("line", "dashed") for one in chart.series)
    return XL_CHART_TYPE.LINE if lines else XL_CHART_TYPE.COLUMN_CLUSTERED


def _dress(drawn: Any, chart: Chart) -> None:
    faced(drawn.font, 9, FAINT)
    drawn.has_title = False
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.format.line.color.rgb = rgb(LINE)
    drawn.category_axis.has_major_gridlines = False
    drawn.value_axis.major_gridlines.format.line.color.rgb = rgb(LINE)
    drawn.value_axis.format.line.fill.background()
    if chart.sideways:
        drawn.category_axis.reverse_order = True
        drawn.value_axis.visible = False
        drawn.value_axis.has_major_gridlines = False
        drawn.plots[0].has_data_labels = True
        drawn.plots[0].data_labels.number_format = "#,##0.##"
        drawn.plots[0].data_labels.number_format_is_linked = False
    if chart.sideways or _kind(chart) == XL_CHART_TYPE.COLUMN_CLUSTERED:
        drawn.plots[0].gap_width = 45
    for n, one in enumerate(drawn.plots[0].series):
        colour = rgb(chart.series[n].colour or SERIES[n % len(SERIES)])
        if _kind(chart) == XL_CHART_TYPE.LINE:
            one.format.line.color.rgb, one.format.line.width, one.smooth = colour, Pt(1.75), False
        else:
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = colour
