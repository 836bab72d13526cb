"""Files no reader should have to meet, each built in a few lines, with the sentence each gets."""

import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

from support.raw_workbooks import (
    MAIN,
    ONE_CELL,
    PACKAGE,
    STRICT,
    long_sheet,
    long_strings,
    number,
    ods,
    ods_table,
    of_one_stream,
    parts,
    record,
    sheet,
    xls,
    xlsx,
    zipped,
)

AGAIN = "请在 Excel 或 WPS 中打开原文件，另存为 xlsx 后重新发送。"
DAMAGED = f"文件已损坏，打不开。{AGAIN}"
PASSWORD = "文件设了打开密码。请在 Excel 或 WPS 中取消打开密码，保存后重新发送。"
ENCRYPTED = (
    "文件加了密：设了打开密码，或者是做表的软件自动加的。请在 Excel 或 WPS 中打开，"
    "取消打开密码和工作簿保护，另存为新的 xlsx 后重新发送。"
)
GUARDED = "文件被加密软件加了密，读不了。请在装有加密软件的电脑上解密后重新发送。"
NUMBERS = (
    "这是苹果 Numbers 的表格，读不了。请在 Numbers 中选“导出到 Excel”，再发送导出的 xlsx 文件。"
)
MACROS = "文件含有宏，不予打开。请另存为不含宏的 xlsx 后重新发送。"
STRICT_XML = "文件是“Strict Open XML”格式。请另存为普通的“Excel 工作簿（*.xlsx）”后重新发送。"
DATES_1904 = (
    "工作簿用的是 1904 日期系统，日期会读错。"
    "请在 Excel“选项”的“高级”中取消“使用 1904 日期系统”，改正日期后重新发送。"
)


def unlike(seen: str) -> str:
    return f"这不是表格文件{seen}。请在 Excel 或 WPS 中打开原表，另存为 xlsx 后重新发送。"


def document(seen: str) -> str:
    return f"这是{seen}，不是填报表。请把内容填进县里发放的填报表，再发送填好的表格。"


def picture(seen: str) -> str:
    return f"这是{seen}，里面的数和字读不出来。请发送填好的表格文件本身，不要拍照、截图或扫描。"


def mail(seen: str) -> str:
    return f"这是{seen}，不是表格文件。请打开它，把附件里的表格另存出来，单独发送。"


def web(seen: str) -> str:
    return (
        f"这是{seen}，不是表格文件，多半是下载没有成功。"
        "请重新下载，或者让报送机关再发一次表格文件。"
    )


def wrong(seen: str) -> str:
    return f"这是{seen}，不是填报表。请看看是不是发错了文件，再发送填好的表格。"


def of_another_program(seen: str) -> str:
    return f"这是{seen}格式的表格，读不了。请在做这张表的软件里打开，另存为 xlsx 后重新发送。"


def other(seen: str) -> str:
    return f"这是{seen}格式的表格，读不了。请在 Excel 或 WPS 中打开，另存为 xlsx 后重新发送。"


def archive(kind: str) -> str:
    return f"这是 {kind} 压缩包，读不了。请解压后把里面的表格文件单独发送，或者改用 zip。"


def large(seen: str) -> str:
    return f"{seen}，远远超出本表应有的大小。请用原来发放的表重新填报。"


def suspicious(seen: str) -> str:
    return (
        f"文件内部有不应有的内容（{seen}），不予打开。"
        "请在 Excel 或 WPS 中打开，另存为 xlsx 后重新发送。"
    )


def far(cell: str) -> str:
    return f"工作表“表1”的 {cell} 单元格有内容，远在表格之外。请删掉它所在的行和列后重新发送。"


def merged(area: str) -> str:
    return f"工作表“表1”合并了 {area}，范围过大。请取消合并后重新发送。"


class Case(NamedTuple):
    """What the file is, how to build it, the sentence it gets."""

    what: str
    build: Callable[[], bytes]
    message: str


def with_part(name: str, part: str | bytes) -> bytes:
    return zipped(parts(sheet(ONE_CELL)) | {name: part})


