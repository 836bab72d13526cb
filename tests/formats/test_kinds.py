"""Files that are no workbook: named for what they are, each with advice that helps."""

import gzip

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.spreadsheet import opening
from support.hostile_files import (
    archive,
    document,
    mail,
    of_another_program,
    other,
    picture,
    web,
    wrong,
)
from support.raw_workbooks import of_one_stream, zipped

SHORTCUT = "这是快捷方式，只指向文件，不是文件本身。请找到它指向的表格文件，发送那个文件。"
PROGRAM = "这是程序，不是表格文件，请不要打开它。请让报送机关重新发送表格文件。"
SPREADSHEET_2003 = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
GNUMERIC = '<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"/>'
FODS = '<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
SXC = "application/vnd.sun.xml.calc"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"<?xml version='1.0'?><ss:Workbook {SPREADSHEET_2003}><style/>", other("“XML 表格 2003”")),
        (GNUMERIC, of_another_program(" Gnumeric ")),
        (gzip.compress(GNUMERIC.encode(), mtime=0), of_another_program(" Gnumeric ")),
        (gzip.compress(b"x", mtime=0), archive("gz")),
        (FODS, of_another_program("“OpenDocument 单个文件（.fods）”")),
        (zipped({"mimetype": SXC}), of_another_program(" OpenOffice 1.0（.sxc）")),
        ("<uof:UOF/>", of_another_program("“标文通（.uof）”")),
        ("ID;PWXL;N;E\r\n", other(" SYLK ")),
        ("机关,收件\r\n甲,3\r\n", other(" CSV 文本")),
        ('{"code": 401, "msg": "请先登录", "rows": [1, 2]}', web("网站返回的数据（JSON）")),
        ("[]", web("网站返回的数据（JSON）")),
        ("\ufeff<!DOCTYPE html><title>登录</title>", web("网页")),
        ("From: <Saved by WPS>\r\nSubject: x\r\nContent-Type: multipart/related;\r\n\r\n",
         web("单个文件的网页")),
        ("X-Mailer: 1\r\nReceived: by x\r\nSubject: 年报\r\n\r\n", mail("邮件")),
        ("From a@b Mon Jan 5 08:00:00 2026\r\nSubject: 年报\r\n\r\n", mail("邮箱导出的邮件（mbox）")),
        (of_one_stream("__properties_version1.0", b""), mail("Outlook 邮件")),
        ("[InternetShortcut]\r\nURL=file:///d:/x.xlsx\r\n", SHORTCUT),
        (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0", SHORTCUT),
        (b"RIFF\x10\0\0\0WEBPVP8 ", picture("图片")),
        (b"RIFF\x10\0\0\0WAVEfmt ", wrong("影音文件")),
        (b"\0\0\0\x18ftypheic\0\0", picture("图片")),
        (b"\0\0\0\x18ftypmp42\0\0", wrong("影音文件")),
        (b"II*\0\x08\0\0\0", picture("扫描件")),
        (b"MZ\x90\0\x03", PROGRAM),
        (b"{\\rtf1}", document("Word 文档")),
        (of_one_stream("PowerPoint Document", b""), document("演示文稿")),
    ],
    # Not by the bytes: those of a zip hold the time it was made.
    ids=lambda given: given if isinstance(given, str) else "file",
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_named_with_its_own_advice(
    content: str | bytes, said: str
) -> None:
    with pytest.raises(Refusal) as caught:
        opening.read(content if isinstance(content, bytes) else content.encode())
    assert caught.value.finding.message == said
