from pathlib import Path

import openpyxl
import pytest

from nianbao.county.roster import Body, Roster, derived_code, read_roster
from nianbao.errors import UsageProblem
from nianbao.form.basics import BodyKind
from support.submissions import HEADING, csv_roster

TWO = (
    "东川镇人民政府,东川镇,乡镇,dc01,dc@example.cn,经办员,",
    "青石县税务局,税务局,县级部门,sw01,,,是",
)
BODIES = (
    Body(
        name="东川镇人民政府",
        short_name="东川镇",
        kind=BodyKind.TOWNSHIP,
        code="dc01",
        mail="dc@example.cn",
        contact="经办员",
    ),
    Body(
        name="青石县税务局",
        short_name="税务局",
        kind=BodyKind.DEPARTMENT,
        code="sw01",
        is_vertical=True,
    ),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_every_way_a_chinese_desk_saves_text(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\r\n".join((HEADING, *TWO)).replace(",", separator)
    path = tmp_path / "名册.csv"
    path.write_bytes(text.encode(encoding))
    assert read_roster(path).bodies == BODIES


def test_sheet(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["# 说明"])
    for line in (HEADING, *TWO):
        sheet.append(line.split(","))
    sheet.append(["南湾街道办事处", None, "街道办事处", 7.0])
    path = tmp_path / "名册.xlsx"
    workbook.save(path)
    roster = read_roster(path)
    assert roster.bodies[:2] == BODIES
    assert roster.bodies[2].code == "7"
    assert roster.bodies[2].kind is BodyKind.SUBDISTRICT


def test_sheet_with_a_far_cell_and_a_huge_merge_reads_at_once(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for line in (HEADING, *TWO):
        sheet.append(line.split(","))
    sheet["XFD4"] = "x"
    path = tmp_path / "名册.xlsx"
    workbook.save(path)
    _replace(
        path,
        b"</sheetData>",
        b'</sheetData><mergeCells><mergeCell ref="A10:XFD1048576"/></mergeCells>',
    )
    assert read_roster(path).bodies == BODIES


def _replace(path: Path, old: bytes, new: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content.replace(old, new) if "sheet1" in name else content)


def test_comments_and_blank_lines_are_no_bodies(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(
        f'# 一行一个机关，"引号不成对\n"# 又一行,说明",,,\n\n{HEADING}\n# 乡镇\n{TWO[0]}\n,,,,,,\n',
        encoding="utf-8",
    )
    assert [body.name for body in read_roster(path)] == ["东川镇人民政府"]


def test_columns_stand_in_any_order_and_others_are_the_countys_own(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("备注,类型,单位名称\n近,镇,东川镇人民政府\n", encoding="utf-8")
    (body,) = read_roster(path)
    assert (body.name, body.kind, body.code) == ("东川镇人民政府", BodyKind.TOWNSHIP, "Q2AQ")


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    path = csv_roster(
        tmp_path,
        "东川镇人民政府,东川镇,乡镇,dc01,,,",
        ",,乡镇,,,,",
        "西坪乡人民政府,,村,,,,",
        "北山乡人民政府,,,x-1,北山,,也许",
        "东川 镇人民政府,,乡镇,dc02,,,",
        "南湾街道办事处,东川镇,街道,DC01,,,",
        "东川国有林场,,部门,0000,,,",
    )
    with pytest.raises(UsageProblem) as problem:
        read_roster(path)
    assert str(problem.value).splitlines() == [
        "名册.csv 第 3 行：没有填写机关全称。",
        "名册.csv 第 4 行：机关类型“村”不认识，应为县级部门、乡镇、街道、县级政府之一。",
        "名册.csv 第 5 行：没有填写机关类型，应为县级部门、乡镇、街道、县级政府之一。",
        "名册.csv 第 5 行：机关代码“x-1”不合规定，只能用英文字母和数字，最多 16 个。",
        "名册.csv 第 5 行：邮箱“北山”不是邮箱地址。",
        "名册.csv 第 5 行：垂直管理填的是“也许”，应为“是”或“否”。",
        "名册.csv 第 6 行：机关全称“东川 镇人民政府”与第 2 行重复。",
        "名册.csv 第 7 行：机关代码“DC01”与第 2 行“东川镇人民政府”重复。",
        "名册.csv 第 7 行：简称“东川镇”与第 2 行“东川镇人民政府”重复。",
        "名册.csv 第 8 行：机关代码 0000 留给通用表。请换一个。",
    ]
    assert problem.value.exit_code == 2


def test_missing_and_repeated_headings(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("# 说明\n机关全称,单位名称,邮箱\n", encoding="utf-8")
    with pytest.raises(UsageProblem) as problem:
        read_roster(path)
    assert str(problem.value).splitlines() == [
        "名册.csv 第 2 行：标题“机关全称”出现了两次。请只留一列。",
        "名册.csv 第 2 行：缺少标题“机关类型”。第一行标题应为："
        "机关全称、简称、机关类型、机关代码、邮箱、联系人、垂直管理。",
    ]


def test_two_names_that_make_one_code_are_told_apart_by_the_county(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nianbao.county.roster._DERIVED_LENGTH", 0)
    path = csv_roster(tmp_path, "甲镇人民政府,,乡镇,,,,", "乙镇人民政府,,乡镇,,,,")
    with pytest.raises(UsageProblem) as problem:
        read_roster(path)
    assert str(problem.value) == (
        "名册.csv 第 3 行：“乙镇人民政府”的机关代码由名称生成，"
        "碰巧与第 2 行“甲镇人民政府”的代码相同（）。请在“机关代码”一列给其中一个写上代码。"
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("名册.csv", b"", "名册.csv 是空的。请写上标题和至少一个机关。"),
        (
            "名册.csv",
            b"\xff\x00\x81",
            "名册.csv 的文字编码无法识别。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
        ),
        (
            "名册.csv",
            b"x" * 140_000,
            "名册.csv 第 1 行读不懂。请检查引号是否成对。",
        ),
        (
            "名册.xlsx",
            b"PK\x03\x04 no",
            "名册.xlsx 打不开。请在 Excel 或 WPS 中重新另存为 xlsx，或者改用 名册.csv。",
        ),
        ("名册.csv", b"x" * (5 * 2**20 + 1), "名册.csv 太大，不像名册。请只留机关一览。"),
    ],
)
def test_unreadable_rosters(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageProblem) as problem:
        read_roster(tmp_path / name)
    assert str(problem.value) == sentence


def test_absent_roster(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_roster(tmp_path / "名册.csv")
    assert str(problem.value) == (
        "读不了 名册.csv。请检查文件是否存在、是否正被占用、有没有读取权限。"
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("东川镇人民政府", 0),
        (" 东川镇　人民\u200b政府\n", 0),
        ("东川镇", 0),
        ("税务局", 1),
        ("东川", None),
        ("", None),
    ],
)
def test_find(typed: str, found: int | None) -> None:
    assert Roster(BODIES).find(typed) == (None if found is None else BODIES[found])


def test_codes_are_the_same_in_upper_and_lower_case() -> None:
    assert Roster(BODIES).by_code("DC01") == BODIES[0]
    assert Roster(BODIES).by_code("dc02") is None


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("东川人民政府", "东川镇人民政府"),
        ("青石县东川镇人民政府", "东川镇人民政府"),
        ("青石县国家税务局", "青石县税务局"),
        ("青石县教育局", None),
        ("西坪乡人民政府", None),
        ("", None),
    ],
)
def test_nearest_only_when_really_near(typed: str, nearest: str | None) -> None:
    body = Roster(BODIES).nearest(typed)
    assert (body and body.name) == nearest


def test_nearest_of_two_alike_is_none() -> None:
    pair = [
        Body(name=f"青石县城{side}街道办事处", kind=BodyKind.SUBDISTRICT, code=side)
        for side in "东西"
    ]
    assert Roster(tuple(pair)).nearest("青石县城街道办事处") is None


def test_derived_codes_are_stable_and_ignore_blanks() -> None:
    assert derived_code("东川镇人民政府") == derived_code("东川镇 人民政府") == "Q2AQ"
    assert derived_code("西坪乡人民政府") != "Q2AQ"
