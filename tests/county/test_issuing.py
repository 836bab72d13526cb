from pathlib import Path

from nianbao.county.folder import County
from nianbao.county.issuing import issue_paths, issued_workbooks
from support.submissions import csv_roster


def test_every_body_has_a_path_of_its_own_whichever_is_issued(tmp_path: Path) -> None:
    csv_roster(tmp_path, "甲/乡,,乡镇,A1,,,", "甲:乡,,乡镇,A2,,,", "丙乡,,乡镇,A3,,,")
    county = County.open(tmp_path)
    stem = "2025年政府信息公开工作年报填报表"
    paths = issue_paths(county.roster, 2025)
    assert paths == {
        "甲/乡": f"发放/甲_乡{stem}.xlsx",
        "甲:乡": f"发放/甲_乡{stem} (2).xlsx",
        "丙乡": f"发放/丙乡{stem}.xlsx",
    }
    assert issued_workbooks(county, 2025) == {}
    county.write_aside(paths["甲:乡"], b"x")
    assert issued_workbooks(county, 2025) == {"甲:乡": tmp_path / paths["甲:乡"]}
