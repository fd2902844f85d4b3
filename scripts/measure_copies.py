#!/usr/bin/env python3
"""How well copied texts are found: copies planted among annotated reports, rewritten more and more; and how it scales.

measure_copies.py [FOLDER ...] [--copies N] [--seed N]     precision and recall by share of characters rewritten
measure_copies.py [FOLDER ...] --scale REPORTS             time and memory on generated reports

FOLDER (corpus/gold by default) holds NAME.txt with NAME.ann.yaml. A copy is a passage of some sentences of one report put into
another's: every figure changed, the institution's name swapped, then rewritten by replacing, dropping, adding and reordering
sentences and by swapping words, until the share of its letters is spent. Beside them stand a superior's notice that most
reports quote, and reports made from the same stock phrases about the same campaign, which are no copies.

A planted copy is found if the pairs with its source (or another copy of it) cover half of it on both sides. A pair is right if
half of either passage lies in the same planted text.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from factextract.compare.similar import Copies, Pair, Passage, Text, find_copies
from factextract.corpus import load
from factextract.corpus.annotations import SUFFIX

ROOT = Path(__file__).resolve().parent.parent
LEVELS = (0, 10, 20, 30, 40)
MODES = ("mixed", "sentences", "words")
NOTICE_SHARE = 0.75
STOCK_REPORTS = 40
COPIES_OF_ONE = 3
"""Each source is copied into up to so many reports."""
DONORS = 5
"""One report in so many is left out and gives the sentences and words that copies are rewritten with."""

_SENTENCE = re.compile(r"[^。！？\n]{1,400}[。！？\n]+|[^。！？\n]{1,400}$")
_DIGITS = re.compile(r"\d{1,12}")
_MIN_PASSAGE, _MAX_PASSAGE = 120, 450
_LINE = 25
"""Fewest characters a line of prose has on average; tables are shorter."""
_TRIES = 20

_SYNONYMS = [
    "发放=派发",
    "宣传=宣讲",
    "群众=市民",
    "开展=组织",
    "活动=行动",
    "消费者=顾客",
    "受理=接收",
    "投诉=诉求",
    "咨询=询问",
    "现场=当场",
    "检查=巡查",
    "工作=事务",
    "人员=同志",
    "加强=强化",
    "提高=提升",
    "积极=主动",
    "认真=仔细",
    "及时=迅速",
    "问题=情况",
    "进行=实施",
    "通过=借助",
    "利用=运用",
    "做好=抓好",
    "确保=保证",
    "建立=设立",
    "完善=健全",
    "要求=规定",
    "部门=单位",
    "资料=材料",
    "全年=整年",
    "共计=合计",
    "累计=总共",
    "其中=里面",
    "主要=重点",
    "同比=较上年",
    "增长=上升",
    "下降=减少",
    "解决=化解",
    "办结=结案",
    "挽回=追回",
    "损失=亏损",
    "参加=参与",
    "举办=举行",
    "召开=举行",
    "培训=轮训",
    "知识=常识",
    "意识=观念",
    "权益=利益",
    "保护=维护",
    "服务=帮助",
    "企业=公司",
    "商品=货品",
    "质量=品质",
    "处理=处置",
    "落实=贯彻",
    "推进=推动",
    "深入=走进",
    "各类=各种",
    "期间=其间",
    "有效=切实",
    "进一步=更加",
    "目前=眼下",
    "以来=至今",
    "全市=本市",
]
SYNONYMS = dict(pair.split("=") for pair in _SYNONYMS)
_WORD = re.compile("|".join(sorted(SYNONYMS, key=len, reverse=True)))

_NOTICES = (
    "根据上级《关于做好{y}年度消费维权宣传工作的通知》要求，各单位要高度重视，切实加强组织领导，明确责任分工，确保宣传活动不走过场、取得实效，"
    "并于{m}月{d}日前将活动总结及统计报表一并报送领导小组办公室。",
    "各成员单位应当结合本辖区实际制定具体方案，统筹安排人力物力，做到有计划、有部署、有检查、有总结，对工作推诿扯皮、敷衍塞责的，"
    "将在年终考核中扣减{d}分并予以全系统通报批评。",
)
_STOCK = (
    """
    在{m}月的宣传活动中 为营造良好的消费环境 围绕年度主题 按照统一部署 活动当天上午 为提升居民的风险防范能力 结合辖区特点
    借助赶集人流密集的时机 在人民广场 针对老年群体 在各营业网点 利用电子显示屏 为扩大宣传覆盖面 节日期间
    """,
    """
    我单位设置咨询台{n}个 共出动工作人员{n}人次 悬挂横幅{n}条 摆放展板{n}块 组织志愿者{n}名 联合{n}家单位 走进{n}个社区
    抽调业务骨干{n}人 出动宣传车{n}台次 走访商户{n}家 举办讲座{n}场 培训联络员{n}名 检查经营户{n}户 张贴海报{n}张
    """,
    """
    发放宣传资料{n}余份 接受群众咨询{n}人次 现场受理投诉{n}件 为消费者挽回经济损失{n}元 推送微信信息{n}条 播放宣传片{n}次
    讲解真假商品辨别方法{n}场 回收调查问卷{n}份 赠送环保袋{n}个 解答疑问{n}个 发送提示短信{n}条 查处违法案件{n}起
    调解纠纷{n}起 覆盖群众{n}人
    """,
    """
    受到了广大群众的一致好评 取得了良好的社会效果 进一步增强了群众的维权意识 营造了浓厚的宣传氛围 得到在场老人的称赞
    拉近了与居民之间的距离 有效化解了一批矛盾纠纷 提高了知晓率和满意度 为放心消费打下了基础 引导大家理性投资
    让群众听得懂记得住 维护了市场秩序 树立了行业形象 收到了预期成效
    """,
)


@dataclass(frozen=True)
class Stretch:
    """A passage of a family (a source or a copy of it) in a report."""

    family: int
    start: int
    end: int


@dataclass
class Planted:
    """Reports with what was planted: stretches by report id, and which of them are copies."""

    texts: list[Text]
    stretches: dict[str, list[Stretch]]
    copies: list[tuple[str, Stretch]]


class Planter:
    """Makes the reports of one measurement; the same seed makes the same."""

    def __init__(self, base: Sequence[Text], seed: int) -> None:
        self._random = random.Random(seed)
        self._base = [text for at, text in enumerate(base) if at % DONORS]
        self._sentences = [s for text in base[::DONORS] for s in split(text.text) if len(s) > 12]
        self._random.shuffle(self._sentences)
        self._donated = cycle(
            self._sentences
        )  # one after the other: the same one in two copies would be a copy itself

    def plant(self, copies: int, share: float, mode: str) -> Planted:
        """``copies`` copies with ``share`` of their characters rewritten."""
        order = self._random.sample(range(len(self._base)), len(self._base))
        sources = [at for at in order if is_prose(self._base[at].text)][: len(order) // 3]
        targets = [at for at in order if at not in sources]
        inserts: dict[int, tuple[int, str]] = {}
        spans: dict[int, Stretch] = {}
        for at, target in enumerate(targets[:copies]):
            family = at // COPIES_OF_ONE % len(sources)
            source = sources[family]
            if source not in spans:
                start, end = self._passage(self._base[source].text)
                spans[source] = Stretch(family, start, end)
            text = self._base[source].text[spans[source].start : spans[source].end]
            text = self._with_other_figures(text)
            text = swap_names(text, self._base[source], self._base[target])
            inserts[target] = (family, self.rewritten(text, share, mode))
        return self._assembled(spans, inserts)

    def rewritten(self, text: str, share: float, mode: str) -> str:
        """``text`` with ``share`` of its letters (figures and punctuation not counted) replaced, dropped, added or moved."""
        budget = share * letters(text)
        sentences = split(text)
        rooms = {"mixed": 0.65, "sentences": 1.0, "words": 0.0}[mode]
        left = budget * rooms
        for at in self._random.sample(range(len(sentences)), len(sentences)):
            cost = letters(sentences[at])
            if 0 < cost <= left:
                left -= cost
                self._rewrite_sentence(sentences, at)
        spent = budget * rooms - left
        return self._with_other_words("".join(sentences), budget - spent)

    def _rewrite_sentence(self, sentences: list[str], at: int) -> None:
        action = self._random.choice(("replace", "replace", "drop", "add", "move"))
        if action == "replace":
            sentences[at] = next(self._donated)[-len(sentences[at]) :]
        elif action == "drop":
            sentences[at] = ""
        elif action == "add":
            sentences[at] += next(self._donated)[-len(sentences[at]) :]
        else:
            other = self._random.randrange(len(sentences))
            sentences[at], sentences[other] = sentences[other], sentences[at]

    def _with_other_words(self, text: str, budget: float) -> str:
        """Synonyms first, in random places, then words of other texts over any two characters."""
        words = list(_WORD.finditer(text))
        self._random.shuffle(words)
        edits: list[tuple[int, int, str]] = []
        for match in words:
            if budget >= len(match[0]):
                edits.append((*match.span(), SYNONYMS[match[0]]))
                budget -= len(match[0])
        taken = {at for start, end, _ in edits for at in range(start, end)}
        for at in self._random.sample(range(len(text) - 1), len(text) - 1):
            if budget >= 2 and not {at, at + 1} & taken and text[at : at + 2].isalpha():
                sentence = self._random.choice(self._sentences)
                where = self._random.randrange(len(sentence) - 2)
                edits.append((at, at + 2, sentence[where : where + 2].replace("\n", "")))
                taken |= {at, at + 1}
                budget -= 2
        for start, end, word in sorted(edits, reverse=True):
            text = text[:start] + word + text[end:]
        return text

    def _with_other_figures(self, text: str) -> str:
        return _DIGITS.sub(lambda match: self._number(len(match[0])), text)

    def _number(self, digits: int) -> str:
        return str(self._random.randrange(10 ** (digits - 1), 10**digits))

    def _passage(self, text: str) -> tuple[int, int]:
        """Some neighbouring sentences; prose if the text has any."""
        bounds = [match.start() for match in _SENTENCE.finditer(text)] + [len(text)]
        for _ in range(_TRIES):
            length = self._random.randint(_MIN_PASSAGE, _MAX_PASSAGE)
            first = self._random.randrange(max(1, sum(bound <= len(text) - length for bound in bounds)))
            start, end = bounds[first], next((b for b in bounds if b >= bounds[first] + length), len(text))
            if is_prose(text[start:end]):
                break
        return start, end

    def _assembled(self, spans: dict[int, Stretch], inserts: dict[int, tuple[int, str]]) -> Planted:
        planted = Planted([], defaultdict(list), [])
        for number, text in enumerate(self._base):
            if number in spans:
                planted.stretches[text.report_id].append(spans[number])
            if number in inserts:
                family, copy = inserts[number]
                text, start = self._inserted(text, copy)
                stretch = Stretch(family, start, start + len(copy))
                planted.stretches[text.report_id].append(stretch)
                planted.copies.append((text.report_id, stretch))
            planted.texts.append(self._with_notices(text))
        planted.texts += [self._stock_report(number) for number in range(STOCK_REPORTS)]
        return planted

    def _inserted(self, text: Text, copy: str) -> tuple[Text, int]:
        bounds = [0, *(match.end() for match in _SENTENCE.finditer(text.text))]
        at = self._random.choice(bounds)
        return replace(text, text=text.text[:at] + copy + text.text[at:]), at

    def _with_notices(self, text: Text) -> Text:
        """Most reports quote the notice behind their own text, each with its own dates."""
        quoted = [
            notice.format(y=self._number(4), m=self._random.randint(1, 12), d=self._random.randint(1, 28))
            for notice in _NOTICES
            if self._random.random() < NOTICE_SHARE
        ]
        return replace(text, text="\n".join([text.text, *quoted]))

    def _stock_report(self, number: int) -> Text:
        clauses = [self._random.sample(slot.split(), 8) for slot in _STOCK]
        sentences = ["，".join(parts) + "。" for parts in zip(*clauses, strict=True)]
        filled = [s.format(m=self._number(1), n=self._number(3)) for s in sentences]
        return Text(f"stock{number:04d}", f"第{number}号单位", "2024-03", "\n".join(filled))


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(char.isalpha() for char in text)


def is_prose(text: str) -> bool:
    """Whether the text is no table: sentences with stops, and enough of them."""
    return text.count("。") >= 2 and text.count("\n") <= len(text) / _LINE


def split(text: str) -> list[str]:
    """Sentences with their stops."""
    return _SENTENCE.findall(text)


def swap_names(text: str, source: Text, target: Text) -> str:
    """``text`` with the target's name for the source's, and its place for the source's."""
    place = re.compile(r"[\u4e00-\u9fff]{2,6}?[省市州县区旗]")
    text = text.replace(source.institution, target.institution)
    one, other = place.match(source.institution), place.match(target.institution)
    return text.replace(one[0], other[0]) if one and other else text


