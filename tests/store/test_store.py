import hashlib
import sqlite3
import threading
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from nianbao.errors import OutputProblem, UsageProblem
from nianbao.findings.finding import finding
from nianbao.form.basics import BodyKind, Particulars
from nianbao.store.database import writing
from nianbao.store.store import Store
from support.submissions import NOON, report, submission

BODY = "东川镇人民政府"


def test_a_submission_comes_back_as_it_was_recorded(store: Store) -> None:
    sent = submission(
        findings=(finding("negative", ["二、主动公开!B4"], seen="-1"),),
        report=report(disclosure__fees_wan=Decimal("0.123456"), problems="一\n二"),
        particulars=Particulars(kind=BodyKind.TOWNSHIP, telephone="0350"),
        outputs={"docx": "成文/甲.docx", "marked": None},
        edit=2,
        saved_at=NOON - timedelta(hours=1),
        original="收件/ab/ab.xlsx",
    )
    kept = store.record(sent).submission
    assert kept == sent.model_copy(update={"id": 1})
    assert store.seen(sent.sha256) == kept
    assert store.submissions(2025) == [kept]


def test_a_refused_file_has_no_report_and_no_body(store: Store) -> None:
    sent = submission(status="refused", body=None, year=None)
    assert store.record(sent).submission.report is None
    assert store.seen(sent.sha256) == sent.model_copy(update={"id": 1})
    assert store.accepted(2025) == {}


def test_the_same_bytes_twice_are_recorded_once(store: Store) -> None:
    first = store.record(submission())
    again = store.record(submission(file_name="副本.xlsx", received_at=NOON + timedelta(days=1)))
    assert not first.is_repeat
    assert again == (first.submission, True)
    assert len(store.submissions(2025)) == 1


def test_bytes_read_anew_replace_what_was_seen_and_nothing_later(store: Store) -> None:
    first = store.record(submission(status="returned")).submission
    anew = store.record(submission(), replacing=first)
    late = store.record(submission(), replacing=first)
    assert not anew.is_repeat
    assert late == (anew.submission, True)
    assert store.accepted(2025)[BODY].id == anew.submission.id == 2


def test_bytes_read_anew_do_not_overtake_what_came_after_them(store: Store) -> None:
    first = store.record(submission("first", status="returned")).submission
    store.record(submission("second", received_at=NOON + LATER))
    store.record(submission("first", received_at=NOON + 9 * LATER), replacing=first)
    assert store.accepted(2025)[BODY].file_name == "second.xlsx"


def test_a_name_that_is_no_text_is_recorded_all_the_same(store: Store) -> None:
    name = b"\xb6\xab\xb4\xa8.xlsx".decode("utf-8", errors="surrogateescape")
    found = finding("not a number", ["三\0!A1"], seen="\ud800")
    sent = submission(file_name=name, status="returned", findings=(found,))
    store.record(sent)
    kept = store.seen(sent.sha256)
    assert kept is not None
    assert kept.file_name == "\ufffd" * 4 + ".xlsx"
    assert kept.findings[0].places == ("三\ufffd!A1",)
    assert kept.findings[0].seen == "\ufffd"


def test_skipped_files_hide_nothing(store: Store) -> None:
    store.record(submission(status="skipped"))
    assert store.seen(submission().sha256) is None


LATER, EARLIER = timedelta(hours=1), timedelta(hours=-1)


