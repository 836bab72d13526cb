"""The sample county: eight bodies, real figures (tests/figures) and texts of our own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nianbao.form.basics import BodyKind

YEAR = 2022
COUNTY = ("示例县人民政府", "示例县", BodyKind.COUNTY, "SL00")
_PARTS = (
    "overview.disclosure", "overview.applications", "overview.management", "overview.platform",
    "overview.supervision", "problems", "improvements", "other.text",
)  # fmt: skip


@dataclass(frozen=True)
class SampleReturn:
    """One body and its return; ``typed`` goes over the entries by path, as a clerk typed it."""

    body: str
    short_name: str
    code: str
    kind: BodyKind
    figures: str
    texts: tuple[str, ...]
    saved_as: str
    year: int = YEAR
    has_typed_totals: bool = False
    typed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def narratives(self) -> dict[str, str]:
        return dict(zip(_PARTS, self.texts, strict=True))


RETURNS: tuple[SampleReturn, ...] = (
    SampleReturn(
        "巡镇镇人民政府",
        "巡镇镇",
        "XZ01",
        BodyKind.TOWNSHIP,
        "seed-xunzhen-2022",
        (
            "围绕群众关心的医保缴费、耕地补贴、低保评议等事项，在县政府网站乡镇专栏和各村公开栏同步公开，"
            "镇便民服务中心的大屏滚动播放办事流程。\n全年没有制发行政规范性文件。",
            "对外公布了申请的受理电话和邮寄地址，安排专人值守。本年度未收到政府信息公开申请，也没有上年结转的申请。",
            "拟公开的内容由经办站所起草、分管领导审查、党政综合办公室登记后发布，涉及个人信息的先作处理。",
            "不单设网站和新媒体账号，统一使用县政府网站的乡镇专栏；在便民服务中心设置查阅架一处。",
            "把公开工作列入各站所年度考核，请村民代表评议公开栏内容。本年度没有发生需要追究责任的情形。",
            "各村公开栏更新不同步，有的村季度末才集中张贴；公开的表格多、说明少，上了年纪的村民看不明白。",
            "每月初由包村干部现场拍照核对一次公开栏；惠民补贴类表格后面附一段口语化的说明，并在村广播里念一遍。",
            "",
        ),
        "巡镇镇.xlsx",
    ),
    SampleReturn(
        "示例县市场监督管理局",
        "市场监管局",
        "SC02",
        BodyKind.DEPARTMENT,
        "scj-2022",
        (
            "主动公开食品抽检结果、消费提示、行政许可和行政处罚等信息，重点领域信息做到当月产生、当月上网。",
            "本年度收到政府信息公开申请3件，均由自然人提出，全部按期答复：予以公开1件，不予公开1件，无法提供1件。",
            "本年度制发行政规范性文件6件，均经合法性审核并公开；对以前年度公开的信息开展一次保密回查。",
            "办好局门户网站的公开专栏，检索功能按主题、文号两种方式改版；政务新媒体由专人值班审看。",
            "公开工作与业务工作一并部署、一并考核；开展两期业务培训。本年度没有责任追究情形，社会评议结果良好。",
            "业务科室对处罚信息的公开期限掌握不一致，个别案件超期上网；政策解读以转载为主，结合本地案例的较少。",
            "编制处罚信息公开时限对照表发到各科室；每季度选一项新政策，用本县的真实场景制作图解。",
            "向社会公布了十二个投诉举报点位。",
        ),
        "附件1_市场监管局年报.xlsx",
    ),
    SampleReturn(
        "示例县自然资源局",
        "自然资源局",
        "ZR03",
        BodyKind.DEPARTMENT,
        "zrzy-2022",
        (
            "公开国土空间规划、征地信息、不动产登记办事指南和采矿权出让公告，征地信息专栏按批次归集。",
            "本年度新收政府信息公开申请30件，其中自然人29件、商业企业1件。已办结30件：予以公开2件，部分公开2件，"
            "无法提供26件，主要是申请人索取的历史档案不由本机关保存。",
            "清理行政规范性文件，废止44件，截至年底现行有效32件，目录已在网站更新。",
            "征地信息平台与省平台对接，群众可以按村名查询批文；查阅点设在县档案馆一楼。",
            "成立公开工作小组，每半年通报一次答复质量；社会评议满意度较高，没有责任追究情形。",
            "部分征地档案年代久远、移交不全，答复时只能告知不掌握；复议中有一件答复因说理不充分被纠正。",
            "会同档案馆整理早期征地卷宗并编目；答复文书增加检索过程说明，由法律顾问逐件审核。",
            "",
        ),
        "自然资源局-定稿.ods",
    ),
    SampleReturn(
        "城关镇人民政府",
        "城关镇",
        "CG04",
        BodyKind.TOWNSHIP,
        "junshan-2021",
        (
            "公开财政预决算、城市更新项目进展和社区服务事项，开设旧改专题并附常见问题。",
            "本年度收到政府信息公开申请8件，其中自然人5件、其他组织3件。予以公开2件，无法提供5件，其他处理1件，"
            "没有结转下年度的申请。",
            "规范性文件实行统一登记、统一编号、统一印发，现行有效11件全部上网。",
            "依托县政府网站公开，社区微信群转发链接；政务服务大厅设自助查询机一台。",
            "邀请人大代表和居民代表座谈评议，整改意见四条已全部落实；没有责任追究情形。",
            "旧改信息公开的口径不统一，居民在不同窗口得到的答复有出入；申请答复的格式文本不够规范。",
            "由项目办统一发布旧改信息并标注更新日期；参照县里范本修订答复文书，上岗前先培训。",
            "",
        ),
        "城关镇年报(2).xls",
    ),
    SampleReturn(
        "东山镇人民政府",
        "东山镇",
        "DS05",
        BodyKind.TOWNSHIP,
        "junshan-2022",
        (
            "公开防汛预案、护林防火值班表和乡村振兴项目资金安排，林区各村另用广播通知。",
            "申请受理渠道保持畅通，镇政府一楼设有受理窗口。",
            "执行信息发布三级审核，发布前核对文号、日期和附件。",
            "使用县政府网站专栏；镇里的宣传栏每两周更换一次。",
            "将公开情况写入年度述职；年内没有责任追究情形，群众评议平稳。",
            "填报台账由多人经手，数字没有当场核对；专栏里旧信息没有及时下线。",
            "台账改由一人登记、一人复核，每月对一次数；每季度清理一次过期信息，清理结果在全镇干部会上通报，漏清的当场补做。",
            "",
        ),
        "东山镇2022年报.xlsx",
    ),
    SampleReturn(
        "河口镇人民政府",
        "河口镇",
        "HK06",
        BodyKind.TOWNSHIP,
        "haitan-2024",
        (
            "公开渡口安全检查、河道采砂监管和高标准农田建设情况，配发现场照片。",
            "本年度受理政府信息公开申请6件，均已答复。",
            "落实分级审核，照片中的人脸和车牌发布前作遮挡处理。",
            "在县网站开设河口镇专栏，渡口公示牌上印有查询二维码。",
            "开展一次全镇业务培训和一次自查；没有责任追究情形，社会评议未收到差评。",
            "统计口径不熟，表中总计手工填写容易出错；答复前与申请人沟通不够。",
            "今后总计一律用公式计算；收到申请后三个工作日内先与申请人电话沟通，弄清所需信息再答复，避免答非所问。",
            "",
        ),
        "河口镇（最终版）.xlsx",
        has_typed_totals=True,
    ),
    SampleReturn(
        "示例县教育局",
        "教育局",
        "JY07",
        BodyKind.DEPARTMENT,
        "suping-2021",
        (
            "公开招生划片、学区调整、校外培训机构名单和营养餐采购结果。",
            "本年度收到政府信息公开申请1件，经区分处理后部分公开。",
            "制发行政规范性文件1件，公开前征求了家长代表意见。",
            "局网站设招生专栏，开学季每天更新咨询答复。",
            "公开工作纳入学校督导；没有责任追究情形，家长评议总体满意。",
            "",
            "",
            "",
        ),
        "新建 XLS 工作表.xlsx",
        typed={"declaration.applications": None},
    ),
    SampleReturn(
        "示例县财政局",
        "财政局",
        "CZ08",
        BodyKind.DEPARTMENT,
        "zfyj-2024",
        (
            "公开政府预决算、专项资金分配和政府采购目录，部门预算集中在一个平台发布。",
            "年内没有收到政府信息公开申请。",
            "修订财政信息公开保密审查办法，涉密表格单独装订。",
            "预决算公开平台增加按单位、按年度检索。",
            "接受人大和审计监督；没有责任追究情形，评议结果为好。",
            "预算公开的说明文字偏专业，群众看懂的不多；绩效信息公开面不够宽。",
            "为每张预算表配一页白话说明，先请村民代表试读，看不懂的改到看懂为止；下一步把绩效评价结果公开范围扩大到全部重点项目。",
            "",
        ),
        "财政局年报 - 副本.xlsx",
        year=YEAR - 1,
    ),
)

# What comes in later: marked workbooks corrected, the right form, and the next year's returns.


@dataclass(frozen=True)
class Correction:
    """A marked workbook that comes back; ``typed`` is what its body changed in it."""

    code: str
    saved_as: str
    typed: Mapping[str, Any]


CORRECTIONS: tuple[Correction, ...] = (
    Correction(
        "DS05",
        "东山镇改好的.xlsx",
        {"applications.received.natural_person": 3, "applications.received.other": 2},
    ),
    Correction(
        "HK06",
        "河口镇（最终版2）.xls",
        {"applications.outcomes.unavailable.not_held.natural_person": 3},
    ),
)
_BY_CODE = {each.code: each for each in RETURNS}
RIGHT_FORM: tuple[SampleReturn, ...] = (
    replace(_BY_CODE["CZ08"], saved_as="财政局2022.xlsx", year=YEAR),
)
_MARKET, _LAND, _TOWN = (_BY_CODE[code] for code in ("SC02", "ZR03", "CG04"))
NEXT_YEAR: tuple[SampleReturn, ...] = (
    replace(
        _MARKET,
        year=YEAR + 1,
        figures="scj-2023",
        saved_as="市场监管局2023.xlsx",
        texts=(
            "公开药品、特种设备和价格监管信息，抽检不合格的产品附上处置进展；行政处罚文书按周上网。",
            "依申请公开的答复统一由法规股审核，疑难申请集体会商。",
            "修订信息公开审核表，增加时限一栏；对栏目做了一次全面清理。",
            "局网站开通智能检索，移动端页面重新排版。",
            "公开情况每季度通报，开展业务培训三期；没有责任追究情形，社会评议为优秀等次。",
            "部分处罚信息摘要过于简略，企业反映看不出违法情节；基层所报送信息的质量参差不齐，退改较多。",
            "按案由编写处罚摘要的样例，报送前由法规股逐条把关；每半年到基层所讲一次课，把退改最多的几类问题当场改给大家看。",
            "",
        ),
    ),
    replace(
        _LAND,
        year=YEAR + 1,
        figures="zrzy-2023",
        saved_as="自然资源局2023.xls",
        texts=(
            *(f"{text.split('，')[0]}，较上年有改进。" for text in _LAND.texts[:1]),
            "申请答复工作平稳，期限内全部办结。",
            "规范性文件目录动态调整。",
            "征地信息平台增加地图查询。",
            "公开工作列入年度考核，没有责任追究情形，评议良好。",
            *_LAND.texts[5:],
        ),
    ),
    replace(
        _TOWN,
        year=YEAR + 1,
        saved_as="城关镇2023.xlsx",
        texts=(
            "公开老旧小区改造的评标结果、施工进度和群众意见采纳情况。",
            "申请渠道畅通，答复及时规范。",
            "公文起草时同步确定公开属性，每季度抽查一次。",
            "县政府网站专栏与社区公示栏同步更新。",
            "纳入年度考核；没有责任追究情形，居民评议总体满意。",
            "社区公示栏数量不足，偏远片区的居民看不到施工进度；依申请答复的文书仍有引用条款不准确的情况。",
            "在偏远片区增设公示栏十处，施工单位每周张贴进度照片；请律师逐份审核答复文书，年底把典型错例汇编成册发给各办所。",
            "",
        ),
        typed={
            "applications.carried_in.natural_person": 1,
            "applications.outcomes.granted.natural_person": 2,
        },
    ),
)
