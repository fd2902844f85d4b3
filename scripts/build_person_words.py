"""Write src/factextract/text/masking/data/person_words.txt: what tells a person's name from ordinary words around it.

Everything is taken from the dictionary of jieba (MIT licence). ``start`` lines hold words that begin with a surname and are no
person (高度, 金融, 张家口); of those longer than two characters, only what no shorter one begins. ``follow`` lines hold words that
follow a name in a sentence (反映, 表示, 立即). Run it again when the surnames change; the output is sorted.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

import jieba

from factextract.text.masking.lexicon import SURNAMES

PERSON_TAG = "nr"
PLACE_TAGS = ("ns", "nt", "nz")
FOLLOWING_TAGS = frozenset(["v", "vn", "vd", "d", "p", "c", "a", "ad", "r", "f", "t", "i", "l"])
MIN_FREQUENCY = 5
MIN_FOLLOWING = {2: 200, 3: 1000, 4: 3000}
MIN_MISTAGGED = 60
"""Of the words that the dictionary takes for persons, the frequent ones are ordinary words (陈列, 白领, 高峰), not 李家 ..."""
PERSONS = frozenset(
    [
        "李俊",
        "李娜",
        "李宁",
        "李强",
        "李德",
        "李成",
        "李靖",
        "李鹏",
        "李铁",
        "张宁",
        "张旭",
        "张仪",
        "张大",
        "张北",
        "王平",
        "王明",
        "王英",
        "王维",
        "刘翔",
        "刘基",
        "姚明",
        "吕布",
        "吕蒙",
        "高强",
        "高成",
        "高明",
        "黎明",
        "罗文",
        "洪亮",
        "杨锐",
        "杨维",
        "朱德",
        "陈云",
        "陈毅",
        "陈家",
        "曹操",
        "胡佳",
        "胡来",
        "丁玲",
        "万世",
        "安娜",
        "康生",
        "康宁",
        "方正",
        "田汉",
        "乔红",
        "齐全",
        "荣禄",
        "周密",
        "周全",
        "孙坚",
        "孙武",
        "金光",
        "金平",
        "金玉",
        "金秋",
        "金莲",
        "汪洋",
        "林立",
        "马良",
        "马克",
        "马超",
        "白云",
        "白玉",
        "白雪",
        "路德",
        "郑和",
        "赵云",
        "郎君",
        "文明",
        "文成",
        "宋江",
        "梅林",
        "张飞",
        "岳飞",
    ]
) - {"文明", "金光", "金秋", "郑和", "齐全", "周密", "周全", "林立", "路德", "胡来", "白云"}
"""... but these may be persons."""
MORE = """陈述 陈列 陈旧 陈设 陈年 陈皮 陈醋 陈酒 李子 李树 王府 王牌 王者 刘海 张贴 张挂 张罗 张望 张口 张嘴 张开 张灯 张榜 张张 严查 严防 严守 严管 严控 严打 钱款 常态 常年 常见 时时 高额
    方式 方面 方法 方便 车主 车险 车辆 车贷 房贷 房东 房产 房屋 安心 安装 安置 安排 解决 解答 解释 经手 经办 经营 经济 经费 经理 计划 计生 党员 党建 党委 党支部 党组 党总支 谢绝 管委 管理 管护
    关心 关注 关爱 关切 关停 关键 全程 万元 万份 万余 万人 万户 余元 余份 余人 余名 余户 余件 余场 余家 余条 余次 余起 余笔 余万 左右 左邻 石油 石化 水电 水利 水费 水务 水产 水库
    江边 江苏 江西 江南 江北 江东 农信 农商 农行 农合 农村 农业 农户 农民 农资 农机 国家 国税 国网 国债 国资 国企 邮储 邮政 司法 司机 司仪 申请 申诉 申报 申领 单位 单独 单据 单个 单笔 连续 连夜 连锁 连日
    连同 双方 双向 双录 双语 程序 程度 于今 于是 都市 应当 应对 应急 应用 路段 路口 路边 路人 段落 时间 时候 时刻 盛装 盛大 项目 支持 支付 支行 支局 支公司 支部 支队 支出 支取 成功 成立 成员 成效 成果 成本 成熟
    明显 明确 明白 明年 明天 明细 温馨 温暖 温度 平安 平台 平时 平均 平等 平板 和谐 和解 和平 易地 易拉 易懂 向前 向上 向下 向阳 祖国 幸福 幸亏 游客 游玩 游览 尚未 尚有 施工 施行 施救 施肥 古城 古镇 古街
    牛奶 牛肉 羊肉 鱼苗 米面 花费 花钱 花卉 花园 麦田 苗木 雷雨 强化 强调 强制 强迫 强烈 满意 满足 满分 富裕 富民 权益 权利 权限 简单 简要 简易 简报 简化 丰富 丰收 丰产 广大 广泛 广场 广播 广告 宣传 宣讲
    宣读 宣布 宣教 荣获 荣誉 贺卡 费用 费率 费心 蓝天 蓝色 黄金 黄色 黄牌 黄页 黑户 白色 白天 金额 金融 金秋 金牌 银行 银保 银企 银发 毛利 毛毯 夏季 夏天 夏粮 秋季 冬季 任务 任何 任职 任组长 任副组长
    包装 包括 包保 包联 包片 包村 包户 代表 代办 代缴 代理 代收 代销 付款 付费 付清 付出 查询 查处 查封 查看 通过 通知 通报 通讯 空调 门店 门诊 门前 门口 池塘 常客 常住 贝壳 武警 武术 武装 凌晨 严重 严肃 严格 严厉 高龄 高校
    高发 高频 高危 高薪 高息 高铁 高考 高中 高一 高二 高三 高质 高新 高速 高效 高价 高温 高管 高科 高标 高清 高层 高端 高位 高压 史上 史料 车间 邱县 商家 商户 商场 商贸 商标 商品 商务 商业 商会 商超 宁愿 宁可 万达 万科 华联 华润
    安宁 安全 安康 安徽 安顺 安庆 安阳 吴江 吴中 吴兴 曹县 单县 莫名 莫大 苗族 傅家 谈话 谈心 谈及 谈到 谈起 闻讯 温泉 温州 温岭 康复 康养 章程 童装 童车 童心 席位 席卷 纪律 纪委 纪念 纪检 舒适 舒心 祝福 祝愿 祝贺 梁上 蓝领 季度 季节
    危险 危房 危机 江湖 颜色 郭家 梅花 盛会 林业 林区 林农 林地 林长 林草 钟头 钟表 骆驼 蔡家 田间 田头 田地 胡乱 胡同 霍乱 虞城 柯桥 管控 管辖 管网 卢氏 经过 经由 经验 经常 裘皮 解读 解冻 解封 解除 解困 应聘 应付 应收 宗教 宗旨 丁字
    单元 单车 杭州 洪水 洪灾 包裹 诸多 左侧 石材 吉林 吉祥 龚家 程控 滑坡 裴家 陆续 陆路 荣幸 翁家 甄别 曲阜 家长 家属 家庭 封闭 封存 储户 储蓄 储存 松林 井盖 段时间 富农 巫山 乌鸦 焦虑 焦急 焦点 巴士 牧民 牧场 山区 山林 谷物 侯马 蓬莱 郗家
    班级 仰卧 仲裁 伊犁 宫颈 宁夏 甘肃 武汉 符合 景区 景点 景观 詹家 束缚 龙头 龙虾 龙舟 叶片 司令 黎族 薄弱 印发 印刷 印制 印章 宿舍 怀疑 怀孕 蒲城 索要 索赔 索取 籍贯 赖账 卓越 屠宰 蒙古 蒙骗 阴雨 苍蝇 闻名 翟家 谭家 贡献 劳动 劳务 劳保
    扶贫 扶持 扶老 堵点 堵塞 桑葚 桂花 牛羊 寿险 寿命 通话 边界 边境 燕窝 冀中 浦东 尚无 温室 别人 庄稼 晏家 柴油 充电 充值 连带 茹毛 习惯 习俗 艾滋 鱼类 容易 古稀 古建 慎重 步行 步骤 步入 都匀 耿耿 满员 匡算 国庆 国有 文化 文件 文艺 文本 文旅 文书 文字 文员 寇家
    师德 师风 广东 广西 广州 东部 欧元 利息 利率 利润 利用 利益 蔚县 师生 师傅 师资 师范 巩固 冷库 冷藏 冷链 冷静 那时 那么 饶平 曾经 养老 养殖 养护 养生 丰台 关联 关于 相关 相应 查验 后续 后来 荆州 红色 红包 红旗 游泳 权威 盖章 桓台 晋级 楚雄 鄢陵 涂改 闫家 佟家 农闲 车站 车位 司库"""
PATTERN = re.compile("[\u4e00-\u9fff]{2,4}")
TARGET = (
    pathlib.Path(__file__).parents[1]
    / "src"
    / "factextract"
    / "text"
    / "masking"
    / "data"
    / "person_words.txt"
)


def entries() -> Iterator[tuple[str, int, str]]:
    """Word, frequency and part of speech of the dictionary's entries of two to four characters."""
    with (pathlib.Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as dictionary:
        for line in dictionary:
            word, frequency, tag = line.split()
            if PATTERN.fullmatch(word):
                yield word, int(frequency), tag


def starts() -> set[str]:
    """Words that begin with a surname and are no person's name."""
    words = {word for word in MORE.split() if word[0] in SURNAMES}
    for word, frequency, tag in entries():
        if word[0] not in SURNAMES or word in PERSONS:
            continue
        if tag.startswith(PERSON_TAG):
            if len(word) == 2 and frequency >= MIN_MISTAGGED and word[1] != "家":
                words.add(word)
        elif frequency >= MIN_FREQUENCY or (tag in PLACE_TAGS and len(word) > 2):
            words.add(word)
    return {word for word in words if all(word[:size] not in words for size in range(2, len(word)))}


def follows() -> set[str]:
    """Words that stand behind a name."""
    return {
        word
        for word, frequency, tag in entries()
        if tag in FOLLOWING_TAGS and frequency >= MIN_FOLLOWING[len(word)]
    }


def main() -> None:
    """Write the file."""
    lines = [
        f"{kind} {' '.join(sorted(words))}" for kind, words in (("start", starts()), ("follow", follows()))
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