def read_base(folders: Sequence[Path]) -> list[Text]:
    """The reports of annotated folders, each an institution."""
    texts = []
    for folder in folders:
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            document = load(path)
            name = document.reports[0].get("reporter") or path.name
            texts.append(Text(path.name.removesuffix(SUFFIX), f"{name}", None, document.text))
    names: dict[str, int] = defaultdict(int)
    for text in texts:
        names[text.institution] += 1
    return [replace(t, names=(t.institution,), institution=f"{t.institution} {t.report_id}") for t in texts]


@dataclass(frozen=True)
class Score:
    """Outcome: copies found of all, right pairs of all, and the share of the copies' characters that pairs cover."""

    found: int
    copies: int
    right: int
    pairs: int
    covered: float

    @property
    def recall(self) -> float:
        """Share of planted copies found."""
        return self.found / self.copies

    @property
    def precision(self) -> float:
        """Share of pairs that are planted."""
        return self.right / self.pairs if self.pairs else 1.0


def judge(planted: Planted, copies: Copies) -> Score:
    """Compare what was found with what was planted."""
    right = [pair for pair in copies.pairs if family_of(pair, planted) is not None]
    found, shares = 0, []
    for report, stretch in planted.copies:
        sides = [s for s in (facing(pair, report, stretch, planted) for pair in right) if s is not None]
        shares.append(union([(p.start, p.end) for p, _ in sides], stretch) / (stretch.end - stretch.start))
        found += shares[-1] >= 0.5 and any(reach >= 0.5 for _, reach in sides)
    return Score(found, len(planted.copies), len(right), len(copies.pairs), sum(shares) / len(shares))


