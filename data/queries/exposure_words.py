"""The words of exposure: how its numbers are come by, and the columns of the list of places (msgids)."""

PEOPLE_RULE = "网格人口平均分到单元;标注点在范围内的单元整个计入"
THINGS_RULE = "按自身坐标在范围内计入;按区划查询时按所在单元计入"
MOVE_RULE = "估算:风险点登记有受威胁人口的按登记数,没有的按所在单元常住人口,同一单元几个风险点平分"
PLACE_COLUMNS = {
    "layer": "类型",
    "kind": "种类",
    "grade": "等级",
    "code": "编号",
    "name": "名称",
    "town": "镇街",
    "village": "村居",
    "quantity": "数量",
    "unit": "单位",
    "person": "责任人",
    "phone": "电话",
    "to_move": "需转移人数(估算)",
    "danger": "险情等级",
    "lon": "经度",
    "lat": "纬度",
    "as_of": "截至",
    "provenance": "数据性质",
}
COVER_RULE = "看得到：落在某路视频登记的朝向、可视距离与视场角之内；不计房屋、山体遮挡，未登记视域的视频不计入"
COVER_COLUMNS = {
    "layer": "类型",
    "kind": "种类",
    "code": "编号",
    "name": "名称",
    "town": "镇街",
    "people": "需转移人数(估算)",
    "cameras": "看得到的视频(路)",
    "nearest_m": "最近视频(m)",
    "lon": "经度",
    "lat": "纬度",
    "as_of": "截至",
    "provenance": "数据性质",
}
