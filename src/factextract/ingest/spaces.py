"""Stray blanks: inside numbers, between a number and its neighbours, inside words, between all letters of a
line.

A blank is masked only where that cannot join two different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from factextract.datamodel import Span

MEASURES = (
    "万亿千百余多份件个人次名户起条张册场块台支家笔元本期只批项幅宗例页套篇堂处所座辆部间款件种类类别组队对把顶箱袋瓶包"
    "公克吨斤里米平方天日月年小时分秒岁届号点街辖卷封面版集盒桶头亩栋栏班门位员口单盏枚根架株层级周季度成倍"
)
"""Characters that a measure word, a multiplier or an approximation behind a figure begins with."""

# Two-character words of the field that a converter may have parted: only a known word is mended.
_WORDS = """
    宣传 投诉 发放 群众 活动 工作 消费 金融 资料 咨询 处理 受理 举报 办理 办结 调解 解决 成功 满意 培训 讲座 参加 参与 人员 干部 职工 组织 开展 举办 举行 召开 会议 部门 单位
    企业 机构 银行 支行 分行 网点 公司 保险 证券 市场 监管 监督 管理 权益 保护 知识 教育 学校 学生 社区 农村 居民 村民 老年 老人 客户 服务 热线 电话 平台 网络 微信 公众 推送
    短信 视频 直播 媒体 报道 电视 报纸 展板 横幅 条幅 标语 海报 手册 折页 传单 问卷 调查 检查 执法 立案 罚款 查处 查获 没收 销毁 商品 食品 药品 假冒 伪劣 农资 种子 化肥 经营
    商户 挽回 损失 经济 防治 防范 诈骗 非法 集资 征信 反假 货币 存款 贷款 理财 风险 提示 意识 提高 增强 提升 加强 落实 推进 完善 建立 健全 制度 机制 措施 情况 总结 报告 问题
    存在 不足 计划 安排 下步 目标 任务 完成 同比 增长 下降 上升 减少 增加 合计 总计 共计 累计 全年 上半 下半 季度 月份 全市 全县 全区 辖区 广场 公园 超市 车站 医院 卫生 健康
    义诊 血压 测量 体检 疾病 预防 接种 消防 火灾 隐患 排查 整改 演练 疏散 交通 安全 生产 应急 救援 法律 法规 法治 援助 矛盾 纠纷 化解 人民 法院 检察 公安 派出 民警 司法 律师
    税务 纳税 环境 环保 污染 垃圾 志愿 党员 文明 创建 主题 国际 全国 日期 时间 地点 负责 领导 小组 协会 委员 政府 街道 乡镇 有关 相关 其中 主要 进行 以及 通过 利用 采取 形式
    多种 方式 现场 接待 接受 解答 讲解 介绍 普及 印制 制作 悬挂 张贴 设立 设置 摆放 播放 滚动 刊登 发布 信息 回访 率为 达到 超过 左右 以上 以下