def family_of(pair: Pair, planted: Planted) -> int | None:
    """The family that half of both passages lies in."""
    families = [
        {s.family for s in planted.stretches.get(p.report_id, ()) if common(p, s) * 2 >= p.end - p.start}
        for p in (pair.left, pair.right)
    ]
    return min(families[0] & families[1], default=None)


def facing(pair: Pair, report: str, stretch: Stretch, planted: Planted) -> tuple[Passage, float] | None:
    """The pair's passage in the copy, and how much of the other member of the family the other passage covers."""
    for here, there in ((pair.left, pair.right), (pair.right, pair.left)):
        if here.report_id == report and common(here, stretch):
            reach = [
                common(there, s) / (s.end - s.start)
                for s in planted.stretches.get(there.report_id, ())
                if s.family == stretch.family
            ]
            return here, max(reach, default=0.0)
    return None


def common(passage: Passage, stretch: Stretch) -> int:
    """Characters in both."""
    return max(0, min(passage.end, stretch.end) - max(passage.start, stretch.start))


def union(spans: Sequence[tuple[int, int]], stretch: Stretch) -> int:
    """Characters of the stretch inside any of the spans."""
    return len({at for start, end in spans for at in range(max(start, stretch.start), min(end, stretch.end))})


def measure(
    base: Sequence[Text], copies: int, seed: int, modes: Sequence[str] = MODES
) -> Iterator[tuple[str, int, Score]]:
    """Scores by way and level of rewriting."""
    for mode in modes:
        for level in LEVELS:
            planted = Planter(base, seed).plant(copies, level / 100, mode)
            yield mode, level, judge(planted, find_copies(planted.texts))


