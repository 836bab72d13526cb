import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from nianbao.county.folder import County
from nianbao.county.reminders import Message, reminders, write_messages
from nianbao.county.status import county_status
from nianbao.findings.finding import finding
from nianbao.store.store import Store
from support.submissions import NOON, csv_roster, submission

BLANK = "发放/东川镇人民政府.xlsx"
BROKEN = finding("negative", ["三、申请办理!D8", "三、申请办理!D9"], seen="-1")
WARNED = finding("aspect empty", ["一、总体情况!B9"], seen="监督保障")


@pytest.fixture
def county(tmp_path: Path) -> County:
    csv_roster(
        tmp_path,
        "东川镇人民政府,,乡镇,,a@example.cn;b@example.cn,,",
        "西坪乡人民政府,,乡镇,,,,",
        "北山乡人民政府,,乡镇,,,,",
    )
    (tmp_path / "nianbao.toml").write_text('office = "青石县政府办公室"', encoding="utf-8")
    return County.open(tmp_path)


def messages(county: County, days: int = 0) -> list[Message]:
    store = Store.open(str(county.store_url), county.path)
    status = county_status(county, store, 2025, NOON + timedelta(days=days))
    store.close()
    return reminders(county, status, {"东川镇人民政府": Path(BLANK)})


def record(county: County, body: str, status: str, marked: str | None = None) -> None:
    store = Store.open(str(county.store_url), county.path)
    found = (BROKEN, WARNED) if status == "returned" else ()
    outputs = {"marked": marked}
    store.record(submission(body, body=body, status=status, findings=found, outputs=outputs))
    store.close()


def test_a_body_that_sent_nothing(county: County) -> None:
    county.write_aside(BLANK, b"PK blank")
    first, second, _ = messages(county)
    assert first.subject == "请报送 2025 年度政府信息公开工作年度报告"
    assert first.text == (
        "东川镇人民政府：\n\n"
        "2025 年度政府信息公开工作年度报告填报表，还没有收到贵单位的。\n"
        "请在 2026年1月31日 前填好发回。\n"
        "填报表见附件，直接在表里填写、保存、发回即可。\n"
        "没有数据的表请选“全部为零”，也要报送。\n\n"
        "青石县政府办公室\n2026年1月20日\n"
    )
    assert first.mail == "a@example.cn, b@example.cn"
    assert second.attachment is None
    assert "附件" not in second.text


def test_a_late_body(county: County) -> None:
    assert "截止日是 2026年1月31日，已逾期 3 天，请尽快填好发回。" in messages(county, 14)[0].text


def test_a_return_that_goes_back(county: County) -> None:
    county.write_aside("退回/东川.xlsx", b"PK marked")
    record(county, "东川镇人民政府", "returned", "退回/东川.xlsx")
    first = messages(county)[0]
    assert first.subject == "2025 年度政府信息公开工作年度报告需要修改"
    assert first.text == (
        "东川镇人民政府：\n\n"
        "2026-01-20 20:00 收到的填报表“东川镇人民政府.xlsx”有 1 个问题要改：\n"
        "1. 【三、申请办理!D8、三、申请办理!D9】填的是 -1，不能是负数。请改成 0 或正数。\n\n"
        "另请核对：\n"
        "1. 【一、总体情况!B9】总体情况中“监督保障”没有填写内容。请补写。\n\n"
        "附件中已标出每一处，填过的内容都在，请在附件里直接修改、保存、发回。\n"
        "请在 2026年1月31日 前发回。\n\n"
        "青石县政府办公室\n2026年1月20日\n"
    )


def test_a_return_after_an_accepted_one_goes_back_too(county: County) -> None:
    record(county, "东川镇人民政府", "accepted")
    store = Store.open(str(county.store_url), county.path)
    store.record(submission("改", status="returned", findings=(BROKEN,)))
    store.close()
    first = messages(county)[0]
    assert first.kind == "退回通知"
    assert "收到的填报表“改.xlsx”有 1 个问题要改" in first.text


def test_nothing_to_write_to_who_is_accepted(county: County) -> None:
    record(county, "东川镇人民政府", "accepted")
    assert [each.body for each in messages(county)] == ["西坪乡人民政府", "北山乡人民政府"]


def test_a_draft_opens_unsent_with_the_workbook(county: County) -> None:
    county.write_aside(BLANK, b"PK blank")
    draft = email.message_from_bytes(messages(county)[0].as_eml(), policy=default)
    assert isinstance(draft, EmailMessage)
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == "a@example.cn, b@example.cn"
    assert draft["Subject"] == "请报送 2025 年度政府信息公开工作年度报告"
    body = draft.get_body()
    assert body is not None
    assert body.get_content().startswith("东川镇人民政府：")
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == "东川镇人民政府.xlsx"
    assert attached.get_content() == b"PK blank"


def test_messages_are_written_and_those_no_longer_due_go(county: County) -> None:
    county.write_aside("退回/通知/我的便条.txt", b"mine")
    assert len(write_messages(county, messages(county))) == 6
    record(county, "东川镇人民政府", "accepted")
    write_messages(county, messages(county))
    assert sorted(path.name for path in (county.returned / "通知").iterdir()) == [
        "催报通知 北山乡人民政府.eml",
        "催报通知 北山乡人民政府.txt",
        "催报通知 西坪乡人民政府.eml",
        "催报通知 西坪乡人民政府.txt",
        "我的便条.txt",
    ]
    text = (county.returned / "通知" / "催报通知 西坪乡人民政府.txt").read_bytes()
    assert text.decode("utf-8-sig").startswith(
        "请报送 2025 年度政府信息公开工作年度报告\r\n\r\n西坪乡人民政府：\r\n"
    )


def test_two_bodies_that_clean_to_one_name_keep_their_own_files(county: County) -> None:
    pair = [Message(name, "催报通知", "主题", name) for name in ("甲:乙", "甲?乙")]
    written = write_messages(county, pair)
    assert [path.name for path in written[::2]] == ["催报通知 甲_乙.txt", "催报通知 甲_乙 (2).txt"]
    assert [path.read_text(encoding="utf-8-sig")[-3:] for path in written[::2]] == [
        "甲:乙",
        "甲?乙",
    ]


def test_a_subject_is_one_line(county: County) -> None:
    own = county.path / "templates" / "催报通知.txt.j2"
    own.parent.mkdir()
    own.write_text("{{ body }}\u2028Bcc: x@example.cn\n正文", encoding="utf-8")
    first = messages(county)[0]
    assert first.subject == "东川镇人民政府 Bcc: x@example.cn"
    assert email.message_from_bytes(first.as_eml(), policy=default)["Bcc"] is None
