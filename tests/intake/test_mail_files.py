"""Returns that came by mail: taken once, received when the message arrived."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from nianbao.county.folder import County
from nianbao.intake.batch import Options, ingest
from nianbao.intake.inbox import items
from nianbao.intake.outcome import Outcome
from nianbao.store.store import Store
from nianbao.workbook.form_code import GENERAL
from nianbao.workbook.issue import Issue
from support.clerk import Clerk, sound_report
from support.raw_workbooks import zipped

BODY = "甲镇人民政府"
ARRIVED = datetime(2023, 1, 17, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return Clerk(Issue(2022, GENERAL)).fill(sound_report(organisation=BODY))


def message(attached: bytes, name: str = "年报.xlsx") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["Received"] = "from a by b; Tue, 17 Jan 2023 10:00:00 +0800 (CST)"
    mail["From"], mail["Subject"] = "x@y.gov.cn", "报送年报"
    mail["Date"] = "Mon, 2 Jan 2023 10:00:00 +0800"
    mail.set_content("请查收。")
    mail.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def run(county: Path, *paths: Path) -> list[Outcome]:
    found = items([str(path) for path in paths])
    return list(ingest(found, County.open(county), Options(year=2022, workers=1, formats=())))


def received(county: Path) -> datetime:
    opened = County.open(county)
    store = Store.open(opened.store_url, opened.path)
    try:
        return store.accepted(2022)[BODY].received_at
    finally:
        store.close()


@pytest.fixture
def county(tmp_path: Path) -> Path:
    (tmp_path / "county").mkdir()
    return tmp_path / "county"


@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_return_is_received_when_its_message_arrived(
    county: Path, workbook: bytes, is_zipped: bool
) -> None:
    path = county.parent / "来信.eml"
    archive = zipped({"内/年报.xlsx": workbook})
    path.write_bytes(message(archive, "附件.zip") if is_zipped else message(workbook))
    (outcome,) = run(county, path)
    assert (outcome.status, outcome.organisation) == ("accepted", BODY)
    inner = "附件.zip/内/年报.xlsx" if is_zipped else "年报.xlsx"
    assert outcome.file.endswith(f"来信.eml/{inner}")
    assert received(county) == ARRIVED


def test_one_message_in_two_folders_is_one_return(county: Path, workbook: bytes) -> None:
    paths = [county.parent / "一.eml", county.parent / "二.eml"]
    for path in paths:
        path.write_bytes(message(workbook))
    assert [each.status for each in run(county, *paths)] == ["accepted", "skipped"]
    assert [each.status for each in run(county, *paths)] == ["skipped", "skipped"]


def test_a_mailbox_is_read_message_by_message(county: Path, workbook: bytes) -> None:
    one = message(workbook).replace(b"\r\n", b"\n")
    empty = b"From: a@b\nSubject: x\nDate: Mon, 2 Jan 2023 10:00:00 +0800\n\nhello\n"
    path = county.parent / "收件箱"
    path.write_bytes(b"From - x\n" + empty + b"\nFrom - y\n" + one)
    without, outcome = run(county, path)
    assert (without.status, outcome.status) == ("skipped", "accepted")
    assert without.findings[0].message == "这封邮件（x，a@b）没有附件，没有可收的表，已跳过。"
    assert outcome.file.endswith("收件箱/第 2 封/年报.xlsx")
    assert received(county) == ARRIVED


def test_an_attachment_pointing_elsewhere_is_refused(county: Path) -> None:
    path = county.parent / "来信.eml"
    path.write_bytes(message(zipped({"../甲.xlsx": b"x"}), "附件.zip"))
    (outcome,) = run(county, path)
    assert outcome.status == "refused"
    assert outcome.findings[0].message.startswith("压缩包里的这个文件名指向别的文件夹")


def test_a_name_in_gbk_that_is_utf8_by_chance_is_read(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    content = zipped({"abcd.xlsx": b"x"})
    path.write_bytes(content.replace(b"abcd.xlsx", "目录.xlsx".encode("gbk")))
    (item,) = items([str(path)])
    assert item.name.endswith("附件.zip/目录.xlsx")