@pytest.mark.parametrize(
    ("why", "second", "counts"),
    [
        ("received later, nothing else known", {}, "second"),
        ("a newer workbook", {"edit": 2, "saved_at": NOON - timedelta(days=9)}, "second"),
        ("the same workbook saved later", {"edit": 1, "saved_at": NOON}, "second"),
        ("the same workbook saved before", {"edit": 1, "saved_at": NOON + 9 * EARLIER}, "first"),
        ("no edit number, saved before", {"saved_at": NOON + 9 * EARLIER}, "first"),
        ("no edit number, saved later", {"saved_at": NOON}, "second"),
        ("a clock that runs ahead", {"edit": 1, "saved_at": NOON + timedelta(days=9)}, "second"),
        ("returned", {"edit": 2, "status": "returned"}, "first"),
    ],
)
def test_which_of_two_accepted_counts(
    store: Store, why: str, second: dict[str, object], counts: str
) -> None:
    store.record(submission("first", edit=1, saved_at=NOON + EARLIER))
    store.record(submission("second", received_at=NOON + LATER, **second))
    assert store.accepted(2025)[BODY].file_name == f"{counts}.xlsx", why


def test_an_older_edit_that_arrives_late_replaces_nothing(store: Store) -> None:
    store.record(submission("corrected", edit=2))
    store.record(submission("forgotten", edit=1, received_at=NOON + LATER, saved_at=NOON + LATER))
    assert store.accepted(2025)[BODY].file_name == "corrected.xlsx"


def test_what_goes_on_counting_is_known_before_anything_is_written(store: Store) -> None:
    newer = store.record(submission("corrected", edit=2)).submission
    forgotten = submission("forgotten", edit=1, received_at=NOON + LATER)
    assert store.outranked_by(forgotten) == newer
    assert store.outranked_by(submission("again", edit=2, received_at=NOON + LATER)) is None
    assert store.outranked_by(submission("other", body="西坪乡人民政府")) is None
    assert store.outranked_by(submission("nobody's", body=None, year=None)) is None


def test_every_body_and_year_apart(store: Store) -> None:
    store.record(submission("a"))
    store.record(submission("b", body="西坪乡人民政府"))
    store.record(submission("c", year=2024))
    assert {body: each.file_name for body, each in store.accepted(2025).items()} == {
        BODY: "a.xlsx",
        "西坪乡人民政府": "b.xlsx",
    }
    assert [each.file_name for each in store.submissions(2025, BODY)] == ["a.xlsx"]


def test_last_year(store: Store) -> None:
    last = report(year=2024, applications__carried_out__other=3)
    store.record(submission("c", year=2024, report=last))
    assert store.last_year(BODY, 2025) == last
    assert store.last_year(BODY, 2024) is None
    assert store.last_year("西坪乡人民政府", 2025) is None


def test_issues_are_numbered_for_each_body_and_year(store: Store) -> None:
    assert [store.issue("dc01", BODY, 2025, NOON).edit for _ in range(3)] == [1, 2, 3]
    assert store.issue("dc01", BODY, 2026, NOON).edit == 1
    assert store.issue("xp01", "西坪乡人民政府", 2025, NOON).edit == 1
    assert [(issue.code, issue.edit) for issue in store.issued(2025)] == [
        ("dc01", 1),
        ("dc01", 2),
        ("dc01", 3),
        ("xp01", 1),
    ]
    assert store.issued(2025)[0].issued_at == NOON


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"PK\x03\x04" + b"\0" * 60, ".xlsx"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            ".ods",
        ),
        (b"\xd0\xcf\x11\xe0rest", ".xls"),
        (b"", ".bin"),
    ],
)
def test_originals_are_kept_by_their_hash(
    store: Store, tmp_path: Path, content: bytes, suffix: str
) -> None:
    digest = hashlib.sha256(content).hexdigest()
    kept = store.keep_original(content)
    assert kept == f"收件/{digest[:2]}/{digest}{suffix}"
    sent = submission(original=kept).model_copy(update={"sha256": digest})
    assert store.original(sent) == content
    stamp = (tmp_path / kept).stat().st_mtime_ns
    assert store.keep_original(content) == kept
    assert (tmp_path / kept).stat().st_mtime_ns == stamp


def test_an_original_somebody_cut_short_is_kept_again(store: Store, tmp_path: Path) -> None:
    kept = store.keep_original(b"whole")
    (tmp_path / kept).write_bytes(b"wh")
    store.keep_original(b"whole")
    assert (tmp_path / kept).read_bytes() == b"whole"


