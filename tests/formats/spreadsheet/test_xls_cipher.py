"""An .xls of a workbook with a locked structure is encrypted, and reads like any other."""

import base64
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from nianbao.findings.finding import Refusal
from nianbao.formats.compound import opened, stream
from nianbao.formats.limits import LIMITS
from nianbao.formats.spreadsheet import opening
from nianbao.workbook.read.reader import read_return
from support import libreoffice
from support.raw_workbooks import number, of_one_stream, record, unzipped, xls

HERE = Path(__file__).parent
# Streams of one sheet, encrypted as Excel does it (RC4 CryptoAPI), over two blocks.
ENCRYPTED: dict[str, str] = json.loads((HERE / "locked_xls.json").read_text("ascii"))
ODS = HERE.parents[2] / "samples/收到的附件/自然资源局-定稿.ods"
PASSWORD = "文件设了打开密码。请在 Excel 或 WPS 中取消打开密码，保存后重新发送。"


def with_locked_structure(data: bytes) -> bytes:
    """Return an ods whose structure is protected, without a password."""
    made = unzipped(data)
    body = b"<office:spreadsheet"
    made["content.xml"] = made["content.xml"].replace(
        body, body + b' table:structure-protected="true"', 1
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in made.items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.office
def test_a_form_with_a_locked_structure_reads_as_an_xls() -> None:
    data = with_locked_structure(ODS.read_bytes())
    saved = libreoffice.convert_from({"form": data}, "ods", libreoffice.FILTERS["xls"])["form"]
    with opened(saved) as file:
        assert struct.pack("<HH", 0x2F, 54) in stream(file, "Workbook")[:100]
    locked, plain = read_return(saved), read_return(ODS.read_bytes())
    assert locked.entries == plain.entries
    assert locked.carriers == plain.carriers
    assert locked.findings == plain.findings


@pytest.mark.parametrize("name", ["128 bits", "40 bits"])
def test_the_cells_of_an_encrypted_stream_are_read(name: str) -> None:
    data = of_one_stream("Workbook", base64.b64decode(ENCRYPTED[name]))
    assert opening.read(data).sheets[0].cells == {(0, 0): 7.0, (1, 2): 12.5}


@pytest.mark.parametrize(
    "file_pass",
    [
        b"",
        b"\1\0\1\0",
        b"\0\0\x2b\x8f\xc1\x02",
        struct.pack("<HHH", 1, 1, 1) + bytes(48),
        struct.pack("<HHHII", 1, 2, 2, 4, 0xFFFFFFFF) + bytes(60),
        struct.pack("<HHH", 1, 4, 4) + bytes(60),
    ],
    ids=["nothing", "cut off", "XOR", "a password", "a header too long", "agile"],
)
def test_a_password_that_somebody_set_is_named(file_pass: bytes) -> None:
    assert told(xls(number(0, 0, 1), book=record(0x2F, file_pass))) == PASSWORD


def test_a_password_of_ones_own_is_named() -> None:
    stream_of = base64.b64decode(ENCRYPTED["another password"])
    assert told(of_one_stream("Workbook", stream_of)) == PASSWORD


def test_a_large_encrypted_file_is_not_deciphered() -> None:
    pad = record(0x5C, bytes(8000)) * (LIMITS.encrypted // 8000 + 1)
    assert told(xls(book=record(0x2F, bytes(54)) + pad)) == (
        "加密的内容，远远超出本表应有的大小。请用原来发放的表重新填报。"
    )


def test_a_locked_structure_without_encryption_is_no_password() -> None:
    """PROTECT and PASSWORD alone: as programs write it that do not encrypt."""
    guarded = record(0x12, b"\1\0") + record(0x13, b"\xd5\xcc")
    assert opening.read(xls(number(0, 0, 1), book=guarded)).sheets[0].cells == {(0, 0): 1.0}


def told(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        opening.read(data)
    return str(refusal.value)
