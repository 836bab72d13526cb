"""Every rule by its code: how severe it is, and what must hold. ``nianbao rules`` prints it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """error: the return goes back; warning: the county decides; hint: worth a look."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def chinese(self) -> str:
        """What a county office reads."""
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.value]


class Sentence(NamedTuple):
    """A sentence: of which rule, and how severe where it departs from the rule."""

    code: str
    text: str
    severity: Severity | None = None


class Rule(NamedTuple):
    """A rule as ``nianbao rules`` prints it."""

    severity: Severity
    statement: str


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES: Mapping[str, Rule] = {
    "A-01": Rule(_E, "表三每一列：第一项加第二项之和，等于第三项总计加第四项之和"),
    "A-02": Rule(_E, "表三每一列：（七）总计等于（一）至（六）各行之和"),
    "A-03": Rule(_E, "表三每一行：总计等于六类申请人之和"),
    "A-04": Rule(_E, "表四每一组：总计等于维持、纠正、其他结果、尚未审结之和"),
    "A-05": Rule(_E, "数字格只填 0 至 10 亿的整数；收费金额可以有小数，最多 6 位"),
    "A-06": Rule(_H, "选了“有数据”的表不留空格；留空按 0 计"),
    "A-07": Rule(_E, "数字格只填数字，不带文字和单位"),
    "A-08": Rule(_E, "表三每一列：第四项不多于第一项加第二项之和"),
    "A-09": Rule(_E, "每张表都选定“有数据”或“全部为零”，并与表内数字一致"),
    "A-10": Rule(_E, "总计由公式计算，不手工改写"),
    "B-01": Rule(_E, "第二项与上年年报的第四项一致；上年年报是导入的，按警告提出"),
    "B-02": Rule(_H, "现行有效件数等于上年加制发减废止；不等的请在表里说明"),
    "B-03": Rule(_W, "废止件数不多于上年现行有效加本年制发"),
    "B-04": Rule(_W, "没有新收、没有结转，办理结果就不该与上年相同"),
    "B-05": Rule(_W, "行政事业性收费与上年相差不到 1000 倍（单位是万元）"),
    "B-06": Rule(_H, "许可、处罚、强制的件数没有比上年骤增骤减"),
    "B-07": Rule(_W, "各表数字不是照抄上年"),
    "C-01": Rule(_E, "县级部门、乡镇和街道不制定规章，规章三格均为 0"),
    "C-02": Rule(_W, "行政事业性收费以万元为单位，乡镇和街道的数额在合理范围内"),
    "C-03": Rule(_H, "本年制发件数不多于现行有效件数加本年废止件数"),
    "D-01": Rule(_W, "（六）其他处理第3项“其他”不宜过多，能归类的归入其他各项"),
    "D-02": Rule(_W, "逾期未缴费、收费件数与是否收取信息处理费的说明一致"),
    "D-03": Rule(_H, "乡镇以“属于国家秘密”不予公开的，应有定密依据"),
    "D-04": Rule(_W, "正文中收费的说法与是否收取信息处理费的说明、与表二的收费金额一致"),
    "F-01": Rule(_E, "第六部分说明是否收取信息处理费"),
    "G-01": Rule(_E, "文件是完好的、能打开的工作簿"),
    "G-02": Rule(_E, "文件不设打开密码"),
    "G-03": Rule(_E, "文件不含宏"),
    "G-04": Rule(_E, "文件大小和内容在本表的合理范围内"),
    "G-05": Rule(_E, "文件内容符合工作簿的规范，没有可疑部分"),
    "G-06": Rule(_E, "文件是本系统发放的年报填报表"),
    "G-07": Rule(_H, "临时文件和重复文件不必报送"),
    "I-01": Rule(_E, "填报编码完好，与发放时一致"),
    "I-02": Rule(_E, "报送的是本年度的表"),
    "I-03": Rule(_E, "表发给哪个机关，就由哪个机关填报"),
    "I-04": Rule(_E, "填报机关在名册中"),
    "I-05": Rule(_E, "基本信息写明机关全称和报告年度"),
    "I-06": Rule(_H, "基本信息写明联系地址、邮政编码、联系电话和公开网址"),
    "I-07": Rule(_W, "晚到的旧表不替换已接收的新表"),
    "L-01": Rule(_E, "表格的行名、列名齐全，没有改动"),
    "L-02": Rule(_E, "每张表、每个栏目只出现一次"),
    "N-01": Rule(_W, "总体情况写明县里要求写的数"),
    "R-01": Rule(_E, "县级汇总的每个数等于各机关之和"),
    "R-02": Rule(_H, "名册中的机关都已报送；没报的、逾期的、零报告的列出名单"),
    "R-03": Rule(_H, "县级汇总中改过的数，退给它所来自的机关核对"),
    "S-01": Rule(_E, "各部分文字都有实际内容（第六部分可以没有）"),
    "S-02": Rule(_W, "文字中没有模板残留和别的文件的套语"),
    "S-03": Rule(_W, "文字写的是报告年度的工作，改进措施面向今后"),
    "S-04": Rule(_W, "文字说的是本机关，没有写成别的机关，也不用全市、全省的口径"),
    "S-05": Rule(_H, "序号不缺、不重，与“以下几方面”的数目一致"),
    "S-06": Rule(_H, "没有常见的错别字和重复的词"),
    "T-01": Rule(_W, "正文中收到申请的件数与表三一致"),
    "T-02": Rule(_W, "正文说未收到申请的，表三没有申请"),
    "T-03": Rule(_W, "正文中办结、答复的件数与表三一致"),
    "T-04": Rule(_W, "正文中结转的件数与表三一致"),
    "T-05": Rule(_W, "正文中各种办理结果的件数与表三一致"),
    "T-06": Rule(_W, "正文中各类申请人的件数与表三一致"),
    "T-07": Rule(_W, "正文中行政复议、行政诉讼的件数与表四一致"),
    "T-08": Rule(_W, "正文中作出许可、处罚、强制决定的件数与表二一致"),
    "T-09": Rule(_W, "正文中规范性文件的件数与表二一致"),
    "T-10": Rule(_H, "正文“共几件，其中……”各项相加等于总数，哪一项也不多于总数"),
    "T-11": Rule(_H, "同一件事在正文里只有一个数"),
    "X-01": Rule(_H, "总体情况原则上不超过一千字"),
    "X-02": Rule(_W, "第五部分既有具体问题，也有改进措施"),
    "X-03": Rule(_H, "第五部分不照抄本机关上年的内容"),
    "X-04": Rule(_H, "总体情况和第五部分不照抄其他机关的内容"),
    "Y-01": Rule(_H, "第五部分交代上年问题的整改情况"),
}

# What was not read cannot be accepted as it stands: nobody knows what it says.
UNREAD = frozenset({"A-05", "A-07", "F-01", "L-01", "L-02"})
# Neither these nor what tells a return of ours, and whose it is, are for a county to change.
FIXED = UNREAD | {code for code in RULES if code.startswith("G-")} | {
    "I-01", "I-02", "I-03", "I-04", "I-05"
}  # fmt: skip
