"""What demo events are called: short phrases per leaf of the category tree, no names of persons or places."""

import numpy as np
from numpy.typing import NDArray

from data.words import CATEGORIES

Texts = NDArray[np.object_]
Phrase = tuple[str, str] | tuple[str, str, range]  # leaf, text, and the numbers that go where the braces are

# category: (any day, while a storm is near)
PHRASES: dict[str, tuple[tuple[Phrase, ...], tuple[Phrase, ...]]] = {
    "sanitation": (
        (
            ("waste.bin", "垃圾桶满溢 {} 个", range(2, 9)),
            ("waste.bulk", "建筑垃圾偷倒路边"),
            ("street.stall", "占道经营 {} 处", range(1, 7)),
            ("waste.scattered", "绿化带内白色垃圾成堆"),
            ("street.shopfront", "沿街店铺出店经营"),
            ("street.ads", "小广告乱张贴 {} 处", range(3, 20)),
            ("clean.toilet", "公厕保洁不到位"),
            ("waste.scattered", "河道两岸生活垃圾未清"),
            ("street.bikes", "共享单车乱停放 {} 辆", range(5, 40)),
            ("clean.spill", "渣土车沿途抛洒"),
            ("waste.bulk", "大件家具随意丢弃"),
        ),
        (
            ("clean.road", "树枝落叶堵塞路口"),
            ("clean.road", "路面淤泥待清 {} 米", range(10, 90, 5)),
            ("street.ads", "广告横幅被风撕裂"),
            ("clean.road", "大量落叶堵塞雨水箅"),
        ),
    ),
    "facility": (
        (
            ("municipal.light", "路灯不亮 {} 盏", range(1, 9)),
            ("municipal.manhole", "窨井盖破损松动"),
            ("municipal.pavement", "人行道地砖破损 {} 平方米", range(1, 12)),
            ("public.fitness", "公园健身器材损坏"),
            ("public.hydrant", "消火栓漏水"),
            ("municipal.guard", "护栏缺失一段"),
            ("public.stop", "公交候车亭玻璃破裂"),
            ("utility.water", "供水管道渗漏 {} 处", range(1, 4)),
            ("utility.telecom", "通信线缆垂落"),
            ("public.sign", "指路牌倾斜"),
            ("utility.power", "电动车充电桩断电"),
        ),
        (
            ("green.tree", "行道树倒伏 {} 棵", range(1, 9)),
            ("utility.telecom", "线杆倾斜 {} 根", range(1, 4)),
            ("municipal.guard", "围挡被风吹倒"),
            ("utility.power", "停电影响 {} 户", range(20, 260, 20)),
            ("public.sign", "店招广告牌摇晃"),
            ("utility.telecom", "信号基站退服"),
        ),
    ),
    "traffic": (
        (
            ("order.parking", "违停车辆 {} 辆占用消防通道", range(1, 7)),
            ("control.light", "红绿灯故障"),
            ("road.pit", "路面坑槽 {} 平方米", range(1, 9)),
            ("incident.crash", "两车剐蹭占道"),
            ("order.driving", "货车超限经过村道"),
            ("order.jam", "学校门口放学拥堵"),
            ("road.marking", "交通标线磨损不清"),
            ("road.works", "占道施工无围挡 {} 米", range(5, 60, 5)),
            ("order.driving", "电动车逆行频发"),
            ("road.debris", "道路遗撒沙石"),
        ),
        (
            ("incident.water", "积水断行 {} cm", range(20, 75, 5)),
            ("incident.slide", "倒树压车占道"),
            ("incident.slide", "边坡落石占道 {} 立方米", range(1, 25, 2)),
            ("control.closure", "下穿通道临时封闭"),
            ("incident.water", "车辆涉水熄火 {} 辆", range(1, 5)),
        ),
    ),
    "safety": (
        (
            ("fire.passage", "楼道堆放杂物 {} 处", range(1, 6)),
            ("fire.charging", "电动车进楼充电"),
            ("fire.gear", "灭火器过期 {} 具", range(1, 9)),
            ("fire.lodging", "沿街店铺违规住人"),
            ("energy.gas", "燃气管老化"),
            ("site.edge", "工地临边无防护"),
            ("fire.passage", "疏散通道上锁"),
            ("energy.wiring", "私拉电线 {} 处", range(1, 7)),
            ("ground.waterside", "水域警示牌缺失"),
            ("building.crack", "自建房墙体开裂"),
            ("energy.gas", "液化气瓶违规存放"),
        ),
        (
            ("building.crack", "危房人员待转移 {} 人", range(2, 18)),
            ("site.crane", "工地塔吊未放松回转"),
            ("ground.slope", "山坡出现裂缝 {} cm", range(1, 15)),
            ("building.wall", "围墙倾斜有倒塌危险"),
            ("building.basement", "低洼地下室进水"),
            ("building.falling", "高空坠物砸落人行道"),
        ),
    ),
    "dispute": (
        (
            ("neighbour.noise", "邻里噪声纠纷"),
            ("land.homestead", "宅基地边界争议"),
            ("claim.wage", "拖欠工资诉求 {} 人", range(1, 15)),
            ("consumer.property", "物业费收取纠纷"),
            ("neighbour.leak", "楼上漏水赔偿纠纷"),
            ("family.marriage", "婚姻家庭矛盾需调解"),
            ("land.rent", "土地流转租金争议"),
            ("consumer.refund", "消费退款纠纷"),
            ("neighbour.parking", "停车位使用争执"),
            ("neighbour.noise", "装修扰民投诉 {} 次", range(2, 6)),
        ),
        (
            ("claim.damage", "积水倒灌责任争议"),
            ("claim.damage", "倒树砸车赔偿纠纷"),
        ),
    ),
    "ecology": (
        (
            ("water.floating", "河面漂浮物聚集"),
            ("air.burning", "露天焚烧秸秆"),
            ("air.fume", "餐饮油烟扰民 {} 家", range(1, 5)),
            ("noise.night", "夜间施工噪声超时"),
            ("water.discharge", "养殖尾水直排"),
            ("water.overflow", "雨污混接溢流"),
            ("air.dust", "扬尘未覆盖 {} 平方米", range(20, 400, 20)),
            ("water.smell", "水体发黑有异味"),
            ("wild.fire", "林边违规用火"),
            ("wild.carcass", "死禽随意丢弃"),
        ),
        (
            ("water.floating", "河道漂浮物激增"),
            ("water.overflow", "污水井冒溢"),
            ("water.overflow", "化粪池外溢 {} 处", range(1, 4)),
        ),
    ),
    "flood": (
        (
            ("road.water", "路面积水 {} cm", range(6, 40, 2)),
            ("road.grate", "雨水箅堵塞"),
            ("river.ditch", "沟渠淤积 {} 米", range(5, 80, 5)),
            ("pond.spillway", "山塘溢洪道杂物堵塞"),
            ("gear.pump", "排涝泵站例行故障"),
            ("river.dyke", "河堤护坡局部脱落"),
            ("gear.gauge", "水位尺损坏"),
            ("gear.stock", "防汛沙袋缺口 {} 袋", range(20, 200, 20)),
            ("road.garage", "地下车库挡水板缺失"),
        ),
        (
            ("road.water", "路面积水 {} cm", range(18, 70, 2)),
            ("river.level", "河道水位超警 {} cm", range(5, 65, 5)),
            ("people.house", "村内进水 {} 户", range(1, 30)),
            ("road.underpass", "下穿通道积水"),
            ("people.field", "农田受淹 {} 亩", range(10, 300, 10)),
            ("road.grate", "雨水箅堵塞倒灌"),
            ("river.dyke", "河堤出现渗水"),
            ("pond.crest", "山塘水位接近坝顶"),
            ("people.move", "低洼住户待转移 {} 人", range(2, 40, 2)),
            ("river.torrent", "山洪沟水流浑浊上涨"),
        ),
    ),
    "livelihood": (
        (
            ("care.elderly", "独居老人探访求助"),
            ("daily.water", "停水咨询"),
            ("policy.medical", "医保报销咨询 {} 项", range(1, 4)),
            ("daily.bus", "公交班次间隔过长"),
            ("care.relief", "困难家庭救助申请"),
            ("daily.lift", "电梯停运影响出行"),
            ("policy.school", "入学政策咨询"),
            ("care.disabled", "残疾人辅具申领"),
            ("daily.lamp", "村道路灯加装诉求 {} 盏", range(2, 12)),
            ("community.stray", "流浪犬出没"),
            ("community.parcel", "快递柜占用通道"),
        ),
        (
            ("daily.water", "停水影响 {} 户", range(20, 300, 20)),
            ("community.shelter", "避灾点物资补充"),
            ("community.shelter", "转移群众用餐需求 {} 份", range(10, 120, 10)),
            ("care.elderly", "独居老人转移协助"),
        ),
    ),
}

