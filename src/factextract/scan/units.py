"""Measure words: which there are, what class each belongs to, and where one stands in a text.

The table is data. ``unit_class`` tells the class of a unit as it appears in ``Quantity.unit``; ``match_unit`` finds the
longest measure word at an offset of a folded text, compound forms included: 户(次), 人/次, 份(册), 件次, 个品种, 元人民币.
The words follow the list of nominal and verbal classifiers in 朱德熙, 语法讲义 (1982), and those met in summary reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLASSES: dict[str, str] = {
    "people": "人 名 位 员 口 人份 号人 对夫妇 代表队",
    "person_times": "人次 人天 人时",
    "households": "户 户次 户数",
    "organizations": "家 所 家次 所次 家单位 店 店次 间 间次 支队 支 个单位",
    "groups": "组 队 班 伙 拨 群 排 团 帮 连 批人",
    "documents": "份 册 本 张 页 套 封 篇 幅 版 卷 纸 折 单 枚 帧 部 期刊 份次 册次 本次 张次 篇次 套次 副 联",
    "messages": "条 则 通 帖 短信 条次 通次 则次",
    "events": "场 场次 届 期 轮 堂 课 次 回 遍 趟 批次 期次 轮次 课时 学时 课次 集 站 班次 场会 梯次 回合 节次 番 节课 堂课 节",
    "cases": "件 起 宗 笔 例 桩 案 单次 件次 起次 宗次 笔次 例次 票",
    "boards": "块 面 块次",
    "goods": "只 把 顶 盒 箱 瓶 袋 包 罐 桶 件套 支装 枝 根 棵 株 头 匹 辆份 粒 片 颗 朵 束 筐 捆 双 对 打 打次 副次 条烟 盆 盏 具 樽 坛 卷次 板 盘 串 杯 碗 壶 扇 床 口井 羽 尾 峰 窝 垛 摞 沓 盒次 瓶次 袋次 箱次",
    "generic": "个 个次 样 个品种 品种",
    "items": "项 项次 条款 款 类 大类 小类 种 种类 门 门次 科 级 层 道 章 点 大 方面 题 道题 类次 小项 大项 子类 单元 环节",
    "places": "处 座 栋 幢 片 片区 个点 点位 站点 处次 座次 桌 席 台位 亩地 孔 口 眼 村 镇 乡 户头 路 条街 层楼 平台 门店 网点 村社",
    "vehicles": "辆 台 艘 架 列 辆次 台次 车次 艘次 架次 台套 台班 部次 车 船次 列次",
    "money": "元 块钱 圆 角 毛 毛钱 分钱 元人民币 元钱 人民币 美元 美金 港元 港币 欧元 英镑 日元 澳元 加元 台币 新台币 新台币元 泰铢 韩元 卢布 "
    "卢比 法郎 瑞士法郎 瑞郎 新加坡元 新元 澳门元 澳门币 澳大利亚元 澳洲元 加拿大元 越南盾 林吉特 马克 里拉 比索 克朗 丹麦克朗 瑞典克朗 挪威克朗 "
    "比特币 美分 日圆 美圆 美刀 港纸 里亚尔 第纳尔 迪拉姆 兰特 印度卢比 新西兰元 纽币 日币 韩币 欧分 便士 镑",
    "percent": "% ‰ 成 折 倍 番",
    "points": "个百分点 百分点 个点 个基点 基点 BP bp",
    "mass": "吨 公吨 公斤 千克 斤 市斤 克 毫克 微克 两 担 磅 盎司 kg KG g mg t",
    "length": "公里 千米 米 厘米 毫米 里 华里 公分 英尺 英寸 英里 海里 尺 丈 寸 纳米 微米 延米 分米 码 km KM m cm CM mm 里路",
    "area": "平方米 平方公里 平方千米 公顷 亩 平米 万亩 平方厘米 平方英尺 平方英里 英亩 顷 平 ㎡ m² 平方",
    "volume": "立方米 升 毫升 方 加仑 立方 立方厘米 L mL ml 公升 吨公里 立方千米 m³",
    "speed": "公里/小时 千米/小时 米/秒 km/h",
    "energy": "千瓦时 度电 千瓦 瓦 兆瓦 伏 千伏 安 千卡 卡路里 焦耳 马力 赫兹 千赫 兆赫 兆赫兹 千瓦小时 帕 千帕 兆帕",
    "data": "兆 字节 千字节 兆字节 比特 千兆 GB MB KB TB 字 字次 像素 词 行代码",
    "temperature": "℃ 摄氏度 华氏度 °C 度",
    "time": "天 日 小时 分钟 秒 秒钟 年 个月 个多月 周 个星期 星期 个小时 个钟头 个工作日 工作日 个自然日 自然日 个交易日 个半月 个季度 周年 "
    "年多 昼夜 刻钟 季 载 学期 个学期 个年度 个半小时 分秒 毫秒 世纪 旬 夜 晚 代 日夜 分 时 个昼夜 日历天 个日历天 个学年 学年 时辰 宿",
    "age": "岁 周岁 龄 月龄 岁半 虚岁",
    "score": "分",
}  # fmt: skip

# A measure word is none when one of these follows it: 3部门, 2家庭, 5期间.
NOT_BEFORE: dict[str, str] = {
    "人": "员民才均口气大寿社脸行力物身生文情像类保财事防",
    "名": "称单誉录义片牌词额",
    "位": "置于列居",
    "口": "岸罩号碑味腔头径",
    "员": "工",
    "户": "外籍主均口县型内",
    "家": "庭长属具乡居务电访教谱人口畜禽纺",
    "所": "有属在以长谓得需",
    "店": "铺面主员",
    "支": "持付部行援出撑配票局所教柱线农委公",
    "组": "织长合成建员",
    "队": "伍员长",
    "班": "级子主会长组",
    "拨": "打付款",
    "排": "查名列放队出练序",
    "团": "队体伙结购",
    "份": "额内",
    "册": "子",
    "本": "行局地市县区省届期年次月周人身级着着院所社村校镇乡街部站科报部金息领色土科专周季轮身案质",
    "张": "贴家村店某家口",
    "页": "面码",
    "套": "路餐取现",
    "封": "闭面条堵存",
    "篇": "章幅",
    "幅": "度员",
    "版": "本权",
    "卷": "烟入",
    "折": "页扣算合叠",
    "单": "位独一纯个元据价项月日次笔",
    "部": "门委队署分落级位",
    "副": "局县书主行总所院市会处组队校理秘部",
    "联": "合系络动盟社通防席席",
    "条": "件例款文约幅理目",
    "通": "过报知告常信道讯话俗用联州胀",
    "场": "所地馆景面合站长",
    "届": "时满全",
    "期": "间刊末望待货限初中满盼",
    "轮": "流候值换岗训椅番廓",
    "课": "题程堂本件",
    "次": "日年要第序月元品贷级",
    "回": "收访复答应头执顾单馈购升落民",
    "集": "中体团市合贸会镇",
    "站": "点长岗台位牌",
    "节": "日约目假水能点俭选庆",
    "件": "均",
    "起": "到诉步来点义源草始于码止诉草",
    "宗": "旨教",
    "笔": "者录试记名迹",
    "例": "如外行会子",
    "案": "例件值情卷由",
    "票": "据选房价务面证",
    "块": "链状",
    "面": "对向临粉积试料值谈貌上前部包子食条馆世层额签授",
    "只": "有是要能需用限见剩完达不为收占",
    "把": "手关握控脉",
    "包": "括含容装裹干围子庄",
    "头": "疼等脑目部绪",
    "片": "区面状段",
    "根": "据本源治",
    "株": "洲",
    "粒": "子",
    "具": "体有备",
    "板": "块报凳",
    "盘": "活点查锦",
    "打": "击造开印电卡假响包着车破扰通分死拐伤牢好字印",
    "对": "于象账外此接口应话照比方待策其我全各称",
    "双": "方随公向语向打录休创十节减重拥边",
    "样": "本品式板子例",
    "项": "链",
    "款": "项待",
    "类": "似别型",
    "种": "植子田粮养地",
    "门": "店口诊户市面牌窗头前卫诊",
    "科": "技学室普目员长研级创",
    "级": "别",
    "层": "面次级层",
    "道": "路德县口理教真",
    "点": "位击赞评亮燃名题对到心餐",
    "大": "会学量力街道家桥厅楼型队小众米豆赛奖棚田幅额专件案多约概致同连洋名局行理事",
    "题": "目材为库",
    "处": "理罚置长分于级方事境室女",
    "座": "谈席位右机",
    "桌": "面椅子",
    "席": "位卷",
    "村": "民委镇庄级居干支里书主",
    "镇": "区街政党级长委",
    "乡": "镇村亲政土贤长党级",
    "路": "线口面段径程边北南东西灯人",
    "辆": "均",
    "台": "账风湾州阶词式历湖商面",
    "架": "构设空子",
    "列": "为入出席车举表支",
    "车": "站辆主间险位牌道展友贷",
    "元": "旦宵素月件首老代",
    "角": "度逐色落",
    "分": "别局行公支类析为享批组管层会工布站店社所级时明配散公解送发区流包清辨期光寸之中行部段拨摊成设头院",
    "成": "立功果为员本都长绩效交分就品熟份因型因年人语套",
    "倍": "增感受数",
    "斤": "两",
    "两": "个名家位项次会者岸节级级地侧委所区人条场种类学高房抢用手",
    "里": "程面",
    "米": "饭面粉线",
    "尺": "寸度",
    "平": "均台安方等稳常台时原整台",
    "方": "面式法案便可案向针言块",
    "升": "级学降至高幅格温值到",
    "安": "全装排置",
    "度": "假过日",
    "字": "样体号画典符库面幅牌",
    "兆": "瓦赫帕字",
    "天": "津然河气平水桥门下府",
    "日": "常报期均照用产本子前益上渐",
    "时": "间期代候任效许政时光常而",
    "秒": "杀",
    "年": "度度级份龄轻中底初终会检报审货味画",
    "周": "边密转年末期到口",
    "季": "度节",
    "载": "体",
    "代": "表理办码发替课",
    "夜": "间市晚",
    "晚": "会上报间宴",
    "旬": "末",
    "宿": "舍",
    "克": "服",
    "帕": "金",
    "担": "任保当负心",
    "瓦": "斯",
    "码": "头",
    "g": "",
    "龄": "段",
    "孔": "子",
    "眼": "睛镜科神",
    "束": "缚",
    "对夫妇": "",
    "扇": "子",
    "床": "上位",
    "峰": "会值",
    "杯": "水",
    "纸": "质箱张杯巾条币",
    "番": "茄",
    "品种": "",
    "路人": "",
    "网点": "",
    "门店": "",
    "平台": "",
    "环节": "",
    "单元": "",
    "方面": "",
    "村社": "",
}  # fmt: skip

# Units written otherwise than they are counted, and currencies before the figure.
CANONICAL: dict[str, str] = {
    "圆": "元", "块钱": "元", "元人民币": "元", "元钱": "元", "人民币": "元", "美金": "美元", "美圆": "美元", "美刀": "美元", "港币": "港元",
    "港纸": "港元", "日圆": "日元", "日币": "日元", "韩币": "韩元", "新台币元": "新台币", "台币": "新台币", "镑": "英镑", "澳门币": "澳门元",
    "澳大利亚元": "澳元", "澳洲元": "澳元", "加拿大元": "加元", "新加坡元": "新加坡元", "瑞郎": "瑞士法郎", "个品种": "品种", "百分点": "个百分点",
    "个小时": "小时", "个钟头": "小时", "个星期": "周", "星期": "周", "秒钟": "秒", "号人": "人", "工作日": "个工作日",
}  # fmt: skip

_BEFORE_TIMES = frozenset("人户家台辆件场批班条册车间艘架例项店轮课期起宗笔份本张所处块组梯套篇片")
_ALTERNATIVE = re.compile(
    r" ?\( ?(次|册|张|个|套|单|页|份|本|面|条|把|块|幅|副|台|部|户|家|起|宗|种|枚|只|例|处|期|堂|册、页|册、张|台/套|车|名|人|所|间|辆)数? ?\)"
)
_SLASH_TIMES = re.compile(r"[/·](次|套|册|张|份|户|个)(?![\u4e00-\u9fff]?元)")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A measure word in ``text[start:end]`` and the unit that it means."""

    end: int
    unit: str


