"""The table of measure words: data only, see ``units`` for how it is used.

``CLASSES`` names each class and its words; ``NOT_BEFORE`` lists the characters after which a word is none (3部门 holds no 部);
``CANONICAL`` says how a unit is counted when it is written otherwise. The words are the nominal and verbal classifiers of
朱德熙, 语法讲义 (1982), the national list of legal units (GB 3100) and what summary reports use.
"""

from __future__ import annotations

CLASSES: dict[str, str] = {
    "people": "人 名 位 员 口 人份 号人",
    "person_times": "人次 人天 人时",
    "households": "户",
    "organizations": "家 所 店 间 支",
    "groups": "组 队 班 伙 拨 群 排 团 帮 连",
    "documents": "份 册 本 张 页 套 封 篇 幅 版 卷 单 枚 帧 副 联 段 栏 首",
    "messages": "条 则 通 帖",
    "events": "场 届 期 轮 堂 课 次 回 遍 趟 讲 课时 学时 集 站 回合 节课 堂课 节 场次 梯次",
    "batches": "批 批次 个批次",
    "cases": "件 起 宗 笔 例 桩 案 票",
    "boards": "块 面",
    "goods": "只 把 顶 盒 箱 瓶 袋 包 罐 桶 件套 枝 根 棵 株 头 匹 粒 片 颗 朵 束 筐 捆 双 对 打 盆 盏 具 坛 板 盘 串 杯 碗 壶 扇 床 羽 尾 窝 摞 沓 剂 筒 管 听 提 篮 杆 尊 股 垄 滴 针 挂",
    "generic": "个 样 句 个品种 品种",
    "items": "项 条款 款 类 大类 个大类 小类 个小类 种 门 科 道 章 题 道题 小项 大项 层",
    "places": "处 座 栋 幢 片 桌 席 孔 眼 路",
    "vehicles": "辆 台 艘 架 列 台套 部 车",
    "money": "元 块钱 圆 角 毛 毛钱 分钱 元人民币 元钱 人民币 美元 美金 港元 港币 欧元 英镑 日元 澳元 加元 台币 新台币 新台币元 泰铢 韩元 卢布 "
    "卢比 法郎 瑞士法郎 瑞郎 新加坡元 新元 澳门元 澳门币 澳大利亚元 澳洲元 加拿大元 越南盾 林吉特 马克 里拉 比索 克朗 丹麦克朗 瑞典克朗 挪威克朗 "
    "比特币 个比特币 日圆 美圆 美刀 港纸 美分 欧分 便士 里亚尔 第纳尔 迪拉姆 兰特 印度卢比 新西兰元 纽币 日币 韩币 镑 RMB CNY USD HKD EUR",
    "percent": "% ‰ 成 折 倍 番",
    "points": "个百分点 百分点 个基点 基点 BP bp",
    "mass": "吨 公吨 公斤 千克 斤 市斤 克 毫克 微克 两 担 磅 盎司 kg KG g mg t",
    "length": "公里 千米 米 厘米 毫米 里 华里 公分 英尺 英寸 英里 海里 尺 丈 寸 纳米 微米 延米 分米 码 km KM m cm CM mm 里路",
    "area": "平方米 平方公里 平方千米 公顷 亩 平米 万亩 平方厘米 平方英尺 平方英里 英亩 顷 平 ㎡ m² 平方",
    "volume": "立方米 升 毫升 方 加仑 立方 立方厘米 L mL ml 公升 吨公里 立方千米 m³",
    "speed": "公里/小时 千米/小时 米/秒 km/h",
    "energy": "千瓦时 度电 千瓦 瓦 兆瓦 伏 千伏 安 千卡 卡路里 焦耳 马力 赫兹 千赫 兆赫 兆赫兹 千瓦小时 帕 千帕 兆帕",
    "data": "兆 字节 千字节 兆字节 比特 千兆 GB MB KB TB 字 字次 像素 词 行代码",
    "temperature": "℃ 摄氏度 华氏度 °C 度",
    "time": "天 日 小时 分钟 秒 秒钟 年 月 个月 个多月 个半月 个多小时 个半小时 周 个星期 星期 个小时 个钟头 个工作日 工作日 个自然日 自然日 个交易日 交易日 "
    "个季度 季度 周年 昼夜 个昼夜 刻钟 季 载 学期 个学期 学年 个学年 个年度 年度 毫秒 世纪 个世纪 旬 夜 晚 天时间 日历天 个日历天 时 时辰 宿",
    "age": "岁 周岁 月龄 虚岁",
    "score": "分",
}  # fmt: skip

