"""Numbers that name, order, date or measure time and so never count anything.

``scan_identifiers`` finds those that a pattern shows whatever stands around them (telephone and document numbers, ordinals,
law articles, festival names, section numbers, slogans, names); ``identifier_kind`` judges a number with a measure word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from factextract.datamodel import Identifier, IdentifierKind, Span

_CN = "零〇一二两三四五六七八九十"
_NUM = rf"(?:\d{{1,4}}|[{_CN}百]{{1,6}})"

# (kind, pattern): group 1 is the identifier if there is one, else the whole match. Earlier patterns win.
_PATTERNS: tuple[tuple[IdentifierKind, str], ...] = (
    (IdentifierKind.CODE, r"(?:https?://|www\.)[\x21-\x7e]{1,400}"),
    (IdentifierKind.CODE, r"[\w.-]{1,64}@[\w-]{1,64}\.[\w.]{2,32}"),
    (IdentifierKind.PHONE, r"(?<!\d)(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转]\d{1,5})?|1[3-9]\d{9}|[48]00[- ]?\d{3}[- ]?\d{4})(?!\d)"),
    (IdentifierKind.PHONE, r"(?:电话|手机|传真|热线|邮编|QQ群?|微信号)(?:号码?)?[:为是]? ?(\d[\d-]{2,30})(?!\d)"),
    (IdentifierKind.DOCUMENT_NUMBER, r"[〔\[(【](?:19|20)\d{2}[〕\])】]第? ?\d{1,5} ?号"),
    (IdentifierKind.DOCUMENT_NUMBER, r"(?:[〔\[【](?:19|20|XX|xx)[\dXx]{2}[〕\]】])(?:\d{1,5}号)?"),
    (IdentifierKind.DOCUMENT_NUMBER, r"[\u4e00-\u9fff]第(\d{1,5}号令?)"),
    (IdentifierKind.LAW_ARTICLE, rf"第{_NUM}[条款项章节编](?:之[{_CN}])?(?:(?:、|和|至|到|-|~)第?{_NUM}[条款项章节])*"),
    (IdentifierKind.FESTIVAL, r"(?<![\d.])(?:3 ?[·.?] ?15|5 ?[·.] ?15|6 ?[·.] ?18|9 ?[·.] ?15|11 ?[·.] ?9|12 ?[·.] ?4|8 ?[·.] ?8|6 ?[·.] ?26|4 ?[·.] ?15|5 ?[·.] ?12)(?![\d.]|[%万亿元])"),
    (IdentifierKind.FESTIVAL, r"(?<!\d)(?:315|515|618|119|122)(?=\"|'|”|国际|消费|消防|交通|晚会|活动|期间|宣传|投资者|维权|主题|纪念|前后|之际|当[天日])"),
    (IdentifierKind.FESTIVAL, r"\"(?:\d{3,4}|[一二三五六七八九]{1,2}[·.][一二三四五六七八九十]{1,3})\""),
    (IdentifierKind.ORDINAL, rf"第 ?(?:\d{{1,6}}|[{_CN}百千万]{{1,8}}) ?(?:[届个次期批轮场名位家号期季条类种项步点课站件组代]|产业|方|三方)?"),
    (IdentifierKind.CLOCK, r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:[-~至到]+\d{1,2}:\d{2})?(?![\d:])"),
    (IdentifierKind.CLOCK, rf"(?:凌晨|清晨|早上?|上午|中午|下午|傍晚|晚上?|夜间|当晚) ?(?:\d{{1,2}}|[{_CN}]{{1,3}})(?:时|点钟?)(?:半|整|许|多|(?:\d{{1,2}}|[{_CN}]{{1,3}})分?)?(?:[-~至到]+(?:\d{{1,2}}|[{_CN}]{{1,3}})(?:时|点)(?:半|\d{{1,2}}分?)?)?"),
    (IdentifierKind.CLOCK, r"(?<!\d)\d{1,2}时(?!代|间|期|段|任|效)(?:半|整|许|\d{1,2}分)?(?:[-~至到]+\d{1,2}时(?:半|\d{1,2}分)?)?"),
    (IdentifierKind.CLOCK, r"(?<![\d.])(?:[01]?\d|2[0-4])点(?=左右|前|后|多|半|整|钟|到|至|开始|不到|就|\d{1,2}分)(?:半|整|多|\d{1,2}分)?"),
    (IdentifierKind.SECTION, r"(?:(?<=\n)|^)[ \t]*(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}(?:\.\d{1,2}){0,3}(?:[、)]|\.(?!\d)|(?= [\u4e00-\u9fff])))"),
    (IdentifierKind.SECTION, r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)"),
    (IdentifierKind.SECTION, r"(?<=[。;:!?.\"\n ,、])(?:[一二三四五六七八九十]{1,3}[、]|\d{1,2}[.、](?=[\u4e00-\u9fff]))(?!\d)"),
    (IdentifierKind.SECTION, r"(?<![\u4e00-\u9fff])[一二三四五六七八九十](?=[是要则]\S)|(?<=[。;,:])[一二三四五六七八九十](?=[是要则])|(?<=其)[一二三四五六]"),
    (IdentifierKind.RULE, rf"(?:7|[七])[天日]无理由|一式(?:\d|[{_CN}])份?|扣\d{{1,3}}分|假一赔[{_CN}\d]"),
    (IdentifierKind.SLOGAN, rf"\"[{_CN}]{{1,3}}[\u4e00-\u9fff]{{1,3}}\"|\"[\u4e00-\u9fff]{{1,4}}[{_CN}][\u4e00-\u9fff]{{0,3}}\""),
    (IdentifierKind.SLOGAN, r"一盔一带|两微一端|一老一[小少]|四不两直|双随机、?一公开|[三四五六七八九十]进(?!行|入|一步|出|口|社区|校园|企业)|一会两站|一站两会|一网通办|一窗受理|一户一策|一企一策|一案一|一日一|一月一|一人一|一村一|一网一|一岗双责|一把手|一条龙|一揽子|十四五|十三五|十二五|三农|三包|三无|三品一械|三品一标|三小|两会|两节|两学一做|双减"),
)  # fmt: skip

_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)

_TOPIC = re.compile(
    r"(?:个|大|项|方面|类|条|点|种|组|块|步|道|层|级|大类|个大)?(?:主要|重点|核心|重大|关键|突出|具体|基本)?(?:方面|问题|环节|层面|阶段|部分|步骤|重点|关键词?|坚持|统一|主题|原则|目标|特点|特征|维度|板块|要点|转变|结合|到位|"
    r"意识|关系|效益|体系|机制|抓手|字|权益|权利|基本权|建议|意见|举措|要求|要素|专题|篇章|优势|趋势|任务|战略|理念|能力|难题|短板|变化|原因|禁止|严禁|不准|必须|确保|纳入|延伸)"
)


def scan_identifiers(text: str, taken: Iterable[Span] = ()) -> tuple[Identifier, ...]:
    """The identifiers of ``text`` (folded) that a pattern shows, in order, none overlapping another or ``taken``."""
    occupied = bytearray(len(text) + 1)
    for span in taken:
        occupied[span.start : span.end] = b"\x01" * (span.end - span.start)
    found: list[Identifier] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span(1) if match.re.groups and match[1] is not None else match.span()
            if start == end or any(occupied[start:end]):
                continue
            occupied[start:end] = b"\x01" * (end - start)
            found.append(Identifier(start, end, kind))
    return tuple(sorted(found, key=lambda i: i.start))


def is_topic_count(text: str, number_end: int) -> bool:
    """Whether a small number that ends at ``number_end`` counts topics of the text itself (三个方面, 五大类问题)."""
    return _TOPIC.match(text, number_end) is not None


Judge = Callable[[str, int], bool]
