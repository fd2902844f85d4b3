"""Shops and online firms: names that no register of bodies tells, where the text says what they did or what was done to them.

帝豪酒店退还订金, 约谈优果到家平台, “悦动健身”闭店. A shop that is only visited is a place and left to the venues.
"""

from __future__ import annotations

import re

from factextract.scan import name_lexicon as lexicon
from factextract.scan.name_heads import first_match_pattern
from factextract.scan.name_mentions import Mention, plain_mention
from factextract.scan.name_parser import is_generic_stem, parse_name
from factextract.scan.name_words import is_ordinary

_QUOTED = re.compile(r'["「]([^"「」\n]{2,8})["」]')
_SHOP_AFTER = re.compile(r"(?:\d{1,3}[家间]|等)?(?:" + "|".join(lexicon.SHOP_AFTER) + ")")
_SHOP_END = re.compile(
    "(?:" + "|".join(lexicon.INDUSTRIES) + "|健身|美容|美发|教育|影楼|影城|家居|装饰|旅游)$"
)
_SHOP_NEWS = re.compile(r"[^。;\n]{0,16}?(?:结业|闭店|关门|跑路|停业|倒闭|失联|欠薪|投诉)")
_SHOP_HEADS = first_match_pattern(lexicon.SHOP_HEADS)
_ONLINE_HEADS = frozenset(lexicon.words("平台 商城 网"))
_DID = re.compile(
    r"(?:一家|公司|分店)?(?:[^,。;、:\n]{0,4}?)(?:退还|退回|退款|退费|退赔|赔偿|赔付|赔礼|补偿|道歉|换货|停业|闭店|关门|关停|倒闭|跑路|违规|违约|拖欠|欠薪|涉嫌|销售|出售|虚假|强制|拒不|拒绝|拒退|积压|召回"
    r"|被(?:投诉|举报|立案|约谈|查|罚|责令|处|列|诉|通报))"
)
_DONE = re.compile(
    r"(?:约谈|处罚|责令|投诉|举报|反映|光是|督促|要求|查处|立案|涉及|针对|起诉|状告|曝光|通报|其中)(?:了|的)?$"
)


def quoted_shops(text: str) -> list[Mention]:
    """Firms that only quotation marks and what follows tell (“丽人坊”美容店, “悦动健身”闭店)."""
    found = []
    for quote in _QUOTED.finditer(text):
        start, end = quote.span(1)
        told = _SHOP_AFTER.match(text, quote.end()) or (
            _SHOP_END.search(quote[1]) and _SHOP_NEWS.match(text, quote.end())
        )
        if quote[1].isalnum() and told:
            found.append(plain_mention(text, start, end, "enterprise"))
    return found


def acting_shops(text: str) -> list[Mention]:
    """Named shops and online firms that did something or had it done to them (帝豪酒店退还订金)."""
    found = []
    covered = 0
    for match in _SHOP_HEADS.finditer(text):
        start, head = match.start(), match[1]
        end = start + len(head)
        if start < covered:
            continue
        covered = end
        parts = parse_name(text, start, end)
        before = text[max(0, parts.start - 6) : parts.start]
        acts = _DID.match(text, end) or (
            _DONE.search(before) and not text.startswith(("等", "、", "行业"), end)
        )
        named = len(parts.stem) > 1 and not (parts.generic or parts.counted or parts.outer)
        if acts and named and not _is_kind(parts.stem + parts.topics, head):
            found.append(plain_mention(text, parts.start, end, "enterprise", head))
    return found


def _is_kind(stem: str, head: str) -> bool:
    """True if the proper part tells a kind of shop, no single one (连锁超市, 短视频平台)."""
    if is_generic_stem(stem):
        return True
    return head in _ONLINE_HEADS and is_ordinary(stem)