"""
PARTED_WORDS = frozenset(_WORDS.split())

_MEASURE = f"[{MEASURES}%‰]"
_CJK = r"[\u4e00-\u9fff]"
_DECIMAL_BEFORE = re.compile(r"[\u4e00-\u9fff\"'(][ ]?\d{1,9}$")
_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3}){0,3}$")
_PARTED_HEAD = re.compile(r"([\u4e00-\u9fff])[,:(]?[ ]?[1-9]\d{0,2}(?: \d{1,3})?$")
_LABEL = re.compile(r"(?:[第号表图例注式款章节页线路站十百千]|附[件录]|条[款例])$")
"""Words before a number of its own, which a second number may follow."""
_WINDOW = 16
"""How far, in characters, a rule looks back."""


def _ends_figure(before: str) -> bool:
    """True behind a figure with text before it: 1. at the start of a line numbers an item."""
    return _DECIMAL_BEFORE.search(before) is not None


def _ends_group(before: str) -> bool:
    """True behind the head of a number grouped in threes, or a later group of one, with no other number
    just before it."""
    groups = _GROUPS.search(before)
    return groups is not None and not before[: groups.start()].rstrip(" ")[-1:].isdigit()


def _ends_parted_figure(before: str) -> bool:
    """True behind the first digits of a figure that follows a word, with no number, label or ordinal before it."""
    head = _PARTED_HEAD.search(before)
    return head is not None and _LABEL.search(before, 0, head.end(1)) is None


def _anywhere(before: str) -> bool:
    return True


_Rule = tuple[re.Pattern[str], Callable[[str], bool]]
_RULES: tuple[_Rule, ...] = tuple(
    (re.compile(pattern), holds)
    for pattern, holds in (
        # 382. 5万元, 96. 4%, 98 . 5 %
        (rf"(?<=\d)[ ]{{0,2}}\.[ ]{{1,2}}(?=\d{{1,4}}[ ]?{_MEASURE})", _ends_figure),
        (rf"(?<=\d)[ ]{{1,2}}\.(?=\d{{1,4}}[ ]?{_MEASURE})", _ends_figure),
        # 95.1 2%
        (r"(?<=\d\.\d)[ ](?=\d%)", _anywhere),
        # 65 097件, 1 234 567元
        (rf"(?<=\d)[ ](?=\d{{3}}(?:[ ]\d{{3}}){{0,3}}[ ]?{_MEASURE})", _ends_group),
        # 2 86人次, 45 0册, 1 8000余份
        (rf"(?<=\d)[ ](?=\d{{1,4}}(?:[ ]\d{{1,2}})?[ ]?[余多]?{_MEASURE})", _ends_parted_figure),
        # 12, 345份, 12 ,345份
        (rf"(?<=\d,)[ ](?=\d{{3}}[ ]?{_MEASURE})|(?<=\d)[ ](?=,\d{{3}}[ ]?{_MEASURE})", _anywhere),
        # 47 户, 1.2 万笔, 第 22 个, 3 月 15 日, 96 %
        (rf"(?<=[\d〇])[ ]{{1,2}}(?={_CJK}|[%‰])", _anywhere),
        (rf"(?<={_CJK})[ ]{{1,2}}(?=\d)", _anywhere),
        # 5万 元, 3000余 份
        (rf"(?<=\d[万亿千百余多])[ ](?={_MEASURE})|(?<=\d[ ][万亿千百余多])[ ](?={_MEASURE})", _anywhere),
        # 一 二00余份
        (r"(?<=[一二三四五六七八九])[ ](?=[一二三四五六七八九〇]?\d)", _anywhere),
    )
)
_CJK_GAP = re.compile(rf"(?<={_CJK})[ ](?={_CJK})")
_SINGLE_GAP = re.compile(r"(?<=[^ \n])[ ](?=[^ \n])")
_SENTENCE_MARK = re.compile(r"[,。;:!?]")
_BARE_NUMBER = re.compile(r"\d[\d,.]{0,14}%?|[-/—]")


def stray_spaces(text: str) -> list[Span]:
    """Blanks of a folded text to leave out, one span each, in order."""
    if " " not in text:
        return []
    found: list[Span] = []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = text[start:stop]
        if " " in line and _letter_spaced(line):
            found.extend(
                Span(match.start(), match.end()) for match in _SINGLE_GAP.finditer(text, start, stop)
            )
        elif " " in line and not _is_row(line):
            found.extend(_in_line(text, start, stop))
        start = stop + 1
    return sorted(set(found))


def _is_row(line: str) -> bool:
    """True for a row of a table laid out with blanks, tabs or bars: columns of bare numbers, no sentence."""
    if "|" in line or "\t" in line:
        return True
    if _SENTENCE_MARK.search(line) or line.count(" ") < 2:
        return False
    cells = line.split()
    numeric = [_BARE_NUMBER.fullmatch(cell) is not None for cell in cells]
    pairs = sum(1 for one, other in pairwise(numeric) if one and other)
    return len(cells) >= 3 and (pairs >= 1 or all(numeric[1:])) and 2 * sum(numeric) >= len(cells) - 1


def _letter_spaced(line: str) -> bool:
    """True if the line is set with a blank between all its characters, ``工 作 总 结``."""
    tokens = line.split()
    short = sum(1 for token in tokens if len(token) == 1)
    wide = sum(1 for token in tokens if len(token) == 1 and not token.isascii())
    return len(tokens) >= 4 and 10 * short >= 8 * len(tokens) and wide >= 3


def _in_line(text: str, start: int, stop: int) -> Iterator[Span]:
    for pattern, holds in _RULES:
        for match in pattern.finditer(text, start, stop):
            if holds(text[max(start, match.start() - _WINDOW) : match.start()]):
                for offset in range(match.start(), match.end()):
                    if text[offset] == " ":
                        yield Span(offset, offset + 1)
    for match in _CJK_GAP.finditer(text, start, stop):
        if _inside_word(text, match.start(), start, stop):
            yield Span(match.start(), match.end())


def _inside_word(text: str, offset: int, start: int, stop: int) -> bool:
    """Whether a blank parts a known word whose halves make no word with their other neighbours."""
    if text[offset - 1] + text[offset + 1 : offset + 2] not in PARTED_WORDS:
        return False
    before, after = text[max(start, offset - 2) : offset], text[offset + 1 : min(stop, offset + 3)]
    return before not in PARTED_WORDS and after not in PARTED_WORDS