# What was a danger flared up: of the events of a leaf every so many-th is a fire.
FLARED = {
    "safety.fire.charging": (20, "safety.blaze.house", "民房起火冒烟"),
    "safety.fire.gear": (30, "safety.blaze.works", "厂区车间起火"),
}


def titles(rng: np.random.Generator, category: NDArray[np.int64], storm: NDArray[np.float64]) -> tuple[Texts, Texts]:
    """(title, leaf) of each event; the nearer the storm (0..1), the likelier a title about it."""
    found, leaf = (np.empty(len(category), dtype=object) for _ in range(2))
    about_storm = rng.random(len(category)) < 1.6 * storm
    for n, name in enumerate(CATEGORIES):
        for stormy, phrases in enumerate(PHRASES[name]):
            chosen = np.flatnonzero((category == n) & (about_storm == bool(stormy)))
            which, found[chosen] = _draw(rng, phrases, len(chosen))
            leaf[chosen] = np.array([f"{name}.{phrase[0]}" for phrase in phrases], dtype=object)[which]
    for before, (every, after, said) in FLARED.items():
        fires = np.flatnonzero(leaf == before)[::every]
        leaf[fires], found[fires] = after, said
    return found, leaf


def _draw(rng: np.random.Generator, phrases: tuple[Phrase, ...], n: int) -> tuple[NDArray[np.int64], Texts]:
    """Every phrase is as likely as another, whatever the length of its range."""
    said = [_variants(phrase) for phrase in phrases]
    widest = max(len(variants) for variants in said)
    table = np.array([[variants[k % len(variants)] for k in range(widest)] for variants in said], dtype=object)
    which = rng.integers(len(said), size=n)
    return which, table[which, rng.integers(widest, size=n)]


def _variants(phrase: Phrase) -> list[str]:
    return [phrase[1].format(number) for number in phrase[2]] if len(phrase) == 3 else [phrase[1]]
