"""Words that tell how figures of a text belong together, and the classes of measure words that may be added up.

Patterns run on folded view text (``text.fold``); every repetition is bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache

# -- measure words -----------------------------------------------------------------------------------------------

UNIT_CLASSES: dict[str, tuple[str, ...]] = {
    "case": ("件", "起", "宗", "例", "笔", "桩", "单", "件次", "通", "条", "项", "个"),
    "person": ("人", "名", "位", "人次", "个"),
    "place": ("家", "个", "所", "处", "户", "户次", "家次", "间", "间次", "座", "站", "点", "村", "镇"),
    "copy": ("份", "册", "本", "张", "页", "套", "封", "期", "条", "篇", "件"),
    "event": ("场", "次", "场次", "期", "轮", "堂", "届", "节", "课", "站次"),
    "thing": (
        "条",
        "个",
        "项",
        "块",
        "只",
        "件",
        "处",
        "面",
        "幅",
        "副",
        "具",
        "台",
        "部",
        "把",
        "顶",
        "瓶",
        "箱",
    ),
    "sample": ("批次", "批", "组", "款", "种", "个", "份"),
    "money": ("元", "港元", "澳门元", "美元"),
}
"""Measure words that count things of one kind; a word may belong to several classes."""

ANY_THING = frozenset("件个份项")
"""Measure words that a total of several kinds of things takes."""

PERCENT_UNITS = frozenset({"%", "‰", "成"})
SCALELESS_UNITS = frozenset(
    {"倍", "番", "公里", "分", "分钟", "小时", "天", "日", "年", "岁", "米", "平方米"}
)
"""Units of figures that are neither parts nor totals of anything a report adds up."""

_CLASSES_OF: dict[str, frozenset[str]] = {
    unit: frozenset(name for name, units in UNIT_CLASSES.items() if unit in units)
    for units in UNIT_CLASSES.values()
    for unit in units
}
_COUNTED_TWICE = frozenset("件户家人台辆条宗起")
_CASES: frozenset[str | None] = frozenset(UNIT_CLASSES["case"])
_BRACKETED = re.compile(r"[(/](.{1,4}?)\)?$")


BODIES = frozenset({"家", "人", "名", "位", "所"})
"""Measure words of those who have cases, which are never resolved themselves."""


@lru_cache(maxsize=1024)
def plain_unit(unit: str | None) -> str | None:
    """A measure word without a bracketed variant and without 次 behind what it counts: 件(次) -> 件, 人/次 -> 人, 户次 -> 户."""
    if not unit:
        return None
    bare = _BRACKETED.sub("", unit) or unit
    return bare[:-1] if len(bare) == 2 and bare[1] == "次" and bare[0] in _COUNTED_TWICE else bare


@lru_cache(maxsize=1024)
def units_add(one: str | None, other: str | None) -> bool:
    """True if figures with these measure words can be parts of one sum."""
    if one is None or other is None or one == other:
        return True
    return bool(_CLASSES_OF.get(one, frozenset()) & _CLASSES_OF.get(other, frozenset()))


@lru_cache(maxsize=256)
def number_with(unit: str) -> re.Pattern[str]:
    """Matches a number followed by a measure word."""
    return re.compile(rf"[\d一二三四五六七八九十百千两][万亿]?[余多几]?\s?{re.escape(unit)}")


ANY_COUNT = re.compile(r"\d|[一二三四五六七八九十百千两][余多几]?[个家所处名位份条件本张只袋枚篇幅部场次]")


def same_things(one: str | None, other: str | None) -> bool:
    """True if two measure words are the same or both count people (69名, 58人)."""
    return one == other or (counts_people(one) and counts_people(other))


def same_cases(one: str | None, other: str | None) -> bool:
    """True if two measure words count cases (件, 起, 宗 ...) or are the same."""
    return one == other or {one, other} <= _CASES


# -- totals and parts --------------------------------------------------------------------------------------------

STRONG_TOTAL = re.compile(r"合计|总计|共计|总共|之和|合起来|加起来|加在一起|合共|三者相加|相加|总和")
TOTAL = re.compile(rf"{STRONG_TOTAL.pattern}|(?:累计|一共|总数|总量|[共计总])(?:有|达|为|约|近|得)?$")
IN_ALL = re.compile(r"^[,、]?共计?$")
AMONG = re.compile(r"其中|内含|内有|当中|后者|前者|,即|细分为|分为|包括|包含|(?:里|中)(?:面)?,[^,;。]{0,12}$")
NESTED = re.compile(r"^[\u4e00-\u9fff]{0,4}?(?:当中|之中|里面|[中里](?:[,有已办的头\d]|$))")

OTHERS = re.compile(r"其他|其它|零星")
REST = re.compile(
    r"(?:其余|余下|剩余|剩下|尚余|剩|(?:不|没有?)[^,;。\d]{1,6}的$|尚有|还有|仍有|另外|另有|另|不予[^,;。]{0,4}|在途|未结|未办结|在办|待处理|结余|不遇|未[^,;。\d]{1,8}(?<=的))[^,;。\d]{0,12}$"
    r"|^余$"
)
REST_CLAUSE = re.compile(r"^(?:其余|余下|剩余|剩下)")
OTHER_CLAUSE = re.compile(r"^(?:其余|余下|剩余|剩下|另外|其他|其它)")
ABSENT = re.compile(r"没有来|没来|未到|缺席|请假|外派|病休|除$")
REST_AFTER = re.compile(r"^(?:正在|尚在|尚未|仍在|还在|未到期|待)")
UNDONE = re.compile(r"(?:在途|未结|未办结|在办|待处理)$")
FIRM_REST = re.compile(r"(?:其余|余下|剩余|剩下|尚余|还剩|只剩|仅剩)[^,;。\d]{0,10}$|^余$")
_NUMERALS = "零一二三四五六七八九十"
_SO_MANY = re.compile(r"^(?:上述|以上|这)?([两二三四五六七八九十]|\d{1,2})大?(?:[类项家个种地者]|部门|支行)")


def told_number(lead: str) -> int | None:
    """How many parts words say that a total has: 三类合计, 上述5家共计."""
    match = _SO_MANY.match(lead)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else _NUMERALS.index(match[1].replace("两", "二"))


def left_over(label: str, tail: str) -> bool:
    """True if words say that a figure is what is left of the cases: 另4件未到期, 在途5件, 其余3件."""
    undone = REST.search(label) and REST_AFTER.match(tail)
    return bool(undone or UNDONE.search(label) or FIRM_REST.search(label))


DISTRIBUTED = re.compile(r"分别|依次|各自|分頭|各有|各为")

COMPLEMENTS: tuple[tuple[str, str], ...] = (
    ("商品", "服务"),
    ("有责", "无责"),
    ("男", "女"),
    ("线上", "线下"),
    ("银行", "保险"),
    ("财产险", "人身险"),
    ("车险", "非车险"),
    ("专职", "兼职"),
    ("主会场", "分会场"),
    ("有效", "无效"),
    ("不合格", "合格"),
    ("民事", "刑事"),
)
"""Labels that split their total between them."""


def complementary(one: str, other: str) -> bool:
    """True if two labels split a total between them, in either order."""
    return any(
        (_names(one, a, b) and _names(other, b, a)) or (_names(one, b, a) and _names(other, a, b))
        for a, b in COMPLEMENTS
    )


def _names(label: str, word: str, rival: str) -> bool:
    """True if a label has ``word`` other than inside ``rival`` (合格, but not in 不合格)."""
    return word in (label.replace(rival, "") if word in rival else label)


def bears(label: str, name: str) -> bool:
    """True if a label holds a name, and not its opposite (成功 in 调解成功, not in 不成功)."""
    at = label.find(name)
    return at >= 0 and not (at and label[at - 1] in _NEGATIONS)


_NEGATIONS = "不未没无非"
REQUEST_KINDS = re.compile(r"咨询|查询|建议|求助|表扬|诉求|信访|其他|投诉|举报|申诉")
CASE_KINDS = re.compile(r"投诉|举报|申诉|咨询|信访|工单|诉求|案件|纠纷|隐患|建议|求助|申请|仲裁|诉讼")
MEASURED = re.compile(
    r"^[,、]?(?:[^,;。\d]{0,4}的)?(金额|数额|总额|货值|价值|面积|人数|户数|笔数|件数|次数|场次|人次|份数|册数|数量|重量|余额|均值|客单价|保费|赔款)"
)
"""What a clause of a comparison is about (笔数比上年少731笔, 金额下降11.2%)."""
OVERLAPPING = re.compile(r"女|男|党员|残疾|以上|以下|首次|初次|新增|回头客|少数民族|[专本]科")
OUTCOME = re.compile(
    r"办结|调解|成功|解决|转交|移送|满意|回访|未(?:办|结|处|解|调|整|完|到期)|已|现场|当场|当天|重复|超期|处理|处置|答复|整改|和解|化解|立案|结案|撤|收回|回收|没?调成|达成|废止"
)

# -- comparison with another period ------------------------------------------------------------------------------

_PERIOD = (
    r"(?:去年|上年|前年|同期|上季|上月|上半年|下半年|[一二三四]季度|季度|年[初底末]|月份?|20\d\d年?|上一|上期|上届|基期"
    r"|上个[^,;。\d]{0,4}[期届年季月])"
)
COMPARED_BASE = re.compile(
    rf"(?:[比较与和由从]|同(?![年季月日])|相比|对比)[^,;。]{{0,10}}{_PERIOD}[^,;。%]{{0,6}}$"
    rf"|\((?:去年|上年|上季度|上月|\d{{1,2}}月|20\d\d年)(?:同期)?[^,;。%\d]{{0,4}}$|\(同期[^,;。%]{{0,4}}$"
)
GROWN_FROM = re.compile(r"[由从][^,;。]{0,8}$")
GROWN_TO = re.compile(
    r"^(?:[锐骤猛激陡剧]|大幅)?(?:蹿|增|升|提|扩|降|压|减|缩|下降|上升|攀升|回落|拓展|发展)[^,;。\d]{0,3}[到至为]"
)
_LAST = r"(?:去年|上年|前年|上一?学年|上一[年届季期月周轮]|上[届期回]|头年|上季度|上月)"
BARE_BASE = re.compile(
    rf"{_LAST}(?:同期|全年|活动)?[^,;。%]{{0,6}}$|(?:^|[,;(])同期(?:为|是|有|仅|只有)?$"
    r"|[,;(]而?20\d\d年(?:同期)?[仅只为是有则还]{1,2}$|[,(](?:上半年|[一二三四]季度)[还则]?[是为有只仅]{1,2}$|[,(]\d{1,2}月份?[还则]?[是为有只仅]{1,2}$"
)
FRACTION = re.compile(r"^(?:近|约|大?半数?|过半|一多?半|[\d一二两三四五六七八九十]+分之)")
_THIS = r"(?:今年|本年|本期|本季|本月|本届|当年|这一?[年届季期月周轮回])"
THIS_PERIOD = re.compile(
    rf"^,?(?:而|但)?{_THIS}(?:同期)?(?:增|减|多|少|上升|下降|升|降|涨)"
    r"|^,(?:同比|一年间?|净|共)?(?:涨幅|升幅|降幅|跌幅|增幅|减幅|抬升|上升|下降|增长|涨了?|升了?|降了?)\d"
)
SO_LISTED = re.compile(r"^(?:[、和及与]|相比|比较)")
COMPARED = re.compile(rf"同比|环比|按年|按月|(?:[比较与]|同(?![年季月日]))[^,;。]{{0,10}}{_PERIOD}|相比")
UP = re.compile(r"增长|增加|上升|升幅|增幅|提高|提升|多出|增多|猛增|激增|攀升|增|升|涨|多")
DOWN = re.compile(r"下降|减少|降低|降幅|回落|压降|缩短|压缩|下滑|锐减|减幅|减|降|跌|少")
_CHANGE_WORD = (
    r"(?:增长|增加|上升|升幅|增幅|增速|提高|提升|多出|猛增|激增|攀升|净增|增多|下降|减少|降低|降幅|回落|压降|下滑|锐减|减幅"
    r"|[多少增减升降涨跌])"
)
ITEM_MARK = re.compile(r"^\s{0,4}[(]?[一二三四五六七八九十\d]{1,3}[)、.]\s?")
NAMED_TOTAL = re.compile(
    r"^([\u4e00-\u9fff]{2,8}?)(?:投诉|问题|案件|[案件]|的)?(?:当中|之中|里面|里头|[中里])[,:]"
)
HEADING_TAIL = re.compile(
    r"(?:消费者|消费)?(?:投诉|申诉|举报|诉求|案件|问题|工作)?(?:的)?(?:总体|主要|基本)?"
    r"(?:情况|分析|特点|结构|概况|概述|分布|分类|构成|处理|办理|受理|热点|统计)*[::。]?\s{0,2}$"
)
LISTED = re.compile(r"^[、,;和及]|其中")
YEARLY = re.compile(r"去年|上年|前年|同比|同期|按年|20\d\d年(?![上下]半年|[一二三四]季度|\d)")
STEPWISE = re.compile(r"环比|上月|上季|季度|月份|按月|上半年|\(\d{1,2}月")
CHANGE_AMOUNT = re.compile(
    rf"(?<![新至]){_CHANGE_WORD}(?:了|出|约|近|达|办|发|收|接|受理|损失)?[^,;。\d%]{{0,3}}$"
)
CHANGE_RATE = re.compile(rf"(?:同比|环比|按年|按月|{_CHANGE_WORD})[^,;。\d]{{0,6}}$")
REACHED = re.compile(r"[到至为达]$|[到至][^,;。\d]{0,6}的$")
CHANGE_RATE_AFTER = re.compile(r"^的?(?:增幅|降幅|升幅|增速|涨幅|跌幅)")

# -- shares and rates --------------------------------------------------------------------------------------------

SHARE = re.compile(r"占|佔|比重|比例|(?:总量|总数|总额|全部|整体)[^,;。]{0,12}的$|[过近]半\($")
OWN_SHARE = re.compile(r"(?:我|本|该|其)[\u4e00-\u9fff]{0,4}占(?:比)?$")
SHARE_OF_ALL = re.compile(
    r"(?:[占佔]到?了?|接近|超过|约为)(?:全部|全行|全辖|全年|总|整体|所有|同期)?([\u4e00-\u9fff]{0,4}?)"
    r"(?:总量|总数|总额|总投诉量|投诉量|全部[\u4e00-\u9fff]{0,4})的$"
)
SHARE_OF = re.compile(
    r"[占佔]到?(?:全部|全市|全县|全区|整体)?([\u4e00-\u9fff]{2,6}?)(?:投诉|案件)?(?:总量|总数|数|量)?的$"
)
RECALLED = re.compile(r"([\u4e00-\u9fffA-Za-z\d]{3,20}?)(?:的)?(?:投诉)?占比?(?:高|约|已)?达?$")
GROWTH_HEADING = re.compile(r"同比|环比|增幅|增速|增长|增减|变化|变动|比上年|比上季|较上年|较去年")
RATE_HEADING = re.compile(rf"率(?!先)|占比|比重|比例|占.{{0,8}}%|{GROWTH_HEADING.pattern}")
RATE = re.compile(r"([\u4e00-\u9fff]{1,6})(?:率|(?<=满意)度|(?<=参与)度|(?<=知晓)度)")
OWN_BASE_RATE = re.compile(r"及时|按时|按期|知晓|覆盖|注册|接通|增长|赔付|利$|费$|频$|效$")
"""Rates whose base the text rarely prints beside them."""
FIRST_FEW = re.compile(r"前[一二两三四五六七八九十\d]{1,2}[项位类种大名家个]")
RATE_ADVERB = re.compile(r"^(?:群众|客户|用户|总|综合|整体|总体)")
BARE_SHARES = ("占", "佔", "占比", "占比为", "占到", "占了")
PASS_RATE = re.compile(r"合格|达标|通过|优良|完好")
RESOLVED_RATE = re.compile(r"办结|成功|调解|和解|解决|处理|处置|整改|化解|结案|调处")
SUMMED = re.compile(r"合|之和|相加|加起来|[两二三四五六七]\w|累计|共")
THAT_IS = re.compile(r"^[,(]?即")
SPLIT = re.compile(r"(?:按|分|从|论)[^,;。]{0,8}[看分,:]|分[^,;。]{1,4}看")
NUMBERED = re.compile(r"第?([一二三四五六七八九十])(?:批|次|期|轮|组|阶段|等奖|类)")
IN_SO_MANY = re.compile(r"分([两二三四五六七八九十])(?:批|次|期|轮|组|阶段)")
PRIZE = re.compile(r"^(?:获奖|得奖|优秀)")
OPEN_SPLIT = re.compile(r"主要|前[一二三四五六七八九十\d]+位|居前|突出|集中|较多|最多|等")
REQUESTS = re.compile(r"诉求|各类|来电|接听|接线|话务|工单|接收|登记|共")
FAILED = re.compile(r"不|未|超期|逾期|超标|没有")

# -- received and resolved ---------------------------------------------------------------------------------------

ENTRUSTED = re.compile(r"委派|委托|受理|接到|收到|登记|介入")
RECEIVED = re.compile(
    r"受理|接到|收到|接收|接获|登记|接诉|接报|接转|转来|转办|接了|接|投诉|申诉|举报|申请|纠纷|诉求|工单|问题|隐患|立案|发案|收案|接案"
)
RESOLVED = re.compile(
    r"办结|(?:调解|处理|处置|整改|解决)(?!委员会|中心|组织|员|室|协会|站|率|通知|机制)|调[处成结]|(?:核查|跟进|处理|办理)完毕|已核查|查结|办妥|(?:已|审|^)结$|化解|说和|和解|答复|答覆|了结|结案|握手言和"
)
RESOLVED_IN_ALL = re.compile(
    r"(?:^|[已共末日底诉报纷单])(?:计|累计|成功)?(?:办结|调解|解决|处理|化解|调处|核查)(?:成功|完毕)?(?:投诉|纠纷)?了?$"
)
CARRIED_OVER = re.compile(r"上年|去年|往年|历年|结转|遗留|积案|存量|历史|以前|此前|上期|上季|累计|含")

# -- lists of names ----------------------------------------------------------------------------------------------

NAME_UNITS = frozenset({*"个家所处名位类项种部镇县区地站校村市户点大款", "大类"})
BRACKETED = re.compile(r"\([^()]{0,80}\)")
LIST_TAIL = re.compile(r"(?:等|等共计|等共|等合计|共计|合计|共|这|以上|上述|等等)$")
CLAUSE_END = re.compile(r"[;:。()\n]|,(?!\d{3})")
LIST_CLAUSE_BUT_COLON = re.compile(r"[,;。!?()\n]")
LIST_CLAUSE = re.compile(r"[,;:。!?()\n]")
LIST_SUMMED = re.compile(r"^[\u4e00-\u9fff]{0,2}(?:之和|合计|合起来|加起来|加在一起|共|总计|均|都)")
LIST_FOLLOWS = re.compile(
    r"^[\u4e00-\u9fff]{0,8}[(:](?:分别(?:是|为)|即|依次(?:是|为))?([^()。;:\n]{3,200})[)。;\n]"
)
AND = re.compile(r"以及|[和及与]")

# -- headline ----------------------------------------------------------------------------------------------------

OTHERS_WORD = re.compile(
    r"(?:^|[,;:])据(?!不完全|统计|初步|了解|悉)[^,;。]{2,24}(?:通报|介绍|统计|数据|披露|显示|年报)"
    r"|[^,;。我本]{2,20}(?:通报|通报称|数据显示)[^,;。]{0,4},"
)
EARLIER = re.compile(
    r"(?:去年|上年(?!末|底)|前年|往年|上季度|上一年|上年度)(?![^,;。]{0,8}(?:至|到|以来|起))"
)
GATHERED = re.compile(r"(?:(?<![公中])共(?![建享同产治])|累计|总计|合计|一共)[\u4e00-\u9fff]{0,10}$")
STOCK = re.compile(r"(?:现有|实有|现共有|总数达?到?|总量达?|累计已?达?|增至|达到)$")
NOMINAL = re.compile(r"编制|核定|应有|定员|满编|报名|预约|应到|原定")
ISSUED = re.compile(r"新?(?:建|增|出台|制定|印发|修订|完善|订立)[^,;。\d]{0,6}$")
ADDED_TO = re.compile(r"^(?:后来|随后|之后)?[又再](?:次|度)?[补加增追]")
JOINT = re.compile(r"[、和及与]")
_SCALES = (
    ("money", re.compile(r"元$|币$")),
    ("mass", re.compile(r"吨|公斤|千克|斤$")),
    ("kind", re.compile(r"类$|种$")),
    ("percent", re.compile(r"[%‰]|成$")),
    ("points", re.compile(r"百分点$")),
    ("time", re.compile(r"天$|日$|小时$|分钟$|月$|年$")),
)


@lru_cache(maxsize=1024)
def counts_people(unit: str | None) -> bool:
    """True for measure words of people, which are never added to things."""
    return unit is not None and unit.rstrip("次") in ("人", "名", "位")


@lru_cache(maxsize=1024)
def scale(unit: str | None) -> str:
    """What a measure word measures: figures of one scale can be added up, all kinds of counts among them."""
    return next((name for name, pattern in _SCALES if unit and pattern.search(unit)), "count")


JOINT_SUBJECT = re.compile(r"[、和及与]\|$|[、和及与]\||\|[、和及与等》]")
YEAR_TOLD = re.compile(r"(?:19|20)\d\d年")
THIS_YEAR = re.compile(r"[,;](?:今年|本年|当年)")
