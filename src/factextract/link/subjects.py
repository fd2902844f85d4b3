"""Who acts in each stretch of a sentence: explicit subjects, and how far they carry.

Chinese leaves a subject out once it is named, so a figure belongs to the last body that opened a clause, until another
actor takes over. A stretch is what lies between clause marks and figures. Its opener is a name, a list of names or a
self-reference with nothing before it but adverbials; names that are objects (联合X, 向X报送) open nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from factextract.datamodel import Sentence
from factextract.link.context import Context
from factextract.link.mentions import MentionIndex, NameList

_DATE_CHARS = r"[\d〇零一二两三四五六七八九十]{1,4}"
# Adverbials, conjunctions and marks that may stand before a clause's subject; matched one after the other.
_ADVERBIAL = re.compile(
    rf"""
    [\s,;:。!?"(\[【】、★☆▲△●○◆◇■□▼※—\-·《]
    |【[^】\n]{{1,12}}】
    |(?:[(][一二三四五六七八九十\d]{{1,3}}[)]|[一二三四五六七八九十]{{1,3}}[、是]|第[一二三四五六七八九十][,、]|\d{{1,2}}[.、)])
    |(?:{_DATE_CHARS}[年月日号](?:份|度|底|初|末|中旬|上旬|下旬)?[至到~\-]?)
    |(?:其中|尤其|特别是?|仅|单是?|光是|就连|而|则|另有?外?|还有|同时|此外|另据|据|由|例如|如|像|随后|之后|会后|会上|现场|为此|目前|首先|其次|再次|最后)
    |(?:截[至止](?:目前)?|当[天日晚年月]|[昨今][天日年]以?来?|[去上前]年|同[期日年]|全年|[上下]半年|[上本]?[一二三四]?季度|本[月周年]|年[初末底内]|近日|日前|期间|活动期间|上午|下午|晚上|早上|中午)
    |(?:下辖的?|辖[内区]的?|所辖的?|邻[县市区]|兄弟(?:县|市|单位)|离[^,;。、]{{1,6}}远的|(?:投诉)?(?:量|数)?(?:较|最)[多高少低]的(?:是|为)?|排名?[^,;。、]{{1,5}}的)
    |(?:最|较|更)[多高少低大小快慢好差][^,;。、\d]{{0,4}}?的?(?:是|为|数|当数|要数)|(?:其次|接下来|紧随其后的|居首的|领先的|垫底的|排在?(?:前面|首位|第一|末尾)的)(?:是|为)
    |(?:经|据其|省里?的|市里?的|县里?的|区里?的|镇里?的|乡里?的)
    |在[^,;。、]{{1,14}}?(?:上|中|里|内|后|前|时|下|期间|方面|现场)
    """,
    re.VERBOSE,
)
_SELF = re.compile(
    r"(?:我|本|全)(?:行|局|所|院|校|司|社|站|队|馆|会|系统|机关|办|办事处|中心|部|公司|分行|支行|支局|分局|大队|支队|总队|联社|中支|支公司|分公司)"
    r"|(?:所|站|局|行|院|社|校|馆|队|厂)里(?:自己)?|我们|自家|自己|本级|各(?:支行|网点|分支|所|分局|单位|部门|成员单位)"
)
_OWN_PLACE = re.compile(
    r"(?:我|本|全)(?:县|市|区|镇|乡|州|旗|省|街道|辖|辖区|村|社区)|辖[内区](?!的)|各(?:县|乡镇|镇街|市州|区县)"
)
_ANAPHOR = re.compile(
    r"该(?:[行局所院校司社站队馆会县]|[\u4e00-\u9fff]{1,3}(?:行|局|所|院|站|队|会|司|部|中心))"
)
# 警方: the body of that trade last named in the sentence.
_PARTY = re.compile(r"(?:警|校|院|园|店)方")
_PARTY_HEADS = {
    "警": ("公安局", "派出所", "分局", "支队", "大队", "警务室"),
    "校": ("学校", "中学", "小学", "学院", "大学"),
    "院": ("医院", "卫生院", "学院", "法院", "检察院"),
    "园": ("幼儿园", "产业园", "园区"),
    "店": ("店", "超市", "商场"),
}
_RELATIVE = re.compile(r"(?![的对向给为将把与和在从被同跟])[^,;。:、\d\"《(]{1,8}的(?!\d)")
_NOT_ASKED = re.compile(r"批准|同意|审[定核批]|授权|核准|备案|推荐|许可|认定|考核")
_TELLS = re.compile(
    r"[^,;。、\d]{0,4}?(?:通报|统计|公布|监测|数据|反馈|测算)[^,;。、\d]{0,4}(?:称|显示|表明|说|指出|,)"
)
_HOSTING = re.compile(r"牵头|承办|主办|协办|举办|介入|转|移送|授权|点名|指导")
_NOT_ACTING = re.compile(
    r"(?:等(?:有关)?(?:部门|单位)|门口|门前|会议室|广场|附近|院内|内(?!部)|前|大厅|对面|食堂|[一二三优][\u4e00-\u9fff]{0,3}奖|[\u4e00-\u9fff]{0,6}称号)"
)
_MANY = re.compile(r"\s*等(?:多|[\d两二三四五六七八九十]{1,3})?[个家]?")
_EACH = re.compile(r"(?:分别|各自?|均)")
_GIVES = re.compile(
    r"[^,;。:、\d]{0,6}?(?:拨|拿出?|捐|赠|资助|支援|支持|赞助|补助|补贴|援助|送来|借来|捎来|配发|垫付|出资|出(?=\d)|掏|奖励|提供)"
)
_TRANSFERS = re.compile(r"[^,;。:、到]{0,5}?(?:转[来办交送入]|转(?=\d)|移交|移送|交办|委派|分派|下达|要求)")
_HELPED = re.compile(r"[\s,]{0,3}(?:帮助?|奖给|奖励|用于|惠及|资助|慰问|带来|送给|并|还|另(?!有))")
_BARE = re.compile(r"[\s(:]{0,3}(?:的|仅|只|各|有|为|达|占){0,3}")
_DASH = re.compile(r"[—\-]{1,2}")
_TOTAL = re.compile(
    r"[\s,;:、]{0,3}(?:[\u4e00-\u9fff两三四五\d]{0,4}?)(?:合计|共计|总计|合起来|加起来|总共|累计|共)"
)
_ITEM = re.compile(r"\s{0,2}(?:、|和|及|与|以及)(?!其余|余下|剩[余下]|不足|另)")
_ANTECEDENTS = 4
_ITS_NOTICE = re.compile(r"据(?:其|该)[^,;。]{0,6}?(?:通报|统计|介绍|反馈)")
_ITEM_END = re.compile(r"[\s、,;。)(]|$")
_ASKED = re.compile(r"[?!]")


class Kind(StrEnum):
    """What opens a stretch."""

    ONE = "one"  # a named body
    JOINT = "joint"  # several named bodies together
    SELF = "self"  # the reporter by a pronoun
    PLACE = "place"  # the reporter's area (全县, 辖内)


@dataclass(frozen=True, slots=True)
class Opener:
    """The subject of a stretch. ``organization`` is set for ONE; ``source`` marks 据X通报, ``local`` a subject that does
    not outlast its stretch (a giver, 其中X, 由X)."""

    kind: Kind
    organization: str | None = None
    names: NameList | None = None
    source: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts from ``start`` on: a body's id, or None for whoever the paragraph or report is about; ``explicit`` tells
    that the reporter itself was named."""

    start: int
    organization: str | None
    explicit: bool = False


