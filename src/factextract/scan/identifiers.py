"""Numbers that name, order or time something and so never count anything.

``scan_identifiers`` finds those that a pattern shows by itself: telephone and document numbers, ordinals, law articles,
hotlines, festivals, clock times, section numbers, slogans. ``identifier_kind`` judges a number with its measure word by what
stands around it: ages, durations, ranks, topics of the text, rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factextract.datamodel import Identifier, IdentifierKind, Quantity, Span
from factextract.scan.units import match_unit, unit_class

K = IdentifierKind
_CN = "零〇一二两三四五六七八九十"
_N = rf"(?:\d{{1,4}}|[{_CN}百]{{1,6}})"
_HOUR = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
_CLOCK_TAIL = rf"(?:半|整|许|多|[一三]刻|{_HOUR}分?(?!钟|[\u4e00-\u9fff]?[个件名份])|钟)?"
_TO = r" ?(?:-{1,2}|~|至|到) ?"
_PART_OF_DAY = re.compile(
    r"(?:凌晨|清晨|早晨|早上?|上午|中午|正午|下午|傍晚|晚上?|夜间|深夜|当晚|午后|上午的) ?$"
)

# Each pattern is tried where its first character stands.
_AT_MARK: dict[str, tuple[tuple[IdentifierKind, str], ...]] = {
    "第": (
        (K.LAW_ARTICLE, rf"第{_N}[条款项章节编目](?:之[{_CN}])?(?:(?:、|和|及|与|{_TO})第?{_N}[条款项章节目]){{0,6}}"),
        (K.DOCUMENT_NUMBER, r"第 ?(?:\d{1,5}|X{1,4}) ?号(?:令|文件?|公告)?"),
        (K.ORDINAL, rf"第 ?(?:\d{{1,6}}|[{_CN}百千万]{{1,8}})(?: ?(?:届|[个次期批轮场名位家号季类种步课站组代片]|产业|方(?!面)))?"),
    ),
    "〔[【(": (
        (K.DOCUMENT_NUMBER, r".(?:19|20|XX|xx|××)[\dXx×]{2}[〕\])】](?:第? ?\d{1,5} ?号)?"),
        (K.SECTION, rf"\((?:[{_CN}百]{{1,4}}|\d{{1,2}})\)"),
    ),
    '"': ((K.SLOGAN, rf"\"[^\"\d,。;:!?、\n]{{0,5}}[{_CN}][^\"\d,。;:!?\n]{{0,5}}\""),),
    "hw": ((K.CODE, r"(?:https?://|www\.)[\x21-\x7e]{1,400}"),),
}  # fmt: skip
_MONTH_DAY = r"(?:1[0-2]|0?[1-9])"
_AT_DIGIT: tuple[tuple[IdentifierKind, str], ...] = (
    (K.PHONE, r"(?:0\d{2,3}[- )]{1,2}|[48]00[- ]?)\d{3,4}[- ]?\d{3,4}(?:[-转]{1,2}\d{1,5})?(?!\d)"),
    (K.PHONE, r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d|\.\d)"),
    (K.FESTIVAL, rf"{_MONTH_DAY} ?[·?][·. ]{{0,2}}(?:3[01]|[12]\d|0?[1-9])(?!\d)"),
    (K.FESTIVAL, rf"{_MONTH_DAY}\.(?:3[01]|[12]\d|0?[1-9])(?=\"|[\u4e00-\u9fff]{{0,9}}(?:日|节|周|月|活动|宣传|晚会|期间))"),
    (K.FESTIVAL, r"(?<=双)1[12](?!\d)|618(?=大促|电商|购物|活动|期间|年中)"),
    (K.FESTIVAL, r"315(?!\d|\.\d|,\d{3}(?!\d)|万|余|多)"),
    (K.CLOCK, rf"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:{_TO}(?:次日)?(?:[01]?\d|2[0-4]):[0-5]\d)?(?![\d:])"),
    (K.CLOCK, rf"(?:[01]?\d|2[0-4])时(?!代|间|期|段|任|效|长|光|而|常){_CLOCK_TAIL}(?:{_TO}(?:[01]?\d|2[0-4])时?{_CLOCK_TAIL})?"),
    (K.CLOCK, rf"(?:[01]?\d|2[0-4])点(?!位|赞|击|评|亮|燃|[\u4e00-\u9fff]{{0,4}}(?:建议|意见|要求|措施|体会|做法)){_CLOCK_TAIL}(?:{_TO}(?:[01]?\d|2[0-4])点{_CLOCK_TAIL})?"),
    (K.ORDINAL, r"\d{1,6} ?号(?![召称角])(?:楼|院|线|厅|馆|公告|令|文)?"),
    (K.SLOGAN, r"(?<=\")\d{1,5}(?:\+[\dNnXx]{1,3}){0,4}(?=\")"),
    (K.RULE, r"7[天日]无理由|\d{1,3}(?:\.\d{1,2})?/\d{1,3}(?:\.\d{1,2})?mm[Hh]g|\d{1,2}:\d{1,2}(?![\d:])"),
    (K.NAME, r"\d0后|[1-9]\d{1,2}强|(?:985|211)(?=工程|高校|院校|大学)|360(?=安全|度)|58同城|24h"),
    (K.PAGE, r"\d{1,3}页珍藏版"),
    (K.CODE, r"\d{1,4}(?:\.\d{1,4}){2,5}(?!\d|[ .]?[万亿%元])"),
    (K.CODE, r"\d{0,12}[×*xX]{1,8}[\d×*xX-]{1,12}(?:转\d{1,4})?"),
)  # fmt: skip
_AT_CHINESE: tuple[tuple[IdentifierKind, str], ...] = (
    (K.ORDINAL, r"[一二三四五六七八九十两特](?:(?:、|和|及|至|到|-|~)[一二三四五六七八九]){0,6}(?:等奖|年级|级|等功|等品|等舱|星级|线城市|胎|孩|环|审|期工程)"),
    (K.SECTION, rf"[{_CN}]{{1,4}}、(?![一二三四五六七八九十]{{1,3}}(?:、|等|年级|级))"),
    (K.SECTION, r"[一二三四五六七八九十]{1,3}(?=[是要则])"),
    (K.RULE, r"七[天日]无理由"),
    (K.FESTIVAL, r"[一二三五六七八九十]{1,2} ?· ?[一二三四五六七八九十]{1,3}"),
    (K.CLOCK, rf"[{_CN}]{{1,3}}[时点]{_CLOCK_TAIL}(?:{_TO}[{_CN}]{{1,3}}[时点]{_CLOCK_TAIL})?"),
)  # fmt: skip


def _compile(
    table: tuple[tuple[IdentifierKind, str], ...],
) -> tuple[tuple[IdentifierKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in table)


_DIGIT_PATTERNS, _CHINESE_PATTERNS = _compile(_AT_DIGIT), _compile(_AT_CHINESE)
_DIGITS_GO_ON = frozenset(
    ' )-·?.:+/"×*xXh时点号天日页强后安同'
)  # what may follow the digits in those patterns
_KNOWN_NUMBERS = frozenset({"315", "618", "11", "12", "985", "211", "360", "58"})
_MARK_PATTERNS = {mark: _compile(table) for marks, table in _AT_MARK.items() for mark in marks}
_TRIGGER = re.compile(rf"[第〔\[(【\"]|https?:|www\.|\d++|[{_CN}]++")

# A hotline is one of the national numbers or a bank's, insurer's or city's, unless it counts something.
_HOTLINE = re.compile(
    r"(?:123\d{2}|9[56]\d(?!00$)\d{2}|9[56]\d{4}|1000[0-9]|1001[0-9]|1008[0-9]|11[0-9]{3}|1[12][0-9])(?:转\d{1,4})?$"
)
_HOTLINE_ALONE = re.compile(
    r"123(?:1\d|2[0-9]|3\d|4[58]|55|6[369]|7[128]|8[16]|9[38])$|1008[56]$|1001[05]$|9611[0-9]$"
)
_HOTLINE_CALL = re.compile(r"\"?(?:热线|平台|客服|电话|举报|报警|公众号)")
_HOTLINE_AFTER = re.compile(
    r"\"?(?:热线|平台|客服|电话|转|监管|投诉|中心|渠道|举报|消费|便民|指挥|联络|维权|报警|急救|消防|政务|工单|申诉|、|和|及|等|,|。|;|\"|\)|为|在|的|共|交|受理|接|来|办|网|系统|APP|宣传|微)"
)
_HOTLINE_DESK = re.compile(r"台(?=受理|接|登记|处理|处置|办|共|全|转|值)")  # 12315台受理申诉486件
_HOTLINE_BEFORE = re.compile(
    r"(?:热线|电话|拨打|请拨|致电|咨询|平台|客服|通过|经|由|含|据|官方|全国|银行|政府|接[到获]?|收到|转办|监管|市|县|区|、|和|及|与|\()[:为是\"]?$"
)
_PHONE_LABEL = re.compile(
    r"(?:电话|手机|传真|热线|联系方式|邮编|邮政编码|QQ群?号?|微信号|编号|备案号|证号|账号|卡号|号码)[码号]?[:为是]? ?$"
)
_CODE_TAIL = re.compile(r"(?:[- ]\d{3,8}){0,4}(?:转\d{1,5})?(?![\d.])")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*$")
_SENTENCE_START = re.compile(r"(?:^|[\n。;:!?.,、\"])[ \t]*$")
_SECTION_DIGITS = re.compile(r"(?:\.\d{1,2}){0,3}(?:[、)](?!\d)|\.(?!\d)|[ \t]+(?=[\u4e00-\u9fff]))")
_PIECE_NUMBER = re.compile(r"(?:篇|总结|方案|报告|范文|汇报|计划|简报|附件|附表|[如见下上]?[表图]) ?$")

_TOPIC_NOUNS = (
    "方面|环节|层面|维度|阶段|步骤|部分|板块|篇章|关键词?|坚持|统一|结合|到位|转变|意识|突出|问题|重点|主题|原则|目标|特点|特征|要点|关系|效益|体系|机制|抓手|"
    "权益|权利|建议|意见|举措|措施|要求|要素|专题|优势|趋势|任务|战略|理念|能力|难题|短板|变化|原因|禁止|严禁|不准|必须|确保|纳入|延伸|服务|保障|行动|工程|一律|一批|不放过|加强|加大"
)
_TOPIC = re.compile(
    rf"(?:个|大|项|条|点|种|块|步|道|层|级|(?:大)?类|个大)?(?:主要|重点|核心|重大|关键|突出|具体|基本|不同)?(?:{_TOPIC_NOUNS})"
)
_TOPIC_ALWAYS = re.compile(
    r"(?:个|大)?(?:方面|环节|层面|维度|阶段|步骤|要素)|大(?![类件吨])|个\d{1,3}%|点(?:建议|意见|要求)"
)
_THINGS_TO_DO = re.compile(r"件(?:大?事|实事|好事|民生|要事)")
_HANDLING = re.compile(
    r"(?:平均|用时|时效|耗时|时长|周期|日均|(?:办理|处理|办结|处置|受理|响应|理赔|审批|指派|结案|流转)(?:时间|天数|时限))[^。;\n]{0,24}$"
)
_RANK = re.compile(r"(?:(?<![目以之此日年月天期午会赛节事战生面跟眼提])前|首)$")
_RANKED = frozenset({"位", "名", "项", "类", "个", "家", "大类", "列", "款", "种", None})
_SESSION = re.compile(
    r"届(?:[\u4e00-\u9fff]{0,2}(?:中全会|全会|全国|人大|政协|党委|理事|常委|委员|人民代表|代表大会|毕业生))"
)
_SESSION_BEFORE = re.compile(r"(?:人大|政协|理事会|常委会|代表大会|党代会|届|大)$")
_EDITIONS = frozenset({"届", "版", "款", "期", "级"})
_RULE_BEFORE = re.compile(r"(?:每(?:满|隔|逢)?|一式|(?<![查暂代抵回折])扣|限额|限赔|最高偿付|偿付限额为?)$")
_LATIN_OR_AT = re.compile(r"[A-Za-z@_×*]")


def scan_identifiers(text: str, taken: Sequence[Span] = ()) -> tuple[Identifier, ...]:
    """The identifiers of the folded ``text`` that a pattern shows, in order; none overlaps another or ``taken`` (sorted)."""
    found: list[Identifier] = []
    at, index = 0, 0
    while (trigger := _TRIGGER.search(text, at)) is not None:
        start = trigger.start()
        while index < len(taken) and taken[index].end <= start:
            index += 1
        if index < len(taken) and taken[index].start <= start:
            at = taken[index].end
            continue
        limit = taken[index].start if index < len(taken) else len(text)
        identifier = _identify(text, trigger)
        if identifier is None or identifier.end > limit:
            at = trigger.end() if trigger[0][0].isdigit() or trigger[0][0] in _CN else start + 1
            continue
        found.append(identifier)
        at = identifier.end
    return tuple(found)


def _identify(text: str, trigger: re.Match[str]) -> Identifier | None:
    start, first = trigger.start(), trigger[0][0]
    if first.isdigit():
        return _from_digits(text, start, trigger.end())
    for kind, pattern in _MARK_PATTERNS.get(first, _CHINESE_PATTERNS):
        match = pattern.match(text, start)
        if match is not None and _fits(text, kind, match):
            return Identifier(start, match.end(), kind)
    return None


def _fits(text: str, kind: IdentifierKind, match: re.Match[str]) -> bool:
    """What a pattern cannot say: where it may stand."""
    before = text[max(0, match.start() - 4) : match.start()]
    if kind is K.SECTION and match[0][0] in _CN:
        return _SENTENCE_START.search(before) is not None
    if kind is K.SECTION and match[0][1].isdigit():
        return not before or not before[-1].isalnum()
    if kind is K.CLOCK:
        return match[0][-1] in "半整许钟刻" or _PART_OF_DAY.search(before) is not None
    return True


def _from_digits(text: str, start: int, end: int) -> Identifier | None:
    before = text[max(0, start - 12) : start]
    digits = text[start:end]
    if before[-1:] in {".", "·", ","} and before[-2:-1].isdigit() and (before[-1] != "," or len(digits) == 3):
        return None  # decimals or a group of thousands
    label = _PHONE_LABEL.search(before) if len(digits) >= 3 else None
    if label and not _counts(text, end):
        return Identifier(start, _code_end(text, end), K.PHONE)
    plain = len(digits) < 7 and text[end : end + 1] not in _DIGITS_GO_ON and digits not in _KNOWN_NUMBERS
    for kind, pattern in () if plain else _DIGIT_PATTERNS:
        match = pattern.match(text, start)
        if match is not None and not (kind is K.FESTIVAL and _counts(text, match.end())):
            return Identifier(start, match.end(), kind)
    if _is_hotline(text, start, end):
        return Identifier(start, end, K.HOTLINE)
    return _section_number(text, start, end)


def _code_end(text: str, end: int) -> int:
    """End of a number whose parts are joined by - or spaces, and of an extension."""
    match = _CODE_TAIL.match(text, end)
    return match.end() if match else end


def _counts(text: str, end: int) -> bool:
    """Whether a measure word, 万 or an approximation follows, so that the number is a figure."""
    following = text[end : end + 1]
    return bool(following) and (following in "万亿余多%" or match_unit(text, end) is not None)


def _is_hotline(text: str, start: int, end: int) -> bool:
    digits = text[start:end]
    if (
        not _HOTLINE.match(digits)
        or (_counts(text, end) and not _HOTLINE_DESK.match(text, end))
        or (text[end : end + 2] in {".", ","} and text[end + 1 : end + 2].isdigit())
    ):
        return False
    before, after = text[max(0, start - 6) : start], text[end : end + 4]
    if _HOTLINE_ALONE.match(digits):
        return True
    if len(digits) == 3:
        return digits in {"110", "119", "120", "122", "114"} and bool(
            re.match(r"\"?(?:热线|电话|报警|急救|消防|指挥|接警|警情|宣传|中心|平台|出警|\")", after)
        )
    cell = (not before or before[-1] in "\n|\t ") and (not after or after[0] in "\n|\t ")
    if digits.startswith(("10", "11")):
        return bool(_HOTLINE_CALL.match(after))
    if _HOTLINE_DESK.match(text, end):
        return True
    return not cell and bool(_HOTLINE_AFTER.match(after) or _HOTLINE_BEFORE.search(before))


def _section_number(text: str, start: int, end: int) -> Identifier | None:
    if end - start > 2:
        return None
    before = text[max(0, start - 4) : start]
    if _PIECE_NUMBER.search(before) and not _counts(text, end):
        return Identifier(start, end, K.SECTION)
    if not _SENTENCE_START.search(before):
        return None
    match = _SECTION_DIGITS.match(text, end)
    if match is None:
        return None
    blank = text[match.end() - 1] in " \t"
    if blank and (
        not _LINE_START.search(before) or _counts(text, match.end()) or text[match.end()] in "千百"
    ):
        return None
    return Identifier(start, match.end() - blank, K.SECTION)


# -- numbers with a measure word -----------------------------------------------------------------------------------


def identifier_kind(text: str, quantity: Quantity, number: Span) -> IdentifierKind | None:
    """Why a read quantity is no count, or None. ``number`` is the span of the numeral alone."""
    before = text[max(0, number.start - 10) : number.start]
    written = text[number.start : number.end]
    chinese = not written[0].isascii()
    kind = unit_class(quantity.unit)
    if kind == "age":
        return K.AGE
    if kind == "time":
        context = text[max(0, quantity.start - 30) : quantity.start]
        return None if _HANDLING.search(context) else K.DURATION
    beside = text[max(0, number.start - 1) : number.start] + text[number.end : number.end + 1]
    if quantity.unit is None and not quantity.repaired and _LATIN_OR_AT.search(beside):
        return K.CODE
    if _RANK.search(before) and quantity.unit in _RANKED:
        return K.ORDINAL
    if _is_session(text, quantity, number, before):
        return K.ORDINAL
    if _RULE_BEFORE.search(before) and kind != "percent":
        return K.RULE
    if _TOPIC_ALWAYS.match(text, number.end):
        return K.TOPIC_COUNT
    if chinese and 1 < quantity.value <= 12 and len(written) <= 2 and _is_topic(text, quantity, number.end):
        return K.TOPIC_COUNT
    return None


def _is_session(text: str, quantity: Quantity, number: Span, before: str) -> bool:
    """十九届六中全会, 人大二次会议, 2024届: sessions and editions have a number, not a count."""
    if quantity.unit == "届" and _SESSION.match(text, number.end):
        return True
    if (
        quantity.unit == "次"
        and _SESSION_BEFORE.search(before)
        and text.startswith(("会议", "全会", "全体"), quantity.end)
    ):
        return True
    return quantity.unit in _EDITIONS and number.end - number.start == 4 and 1900 <= quantity.value <= 2100


def _is_topic(text: str, quantity: Quantity, end: int) -> bool:
    if quantity.unit in {"类", "大类"}:
        return True
    return _TOPIC.match(text, end) is not None or _THINGS_TO_DO.match(text, end) is not None
