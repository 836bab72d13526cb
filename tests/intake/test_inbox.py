"""What people name, and the files that are read or the sentence they get."""

import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from nianbao.findings.finding import Refusal, Severity
from nianbao.intake import inbox
from support.raw_workbooks import Part, Repeated, xlsx, zipped

LOCK = "这是表格软件的临时文件，不是报表，已跳过。"
SYSTEM = "这是操作系统自动生成的文件，不是报表，已跳过。"


def named(*arguments: object) -> list[tuple[str, str]]:
    """Return name and sentence of each item, an empty sentence for those to be read."""
    return [
        (item.name, item.finding.message if item.finding else "")
        for item in inbox.items([str(argument) for argument in arguments])
    ]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, content: bytes = b"x") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def write_archive(path: str, members: Mapping[str, Part]) -> None:
    write(path, zipped(members))


def test_files_come_in_the_order_given() -> None:
    write("乙.xlsx")
    write("tcmime.1388.bin")
    assert named("乙.xlsx", "tcmime.1388.bin") == [("乙.xlsx", ""), ("tcmime.1388.bin", "")]


def test_folders_are_searched_in_order() -> None:
    for path in ("收件/乙.xlsx", "收件/甲.xlsx", "收件/1月/丙", "收件/空/.ds_store"):
        write(path)
    assert named("收件") == [
        ("收件/乙.xlsx", ""),
        ("收件/甲.xlsx", ""),
        ("收件/1月/丙", ""),
        ("收件/空/.ds_store", SYSTEM),
    ]


def test_patterns_the_shell_left_alone_are_expanded() -> None:
    write("收件/a.xlsx")
    write("收件/b.xlsx")
    write("收件/c.txt")
    assert named("收件/*.xlsx") == [("收件/a.xlsx", ""), ("收件/b.xlsx", "")]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file() -> None:
    write("报表[1].xlsx")
    assert named("报表[1].xlsx") == [("报表[1].xlsx", "")]


@pytest.mark.parametrize("argument", ["没有.xlsx", "*.xlsx", "没有/*.xlsx", "a\0b"])
def test_what_is_not_there_is_named(argument: str) -> None:
    assert named(argument) == [(argument, "找不到这个文件。请检查文件名和所在文件夹。")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("~$巡镇镇.xlsx", LOCK),
        (".~巡镇镇.xlsx", LOCK),
        ("Thumbs.db", SYSTEM),
        ("desktop.ini", SYSTEM),
        ("._巡镇镇.xlsx", SYSTEM),
    ],
)
def test_files_of_programs_are_skipped(name: str, sentence: str) -> None:
    write(name)
    (item,) = inbox.items([name])
    assert item.finding is not None
    assert item.finding.message == sentence
    assert item.finding.severity is Severity.HINT


def test_an_empty_folder_is_named() -> None:
    Path("收件/空").mkdir(parents=True)
    assert named("收件") == [("收件", "文件夹里没有文件。请检查文件夹的名字。")]


def test_links_to_nowhere_are_named() -> None:
    Path("链接.xlsx").symlink_to("没有.xlsx")
    assert named("链接.xlsx") == [
        ("链接.xlsx", "这个快捷链接指向的文件不存在。请找到原来的文件再试。")
    ]


def test_a_link_to_its_own_folder_ends() -> None:
    write("收件/a.xlsx")
    Path("收件/又是").symlink_to(".")
    assert named("收件") == [("收件/a.xlsx", "")]


def test_a_fifo_is_not_opened() -> None:
    os.mkfifo("管道.xlsx")
    assert stat.S_ISFIFO(Path("管道.xlsx").stat().st_mode)
    assert named("管道.xlsx") == [
        ("管道.xlsx", "这不是普通文件，不予读取。请改用保存在磁盘上的表格文件。")
    ]