class SubjectReader:
    """Reads the subjects of one report's sentences."""

    def __init__(self, text: str, mentions: MentionIndex, reporter: str | None) -> None:
        self._text, self._mentions, self._reporter = text, mentions, reporter

    def timeline(
        self,
        sentence: Sentence,
        contexts: Sequence[Context],
        topic: str | None,
        home: str | None = None,
    ) -> list[Acting]:
        """Who acts from which offset on in a sentence; ``contexts`` are its figures in order, ``topic`` the body that the
        paragraph is about (what 该行 refers to), ``home`` the body whose part of a bulletin it is (what 我行 refers to)."""
        figures = {context.quantity.end: context.quantity.start for context in contexts}
        found: list[Acting] = []
        carried: Acting = Acting(sentence.start, None)
        source = False
        joint: NameList | None = None
        borrowed = False  # the stretch before had a subject of its own that does not last
        for start, end in self._stretches(sentence, contexts):
            opener = self.opener(start, end, topic, sentence.start)
            if opener is not None and opener.kind is Kind.SELF and home is not None and opener.names is None:
                opener = Opener(Kind.ONE, home)
            if opener is not None and end in figures and self._touches(opener, figures[end], end):
                opener = replace(opener, local=True)
            if self._text.startswith(";", start - 1):
                carried, source, joint = Acting(start, None), False, None
            if opener is None:
                source = source or _ITS_NOTICE.match(self._text, start, end) is not None
                if joint is not None and _TOTAL.match(self._text, start, end):
                    carried = Acting(start, None)
                if joint is not None and _EACH.search(self._text, start, end):  # 两家支行各支援12名
                    found.append(Acting(start, joint.mentions[0].organization))
                    continue
                kept = borrowed and any(cue.match(self._text, start, end) for cue in (_ITEM, _HELPED))
                found.append(Acting(start, found[-1].organization) if kept else _at(carried, start))
                borrowed = kept
                continue
            if opener.kind is Kind.PLACE and source:
                found.append(_at(carried, start))
                continue
            acting = Acting(start, opener.organization, opener.kind is Kind.SELF)
            found.append(acting)
            borrowed = opener.local
            if not opener.local:
                carried, source = acting, opener.source
                joint = opener.names if opener.kind is Kind.JOINT else None
        return found

    def opener(
        self, start: int, end: int, topic: str | None = None, since: int | None = None
    ) -> Opener | None:
        """The subject that opens ``start:end``; None if it is left out. ``topic`` is what 该行 refers to unless a fitting
        name was told from ``since`` on."""
        at, cues = self._skip(start, end)
        own = self._own(at, end, topic, since)
        if own is not None:
            return own
        mention = self._mentions.first(start, end)
        if mention is None:
            return None
        if mention.start > at:
            cues = self._text[mention.start - 1 : mention.start]
            if cues != "由":  # 手册由县农业局提供3000份
                return None
        return self._named(next(self._mentions.lists(mention.start, end)), cues, end)

    def _stretches(self, sentence: Sentence, contexts: Sequence[Context]) -> Iterator[tuple[int, int]]:
        """The sentence cut at clause marks and at the ends of figures."""
        cuts = sorted(
            {clause.start for clause in sentence.clauses}
            | {sentence.start}
            | {match.end() for match in _ASKED.finditer(self._text, sentence.start, sentence.end - 1)}
            | {context.quantity.end for context in contexts if context.quantity.end < sentence.end}
        )
        for start, end in zip(cuts, [*cuts[1:], sentence.end], strict=True):
            if end - start > 1 or self._text[start] not in ",;:。":
                yield start, end

    def _touches(self, opener: Opener, figure: int, end: int) -> bool:
        """True if the stretch is an item of a list (县公安局688件、), its name no subject of what follows."""
        if opener.names is None or _ITEM_END.match(self._text, end) is None:
            return False
        return _BARE.fullmatch(self._text, opener.names.end, max(figure, opener.names.end)) is not None

    def _skip(self, start: int, end: int) -> tuple[int, str]:
        """Where the adverbials end that lead ``start:end``, and they themselves. A name is never skipped."""
        first = self._mentions.first(start, end)
        limit = first.start if first is not None else end
        at = start
        while at < limit and (match := _ADVERBIAL.match(self._text, at, limit)) is not None:
            at = match.end()
        return at, self._text[start:at]

    def _own(self, at: int, end: int, topic: str | None, since: int | None) -> Opener | None:
        anaphor = _ANAPHOR.match(self._text, at, end)
        if anaphor is not None:
            told = self._antecedent(anaphor.group()[-1], at, since) or topic
            mention = self._mentions.first(at, anaphor.end())
            meant = told or (mention.organization if mention is not None else None)
            return Opener(Kind.ONE, meant) if meant else None
        party = _PARTY.match(self._text, at, end)
        if party is not None:
            told = self._party(party.group()[0], at, since)
            return Opener(Kind.ONE, told) if told else None
        if _SELF.match(self._text, at, end):
            return Opener(Kind.SELF, self._reporter)
        return Opener(Kind.PLACE) if _OWN_PLACE.match(self._text, at, end) else None

    def _antecedent(self, head: str, at: int, since: int | None) -> str | None:
        """The body last named from ``since`` on, if its name fits 该``head``: ends in it, or is of that county."""
        told = self._mentions.within(since, at)[-_ANTECEDENTS:] if since is not None else []
        for mention in reversed(told):
            written = self._text[mention.start : mention.end]
            if head in written[1:-1] if head in "县市区镇乡" else written.endswith(head):
                return mention.organization
        return None

    def _party(self, trade: str, at: int, since: int | None) -> str | None:
        """The body of a trade (警方, 校方) last named from ``since`` on."""
        for mention in reversed(self._mentions.within(since, at) if since is not None else []):
            if self._text[mention.start : mention.end].endswith(_PARTY_HEADS[trade]):
                return mention.organization
        return None

    def _named(self, names: NameList, cues: str, end: int) -> Opener | None:
        text, after = self._text, names.end
        if _NOT_ACTING.match(text, after, end):
            return None
        if _TRANSFERS.match(text, after, end):
            return Opener(Kind.PLACE, local=True)
        if cues.endswith("经") and (_NOT_ASKED.search(text, after, end) or cues.endswith("已经")):
            return None
        dash = _DASH.match(text, after, end)
        if dash is not None:  # an apposition: the body's name follows what it is to us
            named = self._mentions.first(after, end)
            if named is not None and named.start == dash.end():
                return self._named(next(self._mentions.lists(named.start, end)), cues, end)
        relative = _RELATIVE.match(text, after, end)
        if relative is not None and _HOSTING.search(relative.group()):
            return None
        local = bool(
            relative
            or _GIVES.match(text, after, end)
            or cues.endswith(("其中", "仅", "由", "尤其", "特别是", "就连"))
        )
        source = cues.endswith("据") or _TELLS.match(text, after, end + 1) is not None
        if len(names.mentions) > 1 or _MANY.match(text, after, end):
            if any(mention.organization == self._reporter for mention in names.mentions):
                return Opener(Kind.SELF, self._reporter, names)
            each = len(names.mentions) > 1 and _EACH.search(text, after, end)
            if not each:
                return Opener(Kind.JOINT, None, names, source, local)
            return Opener(Kind.ONE, names.mentions[0].organization, names, source, local=True)
        return Opener(Kind.ONE, names.mentions[0].organization, names, source, local)


def _at(acting: Acting, start: int) -> Acting:
    return Acting(start, acting.organization, acting.explicit)
