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
VISIT_STATES = {"open": "待解决", "event": "已转事件", "solved": "已解决", "clear": "无问题"}  # what became of a visit
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
    "speaker": "广播点",
    "post": "值班点",
    "river": "河湖",
    "drone": "无人机",
    "ponding": "积水深度",
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
    "readiness": ("汛期综合得分", "分"),
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
SPEAKER_KINDS = {"village": "村村响", "scenic": "景区广播", "harbour": "港区广播", "street": "街面广播"}
POST_KINDS = {"checkpoint": "卡口", "gate": "景区入口", "pier": "码头值班点", "hub": "车站值班点"}
FOOD = ("食品生产", "食品销售", "餐饮服务", "单位食堂", "食品小作坊")
FOOD_KINDS = dict(zip(("producer", "seller", "caterer", "canteen", "workshop"), FOOD, strict=True))
RIVER_KINDS = {"river": "河道", "creek": "溪流", "lake": "湖库", "canal": "渠道"}
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
    "speaker": SPEAKER_KINDS,
    "post": POST_KINDS,
    "river": RIVER_KINDS,
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
    "speaker": "广播点",
    "post": "值班点",
    "river": "河湖",
}
TOPICS = (
    *("regions", "indicators", "features", "events", "storms", "rules", "visits", "intake"),
    *("stations", "readings", "warnings"),
    *("controls", "videos", "ticks", "accounts"),
    *(
        "crews",
        "responders",
        "dispatch",
        "letters",
        "talk",
        "callouts",
        "rooms",
        "briefings",
        "ledgers",
        "signals",
        "coordination",
    ),
    *("footing", "screens"),
    *("lists", "grids", "documents", "returns", "catalogue", "dictionary", "reports"),
)