def cells(xml: str) -> Callable[[], bytes]:
    return lambda: xlsx(f'<row r="1">{xml}</row>')


def whole_sheet(xml: str) -> Callable[[], bytes]:
    return lambda: zipped(parts(xml))


def with_bad_crc() -> bytes:
    content = xlsx()
    return content.replace(struct.pack("<I", zlib.crc32(sheet(ONE_CELL).encode())), b"\0\0\0\1")


def with_lying_size() -> bytes:
    content = xlsx()
    size = len(sheet(ONE_CELL).encode())
    return content.replace(struct.pack("<I", size), struct.pack("<I", size - 7))


def with_password() -> bytes:
    return of_one_stream("EncryptedPackage", b"\0" * 5000)


def with_doctype(entity: str) -> Callable[[], bytes]:
    before = f"<!DOCTYPE worksheet [{entity}]>"
    return lambda: zipped(parts(sheet(ONE_CELL, before=before)))


def laughing() -> bytes:
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return with_doctype(entities)()


def cells_by(count: int) -> bytes:
    return zipped(parts(long_sheet(f"<row>{'<c><v>1</v></c>' * 200}</row>", count // 200)))


CONTAINERS = (
    Case("0 bytes", lambda: b"", "文件是空的（0 字节）。请让报送机关重新发送。"),
    Case("truncated", lambda: xlsx()[:-40], DAMAGED),
    Case("cut in half", lambda: xlsx()[:300], DAMAGED),
    Case("bad CRC", with_bad_crc, DAMAGED),
    Case("a member whose size lies", with_lying_size, DAMAGED),
    Case(
        "two members of one name",
        lambda: zipped([*parts(sheet(ONE_CELL)).items(), ("xl/WORKBOOK.xml", "")]),
        suspicious("两个同名的部分"),
    ),
    Case("HTML", lambda: b"\r\n<!DOCTYPE HTML><html></html>", web("网页")),
    Case("HTML table", lambda: "<table><tr><td>数".encode("gbk"), web("网页")),
    Case("CSV", lambda: "序号,机关\r\n1,甲\r\n".encode("gbk"), other(" CSV 文本")),
    Case("text", lambda: "今年没有变化\n".encode(), wrong("文本文件")),
    Case("UTF-16 text", lambda: "今年没有变化".encode("utf-16"), wrong("文本文件")),
    Case("XML", lambda: b'<?xml version="1.0"?><a/>', wrong("XML 文件")),
    Case("PDF", lambda: b"%PDF-1.7\n", document("PDF 文件")),
    Case("PNG", lambda: b"\x89PNG\r\n\x1a\n\0\0", picture("图片")),
    Case("JPEG", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", picture("图片")),
    Case("RTF", lambda: b"{\\rtf1\\ansi}", document("Word 文档")),
    Case("mail", lambda: b"MIME-Version: 1.0\r\n", mail("邮件")),
    Case("noise", lambda: bytes(range(256)) * 4, unlike("")),
    Case("RAR", lambda: b"Rar!\x1a\x07\x00", archive("RAR")),
    Case("7z", lambda: b"7z\xbc\xaf\x27\x1c\0\4", archive("7z")),
    Case("gz", lambda: b"\x1f\x8b\x08\0", archive("gz")),
    Case("bz2", lambda: b"BZh91AY", archive("bz2")),
    Case("xz", lambda: b"\xfd7zXZ\0", archive("xz")),
    Case("tar", lambda: b"a.xlsx".ljust(257, b"\0") + b"ustar\x0000", archive("tar")),
    Case(
        "winmail.dat",
        lambda: b"\x78\x9f\x3e\x22\1\0",
        mail("Outlook 打包的邮件附件（winmail.dat）"),
    ),
    Case("encrypted by TSD", lambda: b"%TSD-Header-###%" + bytes(range(200)), GUARDED),
    Case("encrypted by E-SafeNet", lambda: b"\x62\x14\x23\x65E-SafeNet\0\0LOCK", GUARDED),
    Case("Numbers", lambda: zipped({"Index/Document.iwa": "x", "preview.jpg": "x"}), NUMBERS),
    Case("BIFF 4", lambda: b"\x09\x04\x06\x00\x00\x04\x10\x00", other(" Excel 95 或更早的")),
    Case(
        "XML spreadsheet 2003",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        other("“XML 表格 2003”"),
    ),
    Case(
        "zip without a workbook", lambda: zipped({"说明.txt": "无"}), wrong("压缩包，里面没有表格")
    ),
    Case("OFD", lambda: zipped({"OFD.xml": "<OFD/>"}), document("OFD 文件")),
    Case(
        "docx",
        lambda: zipped(
            {
                "[Content_Types].xml": f'<Types xmlns="{PACKAGE}"><Override '
                'PartName="/word/document.xml" ContentType='
                '"application/vnd.openxmlformats-officedocument.wordprocessingml'
                '.document.main+xml"/></Types>',
                "word/document.xml": "",
            }
        ),
        document("Word 文档"),
    ),
    Case(
        "xlsb",
        lambda: zipped(
            {
                "[Content_Types].xml": f'<Types xmlns="{PACKAGE}"><Override PartName="/xl/workbook.bin" '
                'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
                "xl/workbook.bin": "",
            }
        ),
        other(" xlsb 二进制"),
    ),
    Case(
        "odt",
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        document("OpenDocument 文档"),
    ),
    Case("encrypted package", with_password, ENCRYPTED),
    Case(
        "compound file of Word",
        lambda: of_one_stream("WordDocument", b""),
        document("Word 文档"),
    ),
    Case("compound file of nothing known", lambda: of_one_stream("x", b""), DAMAGED),
    Case("compound file, header alone", lambda: xls(number(0, 0, 1))[:512], DAMAGED),
    Case("BIFF 5", lambda: of_one_stream("Book", b""), other(" Excel 95 或更早的")),
    Case("vbaProject", lambda: with_part("xl/vbaProject.bin", b"x"), MACROS),
    Case("macro sheet", lambda: with_part("xl/macrosheets/sheet1.xml", "<a/>"), MACROS),
)

BOMBS = (
    Case(
        "500 MB of blanks",
        lambda: zipped(parts(long_sheet(" " * 500, 1_000_000))),
        large("一张工作表展开后超过 16 MB"),
    ),
    Case(
        "500 MB of blanks in the strings",
        lambda: long_strings(" " * 500, 1_000_000),
        large("文件展开后超过 16 MB"),
    ),
    Case("3 million cells", lambda: cells_by(3_000_000), large("一张工作表展开后超过 16 MB")),
    Case("400,000 cells", lambda: cells_by(400_000), large("各工作表的内容")),
    Case(
        "5 million strings",
        lambda: long_strings("<si/>", 5_000_000),
        large("文件展开后超过 16 MB"),
    ),
    Case("500,000 strings", lambda: xlsx(strings="<si/>" * 500_000), large("文字超过 192000 段")),
    Case(
        "a string of 100 MB",
        lambda: long_strings("字" * 33, 1_000_000),
        large("文件展开后超过 16 MB"),
    ),
    Case(
        "a string of 1 MB",
        cells(f'<c r="A1" t="str"><v>{"字" * 400_000}</v></c>'),
        large("一个单元格里有 400000 个字"),
    ),
    Case(
        "a million styles",
        lambda: xlsx(styles=f"<cellXfs>{'<xf/>' * 1_000_000}</cellXfs>"),
        large("样式"),
    ),
    Case(
        "100,000 styles",
        lambda: xlsx(styles=f"<cellXfs>{'<xf/>' * 100_000}</cellXfs>"),
        large("单元格样式有 100000 种"),
    ),
    Case(
        "100,000 names",
        lambda: xlsx(book=f"<definedNames>{'<definedName/>' * 100_000}</definedNames>"),
        large("定义的名称和部件有 100007 项"),
    ),
    Case(
        "500,000 ranges of a validation",
        lambda: xlsx(after=f'<dataValidation sqref="{"A1 " * 500_000}"/>'),
        large("工作表“表1”的数据有效性和条件格式"),
    ),
    Case("1,000 sheets", lambda: zipped(parts(*[sheet("")] * 1000)), large("文件里有 1004 个部分")),
    Case("300 sheets", lambda: zipped(parts(*[sheet("")] * 300)), large("工作表有 300 张")),
    Case(
        "far cell",
        lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        far("XFD1048576"),
    ),
    Case("far row", lambda: xlsx('<row r="9000"><c r="A9000"><v>1</v></c></row>'), far("A9000")),
    Case("beyond the grid", cells('<c r="ZZZZ1"><v>1</v></c>'), far("ZZZZ1")),
    Case("wrapping address", cells('<c r="A4294967297"><v>1</v></c>'), far("A4294967297")),
    Case(
        "merge over the sheet",
        lambda: xlsx(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        merged("A1:XFD1048576"),
    ),
    Case(
        "merge 2000 × 2000",
        lambda: xlsx(after='<mergeCells><mergeCell ref="A1:BXX2000"/></mergeCells>'),
        merged("A1:BXX2000"),
    ),
    Case(
        "ods: far cell",
        lambda: ods(
            ods_table(
                '<table:table-row table:number-rows-repeated="1048575"/><table:table-row>'
                '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
            )
        ),
        far("A1048576"),
    ),
    Case(
        "ods: a cell repeated",
        lambda: ods(
            ods_table(
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'table:number-columns-repeated="16384" office:value-type="float" '
                'office:value="1"/></table:table-row>'
            )
        ),
        far("XFD1000000"),
    ),
    Case(
        "ods: merge over the sheet",
        lambda: ods(
            ods_table(
                '<table:table-row><table:table-cell table:number-columns-spanned="16384" '
                'table:number-rows-spanned="1048576"/></table:table-row>'
            )
        ),
        merged("A1:XFD1048576"),
    ),
    Case("xls: far cell", lambda: xls(number(65535, 255, 1)), far("IV65536")),
    Case(
        "xls: a merge over the sheet",
        lambda: xls(record(0xE5, struct.pack("<5H", 1, 0, 65535, 0, 255))),
        merged("A1:IV65536"),
    ),
    Case(
        "xls: more strings claimed than there are",
        lambda: xls(book=record(0xFC, struct.pack("<IIHB", 1, 9, 1, 0) + b"a")),
        DAMAGED,
    ),
    Case(
        "xls: 2 billion strings",
        lambda: xls(book=record(0xFC, struct.pack("<II", 1, 2_000_000_000))),
        large("文字超过 192000 段"),
    ),
)

MARKUP = (
    Case("DTD", with_doctype(""), suspicious("文档类型声明")),
    Case("entities", laughing, suspicious("文档类型声明")),
    Case(
        "external entity",
        with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'),
        suspicious("文档类型声明"),
    ),
    Case(
        "DTD in the workbook",
        lambda: with_part("xl/workbook.xml", "<!DOCTYPE a><a/>"),
        suspicious("文档类型声明"),
    ),
    Case(
        "200,000 nested tags",
        lambda: xlsx(after="<x>" * 200_000 + "</x>" * 200_000),
        large("工作表“表1”的数据有效性和条件格式"),
    ),
    Case(
        "200,000 nested tags in a cell",
        cells('<c r="A1">' + "<x>" * 200_000 + "</x>" * 200_000 + "</c>"),
        suspicious("单元格之间夹着别的内容"),
    ),
    Case(
        "500,000 nested tags in a string",
        lambda: xlsx(strings="<si>" + "<r>" * 500_000 + "</r>" * 500_000 + "</si>"),
        large("文字的格式"),
    ),
    Case(
        "not closed",
        whole_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>'),
        suspicious("不规范的 XML"),
    ),
    Case(
        "unbound prefix",
        cells("<c><v>1<!-- --></v></c><x:c/>"),
        suspicious("不规范的 XML"),
    ),
    Case(
        "raw control character",
        cells('<c r="A1" t="str"><v>\x01</v></c>'),
        suspicious("不规范的 XML"),
    ),
    Case(
        "control character by reference",
        cells('<c r="A1" t="str"><v>&#1;</v></c>'),
        suspicious("不规范的 XML"),
    ),
    Case(
        "lone surrogate by reference",
        cells('<c r="A1" t="str"><v>&#xD800;</v></c>'),
        suspicious("不规范的 XML"),
    ),
    Case(
        "unknown encoding",
        whole_sheet('<?xml version="1.0" encoding="x-none"?><a/>'),
        suspicious("不认识的文字编码"),
    ),
    Case("Strict Open XML", lambda: zipped(parts(sheet(ONE_CELL), namespace=STRICT)), STRICT_XML),
    Case(
        "ods: DTD",
        lambda: zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "<!DOCTYPE a><a/>",
            }
        ),
        suspicious("文档类型声明"),
    ),
    Case(
        "ods: nested",
        lambda: ods("<table:x>" * 5000 + "</table:x>" * 5000),
        suspicious("层层嵌套的内容"),
    ),
)

SHEETS = (
    Case(
        "two sheets of one name",
        lambda: zipped(parts(sheet(""), sheet(""), names=["Sheet", "SHEET"])),
        suspicious("两张同名的工作表"),
    ),
    Case("no sheet", lambda: zipped(parts()), suspicious("没有工作表")),
    Case(
        "two values in a cell",
        cells('<c r="A1"><v>12</v><v>999</v></c>'),
        suspicious("一个单元格里有两个值"),
    ),
    Case(
        "a value and a text in a cell",
        cells('<c r="A1" t="inlineStr"><v>123</v><is><t>999</t></is></c>'),
        suspicious("一个单元格里有两个值"),
    ),
    Case(
        "one address twice",
        cells('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'),
        suspicious("两个地址相同的单元格"),
    ),
    Case(
        "a cell in another row",
        cells('<c r="A5"><v>1</v></c>'),
        suspicious("单元格不在它所写的行里"),
    ),
    Case(
        "address of nothing", cells('<c r="$A$1"><v>1</v></c>'), suspicious("不合规范的单元格地址")
    ),
    Case("row 0", lambda: xlsx('<row r="0"><c><v>1</v></c></row>'), suspicious("不合规范的行号")),
    Case(
        "string out of range", cells('<c r="A1" t="s"><v>3</v></c>'), suspicious("指向不存在的文字")
    ),
    Case(
        "string of negative index",
        cells('<c r="A1" t="s"><v>-1</v></c>'),
        suspicious("指向不存在的文字"),
    ),
    Case(
        "1904 dates",
        lambda: xlsx(
            '<row r="1"><c r="A1" s="1"><v>12</v></c></row>',
            styles='<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
            book='<workbookPr date1904="1"/>',
        ),
        DATES_1904,
    ),
    Case("unknown type of cell", cells('<c r="A1" t="zz"><v>1</v></c>'), DAMAGED),
    Case(
        "ods: password",
        lambda: ods("", extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        PASSWORD,
    ),
    Case("ods: macros", lambda: ods("", extra={"Basic/Standard/a.xml": "<a/>"}), MACROS),
    Case("xls: password", lambda: xls(book=record(0x2F, b"\1\0\1\0")), PASSWORD),
    Case(
        "xls: one address twice",
        lambda: xls(number(0, 0, 1), number(0, 0, 2)),
        suspicious("两个地址相同的单元格"),
    ),
    Case(
        "xls: string out of range",
        lambda: xls(record(0xFD, struct.pack("<HHHI", 0, 0, 0, 9))),
        suspicious("指向不存在的文字"),
    ),
    Case(
        "xls: 1904 dates",
        lambda: xls(
            number(0, 0, 12),
            book=record(0x22, b"\1\0") + record(0xE0, struct.pack("<HH16x", 0, 14)),
        ),
        DATES_1904,
    ),
)

CASES = (*CONTAINERS, *BOMBS, *MARKUP, *SHEETS)
assert len({case.what for case in CASES}) == len(CASES)
