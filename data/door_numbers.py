"""Door numbers in the places of events: found, so that whoever may not know people does not read them."""

import re
from functools import lru_cache

_HAN = "[〇零○一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰]"
_MARK = "[A-Za-zＡ-Ｚａ-ｚ甲乙丙丁戊己]"  # 12A号, 甲3号
_ONE = rf"{_MARK}?(?:\d+|{_HAN}+){_MARK}?"
_JOINT = r"\s*[-—–－‐~～至到、/／,，.．·之附#＃]\s*"  # 12-3号, 12之1号, 12、14号
_NUMBERS = rf"{_ONE}(?:{_JOINT}{_ONE})*"
_NAME = (  # 三号路, 3号网格, 三层村 and 二号泵站 are names
    r"(?!\s*(?:(?:路|街|巷|道)(?![口边旁面灯沿段])|大道|线|网格|村|社区|居委会|公路|泵站|水闸|码头))"
)
_UNIT = rf"(?:\s*(?:号楼|号院|层楼|[号號弄栋棟幢室楼层#＃]|单元){_NAME})"
_MORE = r"(?:\s*(?:座|房|户|梯|铺|门(?![前口旁外边面市头店])))"  # units of a number in digits only: 三座桥 is none
_PART = rf"(?:{_NUMBERS}{_UNIT}|{_MARK}?\d+{_MARK}?{_MORE}|{_MARK}\s*(?:栋|棟|幢|座|单元){_NAME})"
_FREE = (  # 100米 is a distance, 324线 a road, 3栋 a part of its own
    r"(?!\d|\s*(?:米|公里|千米|里|km|m\b|KM|M\b|[+＋]|%|％|组|队|区|期|网格|村|社区|路|线|个|处|多|余|来米"
    r"|[号號弄栋棟幢座室楼层房户#＃]|单元))"
)
_REST = rf"(?:(?:{_JOINT}|\s*)\d+{_MARK}?(?:{_JOINT}\d+)*{_FREE}|{_JOINT}{_HAN}+)?"  # 12号101, 12号之一
_STREET = r"(?:(?<=[路街巷弄])|(?<=大道))"
_DOOR = re.compile(  # 某某路12号路口: no name of a road follows a road
    rf"(?:{_STREET}\s*{_NUMBERS}\s*(?:号楼|号院|[号號])|{_PART})(?:(?:{_JOINT}|\s*){_PART})*{_REST}"
    rf"|{_STREET}\s*\d+{_MARK}?(?:{_JOINT}\d+)*{_FREE}"
)


@lru_cache(maxsize=8192)  # places come again and again: most are names of villages
def without_doors(place: str) -> str:
    """Until nothing is left to hide, so that what has been masked stays as it is."""
    while (hidden := _DOOR.sub("**", place)) != place:
        place = hidden
    return place
