"""What the audit log tells of, in words; and what in it is odd."""

from dataclasses import dataclass
from datetime import timedelta

ACTIONS = {
    "sign_in": "登录",
    "sign_out": "退出",
    "account_add": "新建账号",
    "account_change": "修改账号",
    "account_disable": "停用账号",
    "account_enable": "启用账号",
    "account_unlock": "解锁账号",
    "password_change": "修改密码",
    "password_reset": "重置密码",
    "key_add": "发放密钥",
    "key_revoke": "吊销密钥",
    "export": "导出",
    "api": "接口办理",
    "event_report": "上报事件",
    "event_move": "办理事件",
    "event_many": "批量办理事件",
    "event_root": "立治本件",
    "event_persuade": "柔性劝导",
    "quarantine_settle": "处置隔离数据",
    "warning_raise": "发布预警",
    "warning_move": "办理预警",
    "warning_event": "预警转事件",
    "control_order": "下达调度指令",
    "control_answer": "登记回执",
    "vessel_notice": "通知渔船",
    "drone_send": "派机",
    "drone_end": "结束飞行任务",
    "rule_enable": "启用预警规则",
    "rule_disable": "停用预警规则",
    "rule_change": "修改预警规则",
    "thing_add": "登记台账",
    "thing_change": "修改台账",
    "thing_import": "导入台账",
    "check_tick": "勾选清单",
    "exercise_steer": "导调演练",
    "exercise_start": "启动演练",
    "exercise_close": "关闭演练服务",
    "dispatch_order": "派遣",
    "dispatch_bulk": "批量派遣",
    "dispatch_recall": "撤回派遣",
    "dispatch_confirm": "确认派遣",
    "dispatch_cancel": "取消派遣或任务",
    "dispatch_transfer": "转派任务",
    "dispatch_handover": "移交派遣",
    "dispatch_urge": "督办",
    "dispatch_say": "给任务留言",
    "dispatch_receipt": "登记回执",
    "footing_war": "转为战时",
    "footing_peace": "转为平时",
    "room_open": "发起会商",
    "signal_judge": "研判线索",
    "room_line": "会商发言",
    "room_move": "会商办理",
    "message_retry": "重发消息",
    "screen_add": "登记大屏",
    "screen_change": "修改大屏",
    "screen_revoke": "吊销大屏令牌",
    "screen_renew": "换发大屏令牌",
    "screen_enter": "大屏进入",
    "screen_steer": "操控大屏",
    "rotation_change": "修改轮播",
    "briefing_make": "新建汇报",
    "briefing_change": "修改汇报",
    "briefing_remove": "删除汇报",
    "briefing_freeze": "冻结汇报数据",
    "briefing_thaw": "解除冻结",
    "briefing_draft": "起草汇报",
    "briefing_show": "开始汇报",
    "report_make": "新建自助报告",
    "report_change": "修改自助报告",
    "report_remove": "删除自助报告",
    "report_issue": "生成报告期",
    "indicator_define": "定义指标",
    "indicator_say": "填报指标",
    "indicator_import": "导入指标",
    "indicator_recompute": "重算指标",
    "form_fill": "填表",
    "form_save": "保存表样",
    "form_remove": "删除表样",
    "form_run": "定时填表",
    "record_see": "查看台账记录",
    "record_change": "修改台账记录",
    "coordination_file": "申报协同计划",
    "coordination_move": "办理协同事项",
    "coordination_find": "登记检查发现",
    "coordination_danger": "办理隐患",
    "coordination_push": "推送热点问题",
    "coordination_demand": "办理需求",
    "grant_offer": "推送惠企政策",
    "grant_move": "办理惠企兑现",
    "project_move": "移动招商项目",
    "chain_change": "修改产业链",
    "policy_change": "修改惠企政策",
    "judging_change": "修改强弱环规则",
    "member_change": "修改链上企业",
    "appeal_raise": "登记企业诉求",
    "list_add": "列入清单",
    "list_move": "办理清单事项",
    "profile_move": "修改情简介",
    "grid_change": "调整网格",
    "ledger_import": "导入一张表",
    "document_add": "登记资料",
    "document_version": "更新资料",
    "document_grant": "授权查阅资料",
    "document_revoke": "收回资料授权",
    "document_read": "查阅资料",
    "document_withdraw": "下架资料",
    "document_restore": "恢复资料",
    "return_send": "退回数据",
    "return_move": "办理退回数据",
    "resource_register": "登记数据资源",
    "resource_terms": "修改共享条件",
    "scenario_import": "导入场景",
    "scenario_judge": "评价场景",
    "share_ask": "申请共享数据",
    "share_move": "审核共享申请",
    "share_deliver": "取用共享数据",
    "share_feedback": "取回反哺数据",
}


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Odd is what happens `least` times `within` so long. No actions: any but a sign-in. No span: judged otherwise."""

    word: str
    about: str
    actions: tuple[str, ...] = ()
    outcome: str = "done"
    least: int = 1
    within: timedelta | None = None
    night: bool = False


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNS = {  # the house's own choice
    "failed": Sign(
        word="连续登录失败",
        about="同一账号 1 小时内失败 5 次及以上",
        actions=("sign_in",),
        outcome="failed",
        least=5,
        within=HOUR,
    ),
    "refused": Sign(
        word="多次越权被拒", about="同一账号 1 小时内被拒绝 5 次及以上", outcome="refused", least=5, within=HOUR
    ),
    "exports": Sign(
        word="大量导出", about="同一账号 24 小时内导出 20 次及以上", actions=("export",), least=20, within=DAY
    ),
    "night": Sign(
        word="夜间导出", about="值班员以外的账号在 22 时至 6 时导出", actions=("export",), within=DAY, night=True
    ),
    "seen": Sign(
        word="大量查看记录",
        about="同一账号 24 小时内查看台账记录 50 次及以上",
        actions=("record_see",),
        least=50,
        within=DAY,
    ),
    "address": Sign(word="新地址登录", about="从该账号以前没有用过的地址登录"),
}
