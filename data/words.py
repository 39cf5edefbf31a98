"""The vocabulary that data and screens share: codes and their Chinese words (gettext msgids)."""

LEVELS = {1: "市", 2: "县区", 3: "镇街", 4: "村居", 5: "网格", 6: "单元"}
STAGES = {
    "reported": "采集",
    "filed": "立案",
    "assigned": "派遣",
    "handling": "处置",
    "answered": "反馈",
    "verified": "核查",
    "closed": "结案",
    "rated": "评价",
}
SIDINGS = {"rejected": "不予立案", "merged": "已并案"}  # where an event can end beside the stages
STATES = STAGES | SIDINGS
OPEN_STAGES = ("reported", "filed", "assigned", "handling", "answered", "verified")
# The seven links a funnel shows: 核查 and 结案 are one of them, counted when the case is closed.
LINKS = {
    "reported": "采集上报",
    "filed": "立案",
    "assigned": "派遣",
    "handling": "处置",
    "answered": "反馈",
    "closed": "核查结案",
    "rated": "评价",
}
GRADES = {"S": "市级重大", "A": "复杂疑难", "B": "重点", "C": "一般"}
LINE_KINDS = {"hotline": "热线", "express": "直通车"}  # what a case can come in by, beside its source
LINE_MODES = {"merged": "整体并入", "parallel": "双号并行", "branch": "设分中心"}  # how 12345 took a hotline over
STEWARD_KINDS = {"grid": "公共管家", "industry": "行业管家"}  # who looks after a grid, and after a trade
HELD_LEVELS = {0: "省级与邻接系统", **{n: LEVELS[n] for n in range(1, 6)}}  # where a case can be; none is above a city
WAYS = {"direct": "一键直达", "raise": "提级办理"}  # what a kind of trouble calls for: straight to its agency, or up
WINDOWS = {"today": "今日", "7d": "近7日", "30d": "近30日", "ytd": "本年"}
LAYERS = {
    "boundary": "下级边界",
    "event": "在办事件",
    "risk_point": "风险点",
    "key_site": "重点部位",
    "resource": "应急资源",
    "camera": "视频",
    "station": "测站",
    "typhoon": "台风路径",
    "control": "闸泵",
    "vessel": "渔船",
    "hazchem": "危化品单位",
    "heritage": "文物点",
    "scenic": "景区",
    "school": "学校",
    "food": "食品主体",
}
METRICS = {
    "density": ("事件密度", "件/百网格"),
    "events": ("事件数", "件"),
    "on_time": ("按时办结率", "%"),
    "per_thousand": ("千人事件数", "件/千人"),
    "risk": ("风险点", "处"),
    "population": ("人口", "人"),
    "grids": ("网格", "个"),
    "cameras": ("视频", "路"),
}
PROVENANCE = {"published": "公布", "measured": "实测", "simulated": "模拟"}
FRESHNESS = {"fresh": "新鲜", "late": "迟到", "stale": "陈旧", "broken": "中断", "empty": "空", "loading": "加载中"}
CATEGORIES = {
    "sanitation": "市容环境",
    "facility": "公共设施",
    "traffic": "道路交通",
    "safety": "安全隐患",
    "dispute": "矛盾纠纷",
    "ecology": "生态环保",
    "flood": "防汛防台",
    "livelihood": "民生服务",
}
SOURCES = {
    "grid": "网格员",
    "resident": "群众",
    "hotline": "12345",
    "patrol": "巡查",
    "sensor": "物联感知",
    "video": "视频识别",
    "drone": "无人机",
    "department": "部门",
    "neighbour": "邻接系统",
}
ROLES = {
    "resident": "群众",
    "grid_staff": "网格员",
    "duty_officer": "值班员",
    "agency": "处置单位",
    "leader": "领导",
    "department_head": "部门负责人",
    "presenter": "汇报员",
    "auditor": "审计员",
    "administrator": "管理员",
    "screen": "大屏",
    "system": "系统",
}
SENDERS = ("resident", "grid_staff", "duty_officer", "agency", "leader", "system")  # roles a program may have
SEATS = (  # roles an account may have
    *("leader", "department_head", "duty_officer", "presenter", "grid_staff", "agency"),
    *("auditor", "administrator", "resident"),
)
ACTIONS = {  # what the audit log tells of
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
    "dispatch_receipt": "登记回执",
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
}
LOOPS = {"inner": "内循环", "outer": "外循环"}
CLOCKS = {"working": "工作时间", "natural": "自然时间"}
RISK_KINDS = {
    "flash_flood": "山洪",
    "geo_hazard": "地质灾害",
    "waterlogging": "城区易涝",
    "typhoon": "台风大风",
    "storm_surge": "风暴潮",
    "forest_fire": "森林火险",
}
RISK_GRADES = {1: "红", 2: "橙", 3: "黄", 4: "蓝"}
SITE_KINDS = {
    "reservoir": "水库",
    "dyke": "堤坝",
    "harbour": "避风点",
    "flood_village": "山洪村",
    "slope": "地灾点",
    "waterlogged": "易涝点",
}
RESOURCE_KINDS = {
    "team": "队伍",
    "store": "仓库",
    "vehicle": "车辆",
    "boat": "船艇",
    "drone": "无人机",
    "pump": "泵车",
    "shelter": "避灾点",
}
CAMERA_KINDS = {"road": "道路", "public": "公共区域", "flood": "水利", "forest": "林区", "site": "重点单位"}
HERITAGE_KINDS = {  # as 文物保护法 divides immovable cultural relics
    "ruin": "古文化遗址",
    "tomb": "古墓葬",
    "building": "古建筑",
    "carving": "石窟石刻",
    "modern": "近现代史迹",
}
HAZCHEM_KINDS = {"producer": "危化生产", "store": "危化储存", "trader": "危化经营", "user": "危化使用"}
VESSEL_KINDS = {
    "trawler": "拖网渔船",
    "gillnet": "刺网渔船",
    "seiner": "围网渔船",
    "line": "钓业渔船",
    "farm": "养殖船",
}
SCENIC_KINDS = {"seaside": "滨海景区", "mountain": "山岳景区", "culture": "人文景区", "park": "主题公园"}
SCHOOL_KINDS = {
    "nursery": "幼儿园",
    "primary": "小学",
    "middle": "中学",
    "vocational": "职业学校",
    "college": "高等学校",
    "special": "特殊教育学校",
}
FOOD = ("食品生产", "食品销售", "餐饮服务", "单位食堂", "食品小作坊")
FOOD_KINDS = dict(zip(("producer", "seller", "caterer", "canteen", "workshop"), FOOD, strict=True))
KINDS = {
    "risk_point": RISK_KINDS,
    "key_site": SITE_KINDS,
    "resource": RESOURCE_KINDS,
    "camera": CAMERA_KINDS,
    "heritage": HERITAGE_KINDS,
    "hazchem": HAZCHEM_KINDS,
    "vessel": VESSEL_KINDS,
    "scenic": SCENIC_KINDS,
    "school": SCHOOL_KINDS,
    "food": FOOD_KINDS,
}
REGISTERS = {  # the layers of things, each a register of its own
    "risk_point": "风险点",
    "key_site": "重点部位",
    "resource": "应急资源",
    "camera": "视频",
    "heritage": "文物点",
    "hazchem": "危化品单位",
    "vessel": "渔船",
    "scenic": "景区",
    "school": "学校",
    "food": "食品主体",
}
TOPICS = (
    *("regions", "indicators", "features", "events", "storms", "rules", "intake"),
    *("stations", "readings", "warnings"),
    *("controls", "videos", "ticks", "accounts"),
    *("crews", "responders", "dispatch", "letters", "rooms", "briefings", "signals"),
)
