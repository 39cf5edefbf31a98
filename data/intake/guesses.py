"""What columns are called, in Chinese and English, and how moments are written: the knowledge behind `events sniff`."""

import re
import unicodedata
from collections.abc import Sequence

from data.intake.moments import moment
from data.intake.record import Fault

TIME_NAMES = {  # the likeliest name first; normalised as by normal()
    "reported_at": (
        *(
            "上报时间",
            "报告时间",
            "受理时间",
            "来电时间",
            "留言时间",
            "发生时间",
            "登记时间",
            "创建时间",
            "提交时间",
            "诉求时间",
        ),
        *("reportedat", "reportedtime", "createddate", "creationdate", "createdat", "opendt", "openeddate", "opened"),
        *(
            "requesteddatetime",
            "datetimereceived",
            "receiveddate",
            "submitteddate",
            "opendate",
            "created",
            "日期",
            "时间",
        ),
        *("timestamp", "datetime", "date", "time"),
    ),
    "closed_at": (
        "结案时间",
        "办结时间",
        "完成时间",
        "closeddate",
        "closedat",
        "closeddt",
        "completiondate",
        "resolveddate",
        "closed",
    ),
    "deadline_at": (
        "办结时限",
        "截止时间",
        "时限",
        "到期时间",
        "duedate",
        "targetdt",
        "targetdate",
        "deadline",
        "expecteddatetime",
        "slatargetdate",
    ),
    "filed_at": ("立案时间",),
    "assigned_at": ("派遣时间", "派单时间", "转办时间", "assigneddate", "assignedat"),
    "handling_at": ("处置时间", "开始处置时间"),
    "answered_at": ("反馈时间", "回复时间", "answeredat", "responsedate"),
    "verified_at": ("核查时间",),
    "rated_at": ("评价时间", "回访时间"),
}
NAMES = {
    "external_id": (
        *("事件编号", "案件编号", "工单编号", "工单号", "案号", "留言编号", "编号", "流水号", "序号"),
        *(
            "servicerequestid",
            "servicerequestnumber",
            "uniquekey",
            "caseenquiryid",
            "caseid",
            "requestid",
            "ticketid",
            "objectid",
            "id",
        ),
    ),
    "lon": ("经度", "longitude", "lon", "lng", "long", "x坐标", "坐标x", "x"),
    "lat": ("纬度", "latitude", "lat", "y坐标", "坐标y", "y"),
    "title": (
        "标题",
        "事件标题",
        "主题",
        "留言主题",
        "名称",
        "casetitle",
        "title",
        "subject",
        "summary",
        "事项",
        "问题",
    ),
    "category": (
        *("事件类别", "事件类型", "类别", "类型", "分类", "大类", "诉求类型", "问题类型", "一级标签"),
        *("complainttype", "servicename", "calltype", "requesttype", "category", "casetype", "type", "reason"),
    ),
    "text": (
        "事件描述",
        "问题描述",
        "描述",
        "内容",
        "详情",
        "留言详情",
        "诉求内容",
        "description",
        "descriptor",
        "details",
        "comments",
        "notes",
        "text",
    ),
    "state": ("状态", "案件状态", "办理状态", "环节", "当前环节", "casestatus", "status", "state"),
    "source": ("来源", "事件来源", "渠道", "受理渠道", "opendatachanneltype", "channel", "source", "origin"),
    "grade": ("等级", "事件等级", "紧急程度", "级别"),
    "rating": ("满意度", "评分", "评价", "rating"),
    "place": (
        "地址",
        "事发地点",
        "发生地址",
        "地点",
        "位置",
        "详细地址",
        "incidentaddress",
        "address",
        "location",
        "place",
    ),
    "region": ("区划代码", "区划", "所属区县", "镇街", "村居", "社区"),
}
FORMATS = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"),
    *("%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日"),
    *("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M"),
    *("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%Y-%b-%d %H:%M:%S", "%d-%b-%Y %H:%M:%S"),
    *("%Y%m%d%H%M%S", "iso", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y"),
)


def normal(name: str) -> str:
    """Without case, blanks and marks: `Created_Date` and `created date` are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).lower()


def format_of(values: Sequence[str]) -> str | None:
    """The format by which all of these (bar a few) are moments; None when they are not."""
    looked = [one for one in values[:300] if one.strip()]
    if not looked or any(one.strip().isdigit() and len(one.strip()) != 14 for one in looked[:20]):
        return None
    for form in FORMATS:
        if sum(_reads(one, form) for one in looked) >= 0.95 * len(looked):
            return form
    return None


def _reads(text: str, form: str) -> bool:
    try:
        return 1980 < moment(text, [form], "UTC").year < 2100
    except Fault:
        return False