class Babbler:
    """Generated reports: a Markov chain of characters (two deep) over real ones, so that stock phrases recur as they do there."""

    def __init__(self, base: Sequence[Text], seed: int) -> None:
        self._random = random.Random(seed)
        self._next: defaultdict[str, list[str]] = defaultdict(list)
        for text in base:
            for at in range(len(text.text) - 2):
                self._next[text.text[at : at + 2]].append(text.text[at + 2])
        self._starts = [text.text[:2] for text in base]

    def text(self, length: int) -> str:
        """A text of about ``length`` characters."""
        chars = list(self._random.choice(self._starts))
        while len(chars) < length:
            after = self._next.get("".join(chars[-2:]))
            chars.append(self._random.choice(after) if after else "。")
        return "".join(chars)

    def reports(self, count: int) -> Iterator[Text]:
        """Reports of ten periods; one in ten has a passage of an earlier one, figures changed; six in ten quote a notice."""
        passages: list[str] = []
        for number in range(count):
            body = self.text(900)
            if passages and number % 10 == 0:
                copy = _DIGITS.sub(
                    lambda m: str(self._random.randrange(10 ** len(m[0]))), self._random.choice(passages)
                )
                body = body[:400] + "。" + copy + "。" + body[400:]
            elif number % 3 == 0:
                passages.append(body[200:450])
            notice = _NOTICES[number % 2].format(y=2024, m=3, d=15) if number % 5 < 3 else ""
            yield Text(f"r{number:07d}", f"单位{number // 10}", f"{2010 + number % 10}", body + notice)


def scale(base: Sequence[Text], count: int, seed: int) -> None:
    """Print time and memory for ``count`` generated reports."""
    babbler = Babbler(base, seed)
    generating = time.process_time()
    texts = list(babbler.reports(count))
    generating = time.process_time() - generating
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    copies = find_copies(texts)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{count} reports, {sum(len(t.text) for t in texts)} characters: {spent:.1f} s of processor time")
    print(
        f"peak memory {peak // 1024} MB, of which before the search {before // 1024} MB (generated in {generating:.1f} s)"
    )
    print(f"{len(copies.pairs)} pairs, {len(copies.groups)} groups, {len(copies.shared)} shared passages")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus" / "gold"])
    parser.add_argument("--copies", type=int, default=140)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int)
    options = parser.parse_args()
    base = read_base(options.folders)
    if options.scale:
        scale(base, options.scale, options.seed)
        return 0
    print("| rewritten by | share | recall | precision | of the copies' characters |\n|---|---|---|---|---|")
    for mode, level, score in measure(base, options.copies, options.seed):
        print(
            f"| {mode} | {level} % | {score.recall:.3f} ({score.found} of {score.copies}) "
            f"| {score.precision:.3f} ({score.right} of {score.pairs}) | {score.covered:.2f} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
