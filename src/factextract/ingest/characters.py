"""Damage inside words and numbers: pinyin in brackets, stray spaces, letters typed for digits.

Spaces are masked only where that cannot join two different things; letters are read as digits only inside a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from factextract.datamodel import Span

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])\([a-zü{_TONED}]{{1,7}}(?:[ ]?[a-zü{_TONED}]{{1,7}}){{0,5}}\)")
_TONELESS = frozenset({"de", "le", "ma", "ne", "ba", "zi", "men", "me", "ge", "a", "la", "zhe", "guo", "tou"})
_HAS_TONE = re.compile(f"[{_TONED}]")

MEASURES = (
    "万亿千百余多份件个人次名户起条张册场块台支家笔元本期只批项幅宗例页套篇堂处所座辆部间款件种类类别组队对把顶箱袋瓶包"
    "公克吨斤里米平方天日月年小时分秒岁届号点街辖卷封面版集盒桶头亩栋栏班门位员口单盏枚根架株层级周季度成倍"
)
_MEASURE = f"[{MEASURES}%‰]"
_CJK = r"[\u4e00-\u9fff]"

# Two-character words of the field that a converter may have split: only a known word is mended.
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
SPLIT_WORDS = frozenset(_WORDS.split())

_SPACE_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        # 382. 5万元, 96. 4%, 95.1 2%: a figure with a unit after it, and text before it
        rf"(?<=\d)[ ]{{0,2}}\.[ ]{{1,2}}(?=\d{{1,4}}[ ]?{_MEASURE})|(?<=\d)[ ]{{1,2}}\.(?=\d{{1,4}}[ ]?{_MEASURE})",
        r"(?<=\d\.\d)[ ](?=\d%)",
        # 65 097件, 1 150公斤
        rf"(?<=\d)[ ](?=\d{{3}}(?:[ ]\d{{3}}){{0,3}}[ ]?{_MEASURE})",
        rf"(?<=\d,)[ ](?=\d{{3}}[ ]?{_MEASURE})|(?<=\d)[ ](?=,\d{{3}}[ ]?{_MEASURE})",
        # 47 户, 1.2 万笔, 第 22 个, 3 月 15 日, 96 %
        rf"(?<=[\d〇])[ ]{{1,2}}(?={_CJK}|[%‰])",
        rf"(?<={_CJK})[ ]{{1,2}}(?=\d)",
        # 5万 元, 3000余 份
        rf"(?<=\d[万亿千百余多])[ ](?={_MEASURE})|(?<=\d[ ][万亿千百余多])[ ](?={_MEASURE})",
        # 一 二00余份
        r"(?<=[一二三四五六七八九])[ ](?=[一二三四五六七八九〇]?\d)",
    )
)
_DECIMAL_BEFORE = re.compile(r"[\u4e00-\u9fff\"'(][ ]?\d{1,9}$")
_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3}){0,3}$")
_SINGLE_GAP = re.compile(r"(?<=[^ \n])[ ](?=[^ \n])")
_SENTENCE_MARK = re.compile(r"[,。;:!?]")
_BARE_NUMBER = re.compile(r"\d[\d,.]{0,14}%?|[-/—]")
_CJK_GAP = re.compile(rf"(?<={_CJK})[ ](?={_CJK})")


def pinyin(text: str) -> list[Span]:
    """Pinyin in brackets behind a character, ``國(guó)``; particles without a tone, ``了(le)``, where others have one."""
    found = [
        Span(match.start(), match.end())
        for match in _PINYIN.finditer(text)
        if _HAS_TONE.search(match[0]) or match[0][1:-1] in _TONELESS
    ]
    toned = sum(1 for span in found if _HAS_TONE.search(text, span.start, span.end))
    return found if toned else []


def stray_spaces(text: str) -> list[Span]:
    """Spaces inside numbers, between a number and its neighbours, and inside words of the field."""
    if " " not in text:
        return []
    found = []
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
    single = sum(1 for token in tokens if len(token) == 1 and not token.isascii())
    return (
        len(tokens) >= 4 and 10 * sum(len(token) == 1 for token in tokens) >= 8 * len(tokens) and single >= 3
    )


def _in_line(text: str, start: int, stop: int) -> Iterator[Span]:
    for rule, pattern in enumerate(_SPACE_RULES):
        for match in pattern.finditer(text, start, stop):
            window = text[max(start, match.start() - 14) : match.start()]
            if rule == 0 and not _DECIMAL_BEFORE.search(window):
                continue
            if rule == 2 and not _thousands(text, match.start(), start):
                continue
            for offset in range(match.start(), match.end()):
                if text[offset] == " ":
                    yield Span(offset, offset + 1)
    for match in _CJK_GAP.finditer(text, start, stop):
        if _inside_word(text, match.start(), start, stop):
            yield Span(match.start(), match.end())


def _thousands(text: str, offset: int, line_start: int) -> bool:
    """Whether the digits before the space at ``offset`` are the head of a number grouped in threes, or a later group
    of one, with no other number just before it."""
    window = text[max(line_start, offset - 16) : offset]
    groups = _GROUPS.search(window)
    return groups is not None and not window[: groups.start()].rstrip(" ")[-1:].isdigit()


def _inside_word(text: str, offset: int, start: int, stop: int) -> bool:
    """Whether a space parts a known word whose halves make no word with their other neighbours."""
    left, right = text[offset - 1], text[offset + 1 : offset + 2]
    if left + right not in SPLIT_WORDS:
        return False
    outer_left = text[max(start, offset - 2) : offset]
    outer_right = text[offset + 1 : min(stop, offset + 3)]
    return outer_left not in SPLIT_WORDS and outer_right not in SPLIT_WORDS


# -- letters for digits ---------------------------------------------------------------------------------------------------

_AS_DIGIT = {"O": "0", "o": "0", "〇": "0", "I": "1", "l": "1"}
_MIXED = re.compile(r"(?<![A-Za-z0-9_.@/])[0-9OoIl〇][0-9OoIl〇.,]{0,14}(?![A-Za-z_@/])")
_AFTER_NUMBER = re.compile(rf"[ ]?(?:{_MEASURE}|[余多几来])")
_LONE_AFTER = re.compile(r"[条件份个人名张册起户场块台家笔本幅月日]")
_CHINESE_HEAD = re.compile(r"[一二三四五六七八九](?=[一二三四五六七八九]?[0〇]{2,4}[余多]?[份件个人名张册])")
_CHINESE_TENS = re.compile(
    r"(?<=[一二三四五六七八九])[一二三四五六七八九](?=[0〇]{2,4}[余多]?[份件个人名张册])"
)
_NOT_NUMBERS = frozenset({"O2O", "o2o", "OO", "Oo", "oo"})


def digit_repairs(text: str) -> dict[int, str]:
    """Characters of a folded text to read as digits, by offset: ``IOOO余人``, ``2O24年``, ``4月l5日``, ``横幅l条``."""
    repairs: dict[int, str] = {}
    for match in _MIXED.finditer(text):
        run = match[0].rstrip(".,")
        if run.isdigit() or run in _NOT_NUMBERS or not any(char in _AS_DIGIT for char in run):
            continue
        if _is_number(text, match.start(), match.start() + len(run), run):
            repairs.update(
                (match.start() + at, _AS_DIGIT[char]) for at, char in enumerate(run) if char in _AS_DIGIT
            )
    for pattern in (_CHINESE_HEAD, _CHINESE_TENS):
        for match in pattern.finditer(text):
            repairs[match.start()] = str("一二三四五六七八九".index(match[0]) + 1)
    return repairs


def _is_number(text: str, start: int, end: int, run: str) -> bool:
    """Whether a run of digits and look-alike letters can only be a number."""
    following = text[end : end + 2]
    measured = _AFTER_NUMBER.match(following) is not None
    digits = sum(char in "0123456789" for char in run)
    letters = sum(char in "OoIl" for char in run)
    if letters == 0:  # 2〇24: a Chinese zero among Arabic digits
        return digits >= 2 and run[0] != "〇"
    if digits == 0 and len(run) == 1:
        before = text[start - 1 : start]
        return (
            run in "lI"
            and ("\u4e00" <= before <= "\u9fff" or before in ",;。、:")
            and _LONE_AFTER.match(following) is not None
        )
    if digits == 0:
        return run[0] in "Il" and "O" in run and measured
    if run[0] in "Oo":
        return False
    if run[-1] == "l" and letters == 1:
        return following[:1] in {"月", "日", "年", "%", "件", "份", "人"}
    return measured or digits >= letters
