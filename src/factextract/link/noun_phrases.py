"""The bare noun phrase in the words before or after a figure: what a table header would say.

Totals, connectives and the verbs of reporting are taken off both ends until nothing more comes off; what still holds a verb of
change, a period or a bare total is no name of a category.
"""

from __future__ import annotations

import re

_MAX = 16
_MIN = 2

_LEADS = (
    # connectives, totals, ranks
    "其中", "分别", "依次", "包括", "包含", "另有", "另外", "此外", "以及", "一是", "二是", "三是", "四是", "五是", "一类是", "主要是", "主要", "其次为", "其次是", "其次", "共计",
    "总计", "累计", "合计", "排在前列的", "排名前列的", "居前的", "首位是", "第一位是", "各类", "关于", "涉及到", "涉及", "涉嫌", "属于", "反映", "面向", "针对",
    "因为", "来自", "出自", "源自", "全县实有", "实有", "现有", "在册", "投诉排",
    # what reports do with things
    "发放", "派发", "散发", "分发", "送出", "送去", "赠送", "收到", "受理", "接到", "接收", "接获", "接报", "登记(?!站|点)", "查处", "查办", "查扣", "查获",
    "没收", "销毁", "起获", "收缴", "缴获", "扣押", "检获", "印制", "印刷", "印发", "制作", "办理", "处理", "办结", "开展", "举办", "召开", "组织(?!者|部|奖)",
    "新增", "新建", "新办", "新出台", "完成", "涵盖", "评出", "评选出", "设立", "另设", "捧回", "荣获", "获得", "检查(?!站|点)", "抽检", "抽查", "走访", "走进", "走了",
    "跑了", "看了", "培训(?!机构|班|课|学校|讲师)", "聘请", "聘任", "邀请", "组建", "配备", "派出", "出动", "建成", "建起", "征集到", "征集", "收集到", "推送", "推出", "发布", "刊播",
    "播放", "张贴", "悬挂", "摆放", "展出", "解答", "答复",
    # single characters, unless they begin a word
    "有(?!机|线|害|色|奖|关|限|毒)", "为(?!民)", "是", "系(?!统|列)", "共(?!享|用|建|同|青)", "含(?!糖|税)", "另(?!类)", "及(?!时)", "和(?!解|平|谐)", "与",
    "又", "还(?!款|贷|息|本)", "而", "仅", "只", "也", "再(?!生|就业|担保)", "均(?!和)", "即(?!时|期)", "如(?!意)", "属(?!地)", "因(?!病|灾|公|特|私)",
    "对(?!公|账|外|比)", "问(?!题|卷|询|答|政)", "嫌(?!疑)", "设(?!备|施|计)", "获(?!奖)", "涉(?!疫|旅|农|案|诈|税|企|诉|老|众|外|及|毒|黄|赌|黑|恶|烟|密|稳|访)",
)  # fmt: skip
_DOING = (
    "送来", "赠送", "捎来", "挽回", "追回", "清退", "更换", "约谈", "刊发", "刊播", "派驻", "追补", "发现", "牵出", "迎来", "闯过", "配合", "联合", "配置", "安排",
    "下达", "责令", "扣减", "补发", "举办", "开展", "参加", "组成", "收回", "播出", "吸收", "退会", "结余", "立案", "结案", "办结", "回访", "延期", "参训", "派", "拨",
    "赞助", "支持", "资助", "捐赠", "补助", "下拨", "拨来", "关停", "查补", "查出", "排查出", "逮着", "揪出", "退回", "退还", "提交", "翻新", "帮助", "保住", "拦下",
    "就诊", "接收", "登门", "听漏", "更新", "配送", "领取", "领到", "领走", "上门", "入户", "走访", "慰问", "新招", "再招", "升级", "改造", "覆盖", "惠及", "触达", "约请",
    "抽取", "抽调", "编成", "编发", "印发", "颁发", "授予", "达成", "形成", "带来", "节省", "减免", "兑付", "兑现", "支付", "发出", "发放", "发下去", "送出", "出动", "出具",
    "受理", "接待", "接听", "接到", "收到", "收集", "征集", "涉及", "牵涉", "牵扯", "花去", "花费", "用去", "耗资", "投入", "筹集", "募集", "争取",
)  # fmt: skip
_TAILS = (
    "占比", "占到", "占去", "占了", "各占", "分占", "次之", "其次", "居首位", "居首", "居榜首", "位居榜首", "位居第一", "位居首位", "位列第一", "排第一", "排第二",
    "排第三", "排名第一", "第一", "第二", "第三", "最多", "最高", "最少", "领先", "紧随其后", "垫底", "居多", "为主渠道", "为主", "为大户", "依旧是大户", "依旧", "依然",
    "共有", "共计", "计有", "已达", "达到", "只有", "仅有", "分别", "依次", "合起来", "加起来", "合计", "总计", "两项", "三项", "两样", "三类", "两类", "当中", "收了",
    "收到", "接报", "接到", "接话", "抽检", "采样", "抽样", "检测", "检查", "散去", "派出", "发出", "发放", "增至", "增加到", "升至", "降至", "降到", "比重", "比例", "份额",
    "相加", "捐了", "拿了", "用了", "花了", "收去", "之首", "总量", "数量", "件数", "就有", "就占了", "就占", "便有", "多达", "高达", "涌入", "引来", "带来",
    # single characters, unless they end a word
    "(?<![抢强侵])占", "(?<!到)达", "(?<![行作])为", "(?<![私所国公])有", "(?<![所可])以", "各", "(?<![平户人])均", "也", "(?<!成)就", "才(?<!人才)", "(?<![违合预爽])约",
    "(?<!附)近", "(?<![商赶])超", "逾", "的", "(?<![设统审估会])计", "(?<![公总])共", "(?<![自理])由", "(?<![对攀])比", "较", "(?<![规原守])则", "仅", "只", "仍",
    "(?<![回查征营创税])收", "(?<!监)抽",
)  # fmt: skip
_COMPLAINT_TAIL = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:方面)?的?(?:投诉|举报|申诉|诉求|纠纷案|个案)(?:量|件|数)?$"
)
_WHOLE = frozenset({"投诉", "举报", "咨询", "求助", "建议", "表扬", "其他", "水", "村", "县"})
_WORDS = frozenset(_LEADS) | frozenset(_TAILS)
_LEADING = re.compile(f"(?:{'|'.join(sorted(_LEADS, key=len, reverse=True))})")
_TRAILING = re.compile(f"(?:{'|'.join(sorted(_TAILS, key=len, reverse=True))})$")
_MARKS = " \t\n、,;:。\"'()《》“”-—·"
_BRACKET = re.compile(r"\([^()]{0,20}\)")
_CUT = re.compile(r"[,;:。!?()\n]")
_ADVERB_LEAD = re.compile(
    r"(?:在[^,]{1,10}?(?:中|里|上|内|方面)|按[^,]{1,8}[分看]|从[^,]{1,8}看|全年|年内|上半年|下半年|本?季度|本月|当[月日天年]|全[县市区行省镇乡局所州院校]|[一二三四]季度|今年以?来?)"
)
_AFTER = re.compile(r".*(?:的是|依次[为是]|分别[为是]|集中在|主要[为是有]|还有|当中|所占|惟有|但)(?=.{2})")
_CLAUSE = re.compile(f".*(?:{'|'.join(sorted(_DOING, key=len, reverse=True))})(?:了|到|出|起|过)?(?=.{{2}})")
_ENDS_IN_VERB = re.compile(f"(?:{'|'.join(sorted(_DOING, key=len, reverse=True))})(?:了|到|出|起|过)?$")
_BY = re.compile(r"由?(?P<who>[\u4e00-\u9fff]{2,10})(?:提交|提出|提起|反映)的?(?:有|共)?$")
_RELATIVE = re.compile(r".*的(?!投诉|举报|咨询|诉求|案件|纠纷|问题|重要)(?=.{2})")
_NO_NAME = re.compile(
    r"^(?:全部|全体|总数|总量|上述|上列|相关|有关|手中|现场|前者|后者|两者|[一二两三四五六七八九十两]+[类项种家个样批次]|其余|其他的|余下|剩余|剩下|日均|月均|人均|户均|平均|单日|本级|数字|同比|环比|受益|到期|总共|一年里|本院|我[局行镇]|分别是|参观团体)$|^(?:平均|人均|户均|原定|没有|未)"
    r"|同期|去年|上年|上月|上季|今年|增加|减少|增长|下降|上升|期间|以来|截至|增至|扩至|减至|升至|降至|提高到|提升到|控制在|压到|压降|超过|^不足|未结|在途"
    r"|先后|走进|开进|搬进|坐进|请来|派来|发到|劝住|抽调|拿到|领到|领走|用于|蹿升|跃升|翻番|回落|恰好|个月|以上$|左右$"
    r"|了|已(?!婚)|被(?!投诉|害)|把(?!关|握)"
    r"|^(?:将(?!军)|由(?!头)|向|让|使(?!用)|并(?!购|网)|就(?!业|医|诊)|都(?!市)|比|较|从(?!业)|到(?!店|馆|期|户)|来(?!电|访|信|函|人)|去(?!向)|自(?!助|行|愿|有|动|购|然)|会(?!员|计|议|展))"
    r"|\d"
)


