"""What demo events are called: short phrases per category, no names of persons or places."""

import numpy as np
from numpy.typing import NDArray

from data.words import CATEGORIES

Phrase = str | tuple[str, range]  # a number from the range goes where the braces are

# category: (any day, while a storm is near)
PHRASES: dict[str, tuple[tuple[Phrase, ...], tuple[Phrase, ...]]] = {
    "sanitation": (
        (
            ("垃圾桶满溢 {} 个", range(2, 9)),
            "建筑垃圾偷倒路边",
            ("占道经营 {} 处", range(1, 7)),
            "绿化带内白色垃圾成堆",
            "沿街店铺出店经营",
            ("小广告乱张贴 {} 处", range(3, 20)),
            "公厕保洁不到位",
            "河道两岸生活垃圾未清",
            ("共享单车乱停放 {} 辆", range(5, 40)),
            "渣土车沿途抛洒",
            "大件家具随意丢弃",
        ),
        ("树枝落叶堵塞路口", ("路面淤泥待清 {} 米", range(10, 90, 5)), "广告横幅被风撕裂", "大量落叶堵塞雨水箅"),
    ),
    "facility": (
        (
            ("路灯不亮 {} 盏", range(1, 9)),
            "窨井盖破损松动",
            ("人行道地砖破损 {} 平方米", range(1, 12)),
            "公园健身器材损坏",
            "消火栓漏水",
            "护栏缺失一段",
            "公交候车亭玻璃破裂",
            ("供水管道渗漏 {} 处", range(1, 4)),
            "通信线缆垂落",
            "指路牌倾斜",
            "电动车充电桩断电",
        ),
        (
            ("行道树倒伏 {} 棵", range(1, 9)),
            ("线杆倾斜 {} 根", range(1, 4)),
            "围挡被风吹倒",
            ("停电影响 {} 户", range(20, 260, 20)),
            "店招广告牌摇晃",
            "信号基站退服",
        ),
    ),
    "traffic": (
        (
            ("违停车辆 {} 辆占用消防通道", range(1, 7)),
            "红绿灯故障",
            ("路面坑槽 {} 平方米", range(1, 9)),
            "两车剐蹭占道",
            "货车超限经过村道",
            "学校门口放学拥堵",
            "交通标线磨损不清",
            ("占道施工无围挡 {} 米", range(5, 60, 5)),
            "电动车逆行频发",
            "道路遗撒沙石",
        ),
        (
            ("积水断行 {} cm", range(20, 75, 5)),
            "倒树压车占道",
            ("边坡落石占道 {} 立方米", range(1, 25, 2)),
            "下穿通道临时封闭",
            ("车辆涉水熄火 {} 辆", range(1, 5)),
        ),
    ),
    "safety": (
        (
            ("楼道堆放杂物 {} 处", range(1, 6)),
            "电动车进楼充电",
            ("灭火器过期 {} 具", range(1, 9)),
            "沿街店铺违规住人",
            "燃气管老化",
            "工地临边无防护",
            "疏散通道上锁",
            ("私拉电线 {} 处", range(1, 7)),
            "水域警示牌缺失",
            "自建房墙体开裂",
            "液化气瓶违规存放",
        ),
        (
            ("危房人员待转移 {} 人", range(2, 18)),
            "工地塔吊未放松回转",
            ("山坡出现裂缝 {} cm", range(1, 15)),
            "围墙倾斜有倒塌危险",
            "低洼地下室进水",
            "高空坠物砸落人行道",
        ),
    ),
    "dispute": (
        (
            "邻里噪声纠纷",
            "宅基地边界争议",
            ("拖欠工资诉求 {} 人", range(1, 15)),
            "物业费收取纠纷",
            "楼上漏水赔偿纠纷",
            "婚姻家庭矛盾需调解",
            "土地流转租金争议",
            "消费退款纠纷",
            "停车位使用争执",
            ("装修扰民投诉 {} 次", range(2, 6)),
        ),
        ("积水倒灌责任争议", "倒树砸车赔偿纠纷"),
    ),
    "ecology": (
        (
            "河面漂浮物聚集",
            "露天焚烧秸秆",
            ("餐饮油烟扰民 {} 家", range(1, 5)),
            "夜间施工噪声超时",
            "养殖尾水直排",
            "雨污混接溢流",
            ("扬尘未覆盖 {} 平方米", range(20, 400, 20)),
            "水体发黑有异味",
            "林边违规用火",
            "死禽随意丢弃",
        ),
        ("河道漂浮物激增", "污水井冒溢", ("化粪池外溢 {} 处", range(1, 4))),
    ),
    "flood": (
        (
            ("路面积水 {} cm", range(6, 40, 2)),
            "雨水箅堵塞",
            ("沟渠淤积 {} 米", range(5, 80, 5)),
            "山塘溢洪道杂物堵塞",
            "排涝泵站例行故障",
            "河堤护坡局部脱落",
            "水位尺损坏",
            ("防汛沙袋缺口 {} 袋", range(20, 200, 20)),
            "地下车库挡水板缺失",
        ),
        (
            ("路面积水 {} cm", range(18, 70, 2)),
            ("河道水位超警 {} cm", range(5, 65, 5)),
            ("村内进水 {} 户", range(1, 30)),
            "下穿通道积水",
            ("农田受淹 {} 亩", range(10, 300, 10)),
            "雨水箅堵塞倒灌",
            "河堤出现渗水",
            "山塘水位接近坝顶",
            ("低洼住户待转移 {} 人", range(2, 40, 2)),
            "山洪沟水流浑浊上涨",
        ),
    ),
    "livelihood": (
        (
            "独居老人探访求助",
            "停水咨询",
            ("医保报销咨询 {} 项", range(1, 4)),
            "公交班次间隔过长",
            "困难家庭救助申请",
            "电梯停运影响出行",
            "入学政策咨询",
            "残疾人辅具申领",
            ("村道路灯加装诉求 {} 盏", range(2, 12)),
            "流浪犬出没",
            "快递柜占用通道",
        ),
        (
            ("停水影响 {} 户", range(20, 300, 20)),
            "避灾点物资补充",
            ("转移群众用餐需求 {} 份", range(10, 120, 10)),
            "独居老人转移协助",
        ),
    ),
}


def titles(rng: np.random.Generator, category: NDArray[np.int64], storm: NDArray[np.float64]) -> NDArray[np.object_]:
    """A phrase for each event; the nearer the storm (0..1), the likelier one about it."""
    found = np.empty(len(category), dtype=object)
    about_storm = rng.random(len(category)) < 1.6 * storm
    for n, name in enumerate(CATEGORIES):
        for stormy, phrases in enumerate(PHRASES[name]):
            chosen = np.flatnonzero((category == n) & (about_storm == bool(stormy)))
            found[chosen] = _draw(rng, phrases, len(chosen))
    return found


def _draw(rng: np.random.Generator, phrases: tuple[Phrase, ...], n: int) -> NDArray[np.object_]:
    """Every phrase is as likely as another, whatever the length of its range."""
    said = [[text] if isinstance(text, str) else [text[0].format(value) for value in text[1]] for text in phrases]
    widest = max(len(variants) for variants in said)
    table = np.array([[variants[k % len(variants)] for k in range(widest)] for variants in said], dtype=object)
    return table[rng.integers(len(said), size=n), rng.integers(widest, size=n)]