def test_a_file_one_may_not_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    write("甲.xlsx")
    (item,) = inbox.items(["甲.xlsx"])

    def denied(*_arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(Refusal) as refusal:
        item.load()
    assert str(refusal.value) == "没有读取这个文件的权限，或文件正被占用。请关闭后再试。"


def test_a_huge_file_is_not_loaded() -> None:
    with Path("甲.xlsx").open("wb") as file:
        file.truncate(3_000_000_000)
    (item,) = inbox.items(["甲.xlsx"])
    with pytest.raises(Refusal) as refusal:
        item.load()
    assert str(refusal.value) == (
        "文件有 3000 MB，远远超出本表应有的大小。请用原来发放的表重新填报。"
    )


def test_a_workbook_is_one_file_whatever_it_is_called() -> None:
    content = xlsx()
    write("AT00001.zip", content)
    (item,) = inbox.items(["AT00001.zip"])
    assert (item.name, item.load()) == ("AT00001.zip", content)


def test_members_of_an_archive_are_loaded_one_by_one() -> None:
    first, second = xlsx(), b"\x89PNG" * 1000
    write_archive("附件.bin", {"1/": b"", "1/甲.xlsx": first, "乙": second})
    found = list(inbox.items(["附件.bin"]))
    assert [item.name for item in found] == ["附件.bin/1/甲.xlsx", "附件.bin/乙"]
    assert [item.load() for item in found] == [first, second]


def test_an_archive_inside_a_folder_is_opened() -> None:
    write_archive("收件/附件.zip", {"甲.xlsx": b"x"})
    assert named("收件") == [("收件/附件.zip/甲.xlsx", "")]


def test_chinese_names_without_the_mark_for_utf8_are_read() -> None:
    content = zipped({"xxxxxx.xlsx": b"1", "yyyyyyyyy.xlsx": b"2"})
    content = content.replace(b"xxxxxx.xlsx", "巡镇镇".encode("gbk") + b".xlsx")
    content = content.replace(b"yyyyyyyyy.xlsx", "巡镇镇".encode() + b".xlsx")
    write("附件.zip", content)
    assert named("附件.zip") == [("附件.zip/巡镇镇.xlsx", ""), ("附件.zip/巡镇镇.xlsx", "")]


@pytest.mark.parametrize(
    "name", ["../甲.xlsx", "/etc/甲.xlsx", "a/../../甲.xlsx", "..\\甲.xlsx", "C:\\甲.xlsx"]
)
def test_members_that_point_elsewhere_are_refused(name: str) -> None:
    write_archive("附件.zip", {name: b"x", "好.xlsx": b"x"})
    sentence = "压缩包里的这个文件名指向别的文件夹，不予处理。请重新压缩，或者单独发送。"
    assert named("附件.zip") == [(f"附件.zip/{name}", sentence), ("附件.zip/好.xlsx", "")]


def test_members_of_programs_are_skipped() -> None:
    write_archive("附件.zip", {"~$a.xlsx": b"x", "__MACOSX/._a.xlsx": b"x"})
    assert named("附件.zip") == [
        ("附件.zip/~$a.xlsx", LOCK),
        ("附件.zip/__MACOSX/._a.xlsx", SYSTEM),
    ]


def test_members_with_a_password_are_refused_one_by_one() -> None:
    content = bytearray(zipped({"a.xlsx": b"x"}))
    directory = content.rindex(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    write("附件.zip", bytes(content))
    sentence = "压缩包里的这个文件设了解压密码。请用密码解压后，把表格文件单独发送。"
    assert named("附件.zip") == [("附件.zip/a.xlsx", sentence)]


def test_an_archive_in_an_archive_is_refused() -> None:
    write_archive("附件.zip", {"内.zip": zipped({"a.xlsx": b"x"})})
    (item,) = inbox.items(["附件.zip"])
    with pytest.raises(Refusal) as refusal:
        item.load()
    assert str(refusal.value) == "压缩包里还有压缩包。请解压后把里面的表格文件单独发送。"


@pytest.mark.parametrize(
    ("method", "kind"), [(zipfile.ZIP_LZMA, "LZMA"), (zipfile.ZIP_BZIP2, "BZIP2")]
)
def test_members_compressed_in_another_way_are_refused(method: int, kind: str) -> None:
    with zipfile.ZipFile("附件.zip", "w", method) as archive:
        archive.writestr("甲.xlsx", xlsx())
    (item,) = inbox.items(["附件.zip"])
    with pytest.raises(Refusal) as refusal:
        item.load()
    assert str(refusal.value) == (
        f"这是 {kind} 压缩包，读不了。请解压后把里面的表格文件单独发送，或者改用 zip。"
    )


def test_a_document_of_numbers_is_one_file() -> None:
    write_archive("表.numbers", {"Index/Document.iwa": b"x", "Metadata/a.plist": b"x"})
    assert named("表.numbers") == [("表.numbers", "")]


def test_a_member_that_unpacks_to_too_much_is_refused() -> None:
    write("附件.zip", zipped({"a.xlsx": Repeated("", " " * 1000, 80_000, "")}))
    (item,) = inbox.items(["附件.zip"])
    with pytest.raises(Refusal) as refusal:
        item.load()
    assert str(refusal.value) == (
        "文件展开后超过 64 MB，远远超出本表应有的大小。请用原来发放的表重新填报。"
    )


def test_an_empty_archive_is_named() -> None:
    write_archive("附件.zip", {})
    assert named("附件.zip") == [("附件.zip", "压缩包是空的。请让报送机关重新发送。")]


def test_a_damaged_archive_is_left_to_the_gate() -> None:
    write("附件.zip", zipped({"a.xlsx": b"x"})[:-5])
    (item,) = inbox.items(["附件.zip"])
    assert item.finding is None
    assert item.load().startswith(b"PK")


def test_names_in_gbk_on_disk_are_read() -> None:
    Path(os.fsdecode("巡镇镇.xlsx".encode("gbk"))).write_bytes(b"x")
    assert named(".") == [("巡镇镇.xlsx", "")]