# A measure word is none when one of these follows it, because the two are a noun that the number counts by itself (3部门,
# 800群众, 26单位) or another word. Nouns that seldom follow a bare number are left out: 12件均已办结, 5家用人单位 are counts.
_NOT_BEFORE = """
人员 口岸 员工 户外籍主 家庭长 店铺主 支行 组织 队伍员 班级组子主 拨打 排查名列放 团队体伙 群众 连续接 帮扶助 伙伴
份额 册子 页面 单位元价据独纯 副县局书主行总所院市会处校理秘部 联合系络 条款 通过报知告信道 场所馆 期间 课程题堂 讲师座课话解述究堂 次性
回访复收归 集体团中市合 站点 节目 案件例 票据 片区 瓶颈 扇子 床位 样本品 款项 类别 种植 门店诊卫户 科室技学 层面级
道路口县 题目 处级 座谈席 桌椅面 席位 路口段线 台账风州湾阶历 列为入出举 车辆间站主位险道 部门委队署位 批发准复
打击造开印电卡假响包着车破扰通分死拐伤牢好字 对于象账外此接口应话照比方待策其我全各称 双方随公向语休创十减重拥边
元旦宵素月 角度逐色落 分别局行公支类析为享批组管层会工布站店社所级时明配散送发区流包清辨期光寸之中部段拨摊成设头院
成立功果为员本都长绩效交就品熟因语套 倍增感 折页扣算合叠返 斤两 两个名家位项次会者岸节级地侧委所区人条场种类学高房抢用手
段落 栏目杆 首批次先页席要任个期家创都届付府季届发映播现度 剂型量 管理控辖道 听取众证课讲 提供出高升醒示前交请问案成名倡炼议升级 篮球板 股东份权票市 针对 挂牌钩职靠历名失号图网 滴滴灌
里程面 米饭面粉线 尺寸度 平均台安等稳常时原整 方面式法案便可向针言块 升级学降至高温值到 安全装排置 度假过 字样体号典符库
兆瓦赫帕字 克服 帕金 担任保当负心 瓦斯 码头 孔子 眼睛镜科神 束缚
天津然河桥门府 日常报期照用产本前益 时间期代候任效许政光常而 年度级份龄货 周边转末期到 季度节 载体 夜间市晚 晚会报间 旬末 宿舍
月均初末底报中下上内度份
"""
NOT_BEFORE: dict[str, str] = {entry[0]: entry[1:] for entry in _NOT_BEFORE.split()}

# Units written otherwise than they are counted, and currencies before the figure.
CANONICAL: dict[str, str] = {
    "圆": "元", "块钱": "元", "元人民币": "元", "元钱": "元", "人民币": "元", "美金": "美元", "美圆": "美元", "美刀": "美元", "港币": "港元",
    "港纸": "港元", "日圆": "日元", "日币": "日元", "韩币": "韩元", "新台币元": "新台币", "台币": "新台币", "镑": "英镑", "RMB": "元", "CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "澳门币": "澳门元",
    "澳大利亚元": "澳元", "澳洲元": "澳元", "加拿大元": "加元", "新加坡元": "新加坡元", "瑞郎": "瑞士法郎", "个比特币": "比特币", "个品种": "品种", "个批次": "批次", "个大类": "大类", "个小类": "小类", "节课": "节", "堂课": "堂",
    "百分点": "个百分点", "个小时": "小时", "个钟头": "小时", "个星期": "周", "星期": "周", "秒钟": "秒", "号人": "人", "工作日": "个工作日",
}  # fmt: skip
