import pytest

from nianbao.form.names import Cell, cell, named
from nianbao.form.report import FIGURES
from nianbao.form.tables import official_tables


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "disclosure.normative_documents.in_force",
            Cell("二、主动公开政府信息情况", "行政规范性文件", "现行有效件数"),
        ),
        (
            "disclosure.fees_wan",
            Cell("二、主动公开政府信息情况", "行政事业性收费", "本年收费金额（单位：万元）"),
        ),
        (
            "applications.outcomes.other.other.legal_service",
            Cell(
                "三、收到和处理政府信息公开申请情况",
                "三、本年度办理结果 / （六）其他处理 / 3.其他",
                "法律服务机构",
            ),
        ),
        (
            "applications.outcomes.total.total",
            Cell("三、收到和处理政府信息公开申请情况", "三、本年度办理结果 / （七）总计", "总计"),
        ),
        (
            "disputes.litigation_after_reconsideration.pending",
            Cell("四、政府信息公开行政复议、行政诉讼情况", "行政诉讼 / 复议后起诉", "尚未审结"),
        ),
    ],
)
def test_a_cell_is_called_by_its_official_labels(path: str, expected: Cell) -> None:
    assert cell(path) == expected


def test_every_cell_of_the_official_tables_has_a_name_of_its_own() -> None:
    paths = [entry.path for table in official_tables() for entry in table.entries]
    paths += [total.path for table in official_tables() for total in table.totals]
    assert len({cell(path) for path in paths}) == len(paths) > len(FIGURES)


def test_texts_are_called_by_their_label() -> None:
    assert named("overview.supervision") == "监督保障"
    with pytest.raises(KeyError):
        cell("problems")
