"""Numbers without a measure word: which of them count something in running text.

Telegraphic reports leave the measure word out (牧户57, 当场改好31, 紧急2,重大5): such a number closes its clause and follows a
noun or a verb. Labels look alike (表3, 附件2, 工号8812, 尾号0316) and are told by the word before them or by their shape.
"""

from __future__ import annotations

import re

from factextract.datamodel import Quantity
from factextract.text.fold import is_cjk

# Nouns and figures that make a number without a measure word a count all the same: 60同学, 阅读量86万+.
_COUNTED_AFTER = re.compile(
    r"(?:余|多)?(?:同学|师生|学生|群众|居民|村民|市民|消费者|客户|志愿者|员工|职工|党员|老人|商户|企业|网点|单位|部门(?!《)|家庭|粉丝|人员|观众|投资者)"
)
_LARGE = re.compile(r"[万亿][余多]?\+?$")
_COUNTED_BEFORE = re.compile(
    r"(?:量|数|人次|场次|户次|件次|获赞|点赞|转发|评论|粉丝|关注|播放|阅读|点击|浏览|观看|访问|曝光|人气)"
    r"(?:已|累计|突破|超过?|近|约|逾|达到?|为|共|合计|[需须应]|要){0,3}$"
)
_CLOSES = re.compile(r" ?(?:[,。;!?)\n(]|、(?![一二三四五六七八九十])|$)")
"""What follows a count that closes its clause, or that its parts follow in brackets."""
_REST_BEFORE = re.compile(r"(?:另有?|其?余|余下|尚余|剩|剩下|还剩)$")
_REST_AFTER = re.compile(r"[转移系因在正均仍为未已待限被由属约拒暂尚交送]")
"""另1转省行, 余2系重复来电: a remainder is told by the word before it."""
_LABEL_BEFORE = re.compile(
    r"(?:案例|实例|示例|事例|故事|[图表例]|附[件表图录]|第|编号|[工学型票证账卡单批货尾井线]号|号码|代[码号]|编码|邮[编箱]|序号|房|楼|幢|栋|[Vv]ersion"
    r"|步骤|方法|情[景形]|场景|话题|议题|问[题答]|建议|环节|镜头|阶段|类型|任务|专题|模块|频道|小节|课题|注|条件|公式|选项|方案|标准"
    r"|电话|热线|手机|座机|分机|传真|总机|专线|号线|[拨按键请打]|[致来去]电|扫码|关注|搜索|热线电话|[内分总][线机]转?"
    r"|[Qq]群|群号|微信号?|网址|网点号|机号|平均|人均|户均|件均|场均|得分|评分|[年月日时分秒点周]|星期|礼拜|下午|上午|晚上|凌晨|系数|指数|比[为是]|倍|等级|版本?)[:为是]? ?$"
)
_HOTLINE = re.compile(r"(?:123|9[56]\d)\d{2}$|1[12]\d$|1[08]\d{3}$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_DIGITS = re.compile(r"(?:[近约超逾达]|突破)?(\d{1,6}|\d{1,3}(?:,\d{3}){1,3})[余多]?$")


def counts_without_unit(text: str, quantity: Quantity) -> bool:
    """Whether a quantity without a measure word counts something in running text (60同学, 阅读量86万+, 牧户57).

    Other bare numbers of running text are labels or noise; in table cells they are figures.
    """
    if quantity.unit is not None:
        return True
    before = text[max(0, quantity.start - 12) : quantity.start]
    if _LARGE.search(text[quantity.start : quantity.end]):
        return True
    if _COUNTED_AFTER.match(text, quantity.end) or _COUNTED_BEFORE.search(before):
        return True
    return _closes_clause(text, quantity, before)


def _closes_clause(text: str, quantity: Quantity, before: str) -> bool:
    """A whole number between a word and the end of its clause (关停2。, 另1转总行) that is no label, year or hotline."""
    written = _DIGITS.fullmatch(text, quantity.start, quantity.end)
    if written is None or not before or not is_cjk(before[-1]):
        return False
    if not (
        _CLOSES.match(text, quantity.end)
        or (_REST_BEFORE.search(before) and _REST_AFTER.match(text, quantity.end))
    ):
        return False
    digits = written[1]
    if _YEAR.fullmatch(digits) or _HOTLINE.fullmatch(digits) or (len(digits) > 1 and digits[0] == "0"):
        return False
    return _LABEL_BEFORE.search(before) is None