def noun_phrase(words: str, *, kinds: bool = False) -> str | None:
    """The name of a category in ``words`` (folded text that ends, or begins, at a figure); None if there is none. ``kinds`` lets
    the bare kinds of requests (投诉, 咨询) pass as names."""
    phrase = _CUT.split(_BRACKET.sub("", words).strip(_MARKS + "::"))[-1].strip(_MARKS)
    if phrase in _WHOLE:
        return phrase
    by = _BY.search(phrase)
    phrase = by["who"] if by is not None else phrase
    for inner in (_AFTER, _RELATIVE, _CLAUSE):
        phrase = inner.sub("", phrase)
    phrase = _stripped(phrase)
    short = _stripped(_COMPLAINT_TAIL.sub("", phrase))
    phrase = short if len(short) >= _MIN else phrase
    if phrase in _WHOLE:
        return phrase if kinds else None
    if not _MIN <= len(phrase) <= _MAX or _NO_NAME.search(phrase) or phrase in _WORDS:
        return None
    return phrase


def is_verbal(phrase: str) -> bool:
    """True if a phrase tells what was done and not what it was done to (原路退回)."""
    return _ENDS_IN_VERB.search(phrase) is not None


def _stripped(phrase: str) -> str:
    """``phrase`` without what may be taken off its ends; a strip that would leave less than a name is not made."""
    previous = None
    while phrase != previous:
        previous = phrase
        adverb = _ADVERB_LEAD.match(phrase)
        if adverb is not None:
            phrase = phrase[adverb.end() :].strip(_MARKS)
        lead = _LEADING.match(phrase)
        if lead is not None and len(phrase) - lead.end() >= _MIN:
            phrase = phrase[lead.end() :].strip(_MARKS)
        tail = _TRAILING.search(phrase)
        if tail is not None and tail.start() >= _MIN:
            phrase = phrase[: tail.start()].strip(_MARKS)
    return phrase
