import io
import json
import sys
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow.parquet
import pytest

from nianbao.county.export import FORMATS, TidyFigure, as_xlsx, figures
from nianbao.errors import UsageProblem
from nianbao.form.report import FIGURES
from nianbao.store.submissions import Submission
from support.submissions import report, submission

ACCEPTED = [
    submission("a", report=report("东川镇人民政府", applications__received__other=1000)),
    submission("b", report=report("=1+1", disclosure__fees_wan=Decimal("0.100"))),
]
FEES = TidyFigure(
    "=1+1",
    2025,
    "二、主动公开政府信息情况",
    "行政事业性收费",
    "本年收费金额（单位：万元）",
    Decimal("0.100"),
)


def test_one_row_a_cell_and_no_totals() -> None:
    tidy = list(figures(ACCEPTED))
    assert len(tidy) == 2 * len(FIGURES)
    assert FEES in tidy
    assert sum(each.value for each in tidy if each.body == "东川镇人民政府") == 1000


def test_a_submission_without_report_adds_nothing() -> None:
    refused = submission("c", status="refused", report=None)
    assert list(figures([refused])) == []


def written(name: str, accepted: list[Submission] = ACCEPTED) -> bytes:
    return FORMATS[name](figures(accepted))


def test_csv() -> None:
    content = written("csv")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines[0] == "机关全称,报告年度,表,行,列,数值"
    assert (
        "东川镇人民政府,2025,三、收到和处理政府信息公开申请情况,"
        "一、本年新收政府信息公开申请数量,其他,1000"
    ) in lines
    assert (
        "'=1+1,2025,二、主动公开政府信息情况,行政事业性收费,本年收费金额（单位：万元）,0.1" in lines
    )


def test_json() -> None:
    rows = json.loads(written("json"))
    assert {**FEES._asdict(), "value": "0.1"} in rows
    assert sum(row["value"] == 1000 for row in rows) == 1


def test_xlsx() -> None:
    content = written("xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("机关全称", "报告年度", "表", "行", "列", "数值")
    assert rows[1 + len(FIGURES) + 9] == (*FEES[:-1], 0.1)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_parquet() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    assert table.column_names == ["body", "year", "table", "row", "column", "value"]
    assert {**FEES._asdict(), "value": Decimal("0.100000")} in table.to_pylist()
    assert table.num_rows == 2 * len(FIGURES)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_accepted_is_a_heading_alone(name: str) -> None:
    assert written(name, [])


def test_parquet_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageProblem) as problem:
        written("parquet")
    assert str(problem.value) == "没有安装写 parquet 的部件。请运行 pip install nianbao[parquet]。"


def test_what_one_sheet_cannot_hold_goes_on_on_the_next() -> None:
    rows = list(figures(ACCEPTED))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, most_rows=len(FIGURES) - 1)))
    assert book.sheetnames == ["年报数据", "年报数据2", "年报数据3"]
    written = [row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[:2] for row in written] == [(each.body, each.year) for each in rows]
    assert {sheet["A1"].value for sheet in book} == {"机关全称"}


def test_nothing_accepted_is_an_empty_list() -> None:
    assert FORMATS["json"]([]) == b"[]\n"