def _build() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    classes: dict[str, str] = {}
    heads: dict[str, list[str]] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            classes.setdefault(word, name)
            heads.setdefault(word[0], []).append(word)
    ordered = {head: tuple(sorted(set(words), key=lambda w: (-len(w), w))) for head, words in heads.items()}
    return classes, ordered


_CLASS_OF, _BY_HEAD = _build()
_CLASS_OF["分"] = "score"
_CLASS_OF["番"] = "percent"


def unit_class(unit: str | None) -> str:
    """The class of a unit (people, documents, money, percent ...); ``none`` for no unit, ``generic`` for an unknown one."""
    if unit is None:
        return "none"
    known = _CLASS_OF.get(unit)
    if known is None and unit.endswith("次"):
        return "person_times" if unit[0] == "人" else _CLASS_OF.get(unit[:-1], "generic")
    return known or "generic"


def match_unit(text: str, at: int) -> UnitMatch | None:
    """The longest measure word that starts at ``at``, with its bracketed or slashed alternative, or None."""
    for word in _BY_HEAD.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            end = at + len(word)
            following = text[end : end + 1]
            if word.isascii() and word.isalpha() and following.isascii() and following.isalnum():
                continue
            if (
                following == "次"
                and word in _BEFORE_TIMES
                and text[end + 1 : end + 2] not in tuple("性日年要序品级")
            ):
                return _with_alternative(text, end + 1, word + "次")
            if following and following in NOT_BEFORE.get(word, ""):
                continue
            return _with_alternative(text, end, word)
    return None


def _with_alternative(text: str, end: int, word: str) -> UnitMatch:
    unit = CANONICAL.get(word, word)
    match = _ALTERNATIVE.match(text, end)
    if match is None and (word in _BEFORE_TIMES or word == "台"):
        match = _SLASH_TIMES.match(text, end)
    if match is None:
        return UnitMatch(end, unit)
    return UnitMatch(match.end(), unit + "次" if match[1] == "次" and not unit.endswith("次") else unit)