def test_an_original_somebody_took_away(store: Store) -> None:
    with pytest.raises(OutputProblem) as problem:
        store.original(submission(original="收件/ab/ab.xlsx"))
    assert str(problem.value) == (
        "找不到原件“收件/ab/ab.xlsx”。请从备份中恢复，或者把原来收到的文件再收一次。"
    )


def test_sqlite_is_opened_for_several_programs(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/nianbao.db", tmp_path).close()
    with sqlite3.connect(tmp_path / "nianbao.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_one_of_many_at_once_records_the_bytes(store_url: str, tmp_path: Path) -> None:
    """Eight first starts at the same moment: one makes the tables, one records, all agree."""
    barrier = threading.Barrier(8)
    recorded = []

    def run() -> None:
        barrier.wait()
        store = Store.open(store_url, tmp_path)
        store.keep_original(b"first")
        recorded.append(store.record(submission()))
        store.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.is_repeat for each in recorded) == [False] + [True] * 7
    assert {each.submission.id for each in recorded} == {1}


def test_a_newer_database_is_left_alone(store: Store, store_url: str, tmp_path: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(UsageProblem) as problem:
        Store.open(store_url, tmp_path)
    assert str(problem.value) == "数据库是更新版本的 nianbao 建立的。请先升级 nianbao。"


def test_what_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.db"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(OutputProblem) as problem:
        Store.open(f"sqlite:///{path}", tmp_path)
    assert str(problem.value) == (f"数据库（{path}）已损坏。请从备份中恢复，或移走它重新收表。")


def test_no_folder_for_the_database(tmp_path: Path) -> None:
    path = tmp_path / "无" / "nianbao.db"
    with pytest.raises(OutputProblem) as problem:
        Store.open(f"sqlite:///{path}", tmp_path)
    assert str(problem.value) == (f"数据库（{path}）打不开。请检查文件夹是否存在、有没有权限。")


def test_a_store_address_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        Store.open("数据库", tmp_path)
    assert str(problem.value) == "数据库地址（store）写法有误。请检查 nianbao.toml。"


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputProblem) as problem:
        Store.open(f"postgresql+psycopg://nianbao:secret@/county?host={tmp_path}", tmp_path)
    assert "secret" not in str(problem.value)
    assert str(problem.value).startswith("连不上数据库（postgresql+psycopg://nianbao:***@/county")


def test_who_owns_what_was_written(store: Store) -> None:
    """By the last one who wrote there; Windows has one file for capitals and small letters."""
    assert store.owner_of("成文/甲A.docx") is None
    store.own("成文/甲A.docx", "甲镇人民政府")
    store.own("成文/甲a.docx", "北山乡人民政府")
    assert store.owner_of("成文/甲A.docx") == "北山乡人民政府"


def test_one_bodys_submissions_are_asked_for_alone(store: Store) -> None:
    store.record(submission("a", body="甲镇", status="accepted"))
    store.record(submission("b", body="甲镇", status="returned"))
    store.record(submission("c", body="乙镇", status="returned"))
    standing = [store.standing_of(body, 2025) for body in ("甲镇", "乙镇", "丙镇")]
    assert [each and each.status for each in standing] == ["accepted", "returned", None]
    assert store.accepted_of("乙镇", 2025) is None


def test_an_altered_original_is_not_used_and_is_healed(store: Store) -> None:
    path = store.keep_original(b"as it came")
    sha256 = hashlib.sha256(b"as it came").hexdigest()
    sent = submission("as it came").model_copy(update={"original": path, "sha256": sha256})
    assert store.original(sent) == b"as it came"
    (store.root / path).write_bytes(b"altered")
    with pytest.raises(OutputProblem, match=r"^原件“收件/.*”被改动过，不能用。"):
        store.original(sent)
    assert store.keep_original(b"as it came") == path
    assert store.original(sent) == b"as it came"
