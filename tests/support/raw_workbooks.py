"""Workbooks built in a few lines: raw sheet XML in a package, records in a compound file."""

import io
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nianbao.formats.compound import SIGNATURE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SECTOR = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_IN_HEADER = 109
ONE_CELL = '<row r="1"><c r="A1"><v>7</v></c></row>'


class Repeated(NamedTuple):
    """A part too long to be built at once: a million times ``piece`` between head and tail."""

    head: str
    piece: str
    times: int
    tail: str

    def chunks(self) -> Iterator[bytes]:
        """Yield the part piece by piece."""
        yield self.head.encode()
        batch = (self.piece * 1000).encode()
        for _ in range(self.times // 1000):
            yield batch
        yield self.tail.encode()


Part = str | bytes | Repeated


def zipped(parts: Mapping[str, Part] | Mapping[str, bytes] | Sequence[tuple[str, Part]]) -> bytes:
    """Return a zip of the parts; pairs may repeat a name."""
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    packed = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, part in pairs:
            if isinstance(part, Repeated):
                with archive.open(name, "w") as member:
                    for chunk in part.chunks():
                        member.write(chunk)
            else:
                archive.writestr(name, part)
    return packed.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations(*targets: tuple[str, str]) -> str:
    """Return a part of relations rId1, rId2, … of (kind, target)."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def long_sheet(piece: str, times: int) -> Repeated:
    """Return the XML of a worksheet whose rows are a piece many times over."""
    head, tail = sheet("|").split("|")
    return Repeated(head, piece, times, tail)


def long_strings(piece: str, times: int) -> bytes:
    """Return an xlsx whose table of strings is a piece many times over."""
    made = parts(sheet(ONE_CELL), strings="|")
    head, tail = str(made["xl/sharedStrings.xml"]).split("|")
    return zipped(made | {"xl/sharedStrings.xml": Repeated(head, piece, times, tail)})


def sheet(rows: str, after: str = "", *, before: str = "") -> str:
    """Return the XML of a worksheet with these rows."""
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    *sheets: Part,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    strings: str = "",
    styles: str = "",
    book: str = "",
    namespace: str = MAIN,
) -> dict[str, Part]:
    """Return the parts of an xlsx package; each sheet is given as the XML of its part."""
    names = names or [f"表{number}" for number in range(1, len(sheets) + 1)]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(zip(names, states, strict=True), start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    made: dict[str, Part] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{CONTENT}.sheet.main+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{book}'
        f"<sheets>{listed}</sheets></workbook>",
    }
    for number, each in enumerate(sheets, start=1):
        made[f"xl/worksheets/sheet{number}.xml"] = each
    if strings:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        targets.append(("sharedStrings", "sharedStrings.xml"))
    if styles:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        targets.append(("styles", "styles.xml"))
    made["xl/_rels/workbook.xml.rels"] = relations(*targets)
    return made


def xlsx(rows: str = ONE_CELL, after: str = "", **rest: str) -> bytes:
    """Return an xlsx of one sheet 表1 with these rows."""
    return zipped(parts(sheet(rows, after), **rest))


def ods(body: str, *, styles: str = "", extra: Mapping[str, Part] | None = None) -> bytes:
    """Return an ods with this XML inside ``office:spreadsheet``."""
    spaces = " ".join(
        f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    spaces += f' xmlns:number="{ODF}:datastyle:1.0"'
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calc}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            **(extra or {}),
        }
    )


def ods_table(rows: str, name: str = "表1", more: str = "") -> str:
    """Return a table of an ods."""
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def record(kind: int, body: bytes = b"") -> bytes:
    """Return a BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(*records: bytes, book: bytes = b"", name: str = "表1", state: int = 0) -> bytes:
    """Return an xls of one sheet with these records; ``book`` goes before the sheet's entry."""
    label = name.encode("utf-16-le")
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    entry_size = 4 + 4 + 2 + 2 + len(label)
    end = record(0x000A)
    start = len(begin) + len(book) + entry_size + len(end)
    entry = record(0x0085, struct.pack("<IBBBB", start, state, 0, len(name), 1) + label)
    begin_sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    return of_one_stream(
        "Workbook", b"".join((begin, book, entry, end, begin_sheet, *records, end))
    )


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """Return a NUMBER record."""
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def of_one_stream(name: str, content: bytes) -> bytes:
    """Return a compound file that holds this stream alone: header, FAT, directory, content."""
    # A stream under 4096 bytes would have to live in the mini stream.
    sectors = max(-(-len(content) // _SECTOR), 1)
    entries = _SECTOR // 4
    fat_sectors = -(-(sectors + 2) // (entries - 1))
    first = fat_sectors + 1
    chain = [*range(first + 1, first + sectors), _END]
    fat = [_FAT] * fat_sectors + [_END] + chain
    fat += [_FREE] * (fat_sectors * entries - len(fat))
    places = [*range(fat_sectors), *[_FREE] * (_IN_HEADER - fat_sectors)]
    size = sectors * _SECTOR
    root = _directory_entry("Root Entry", 5, 1, (_END, 0))
    return b"".join(
        (
            _header(fat_sectors, places).ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(fat)}I", *fat),
            (root + _directory_entry(name, 2, _FREE, (first, size))).ljust(_SECTOR, b"\0"),
            content.ljust(size, b"\0"),
        )
    )


def _header(fat_sectors: int, places: list[int]) -> bytes:
    versions = (0x3E, 3, 0xFFFE, 12, 6)
    return struct.pack(
        f"<8s16x5H6x9I{_IN_HEADER}I", SIGNATURE, *versions, 1,
        fat_sectors, fat_sectors, 0, _SECTOR, _END, 0, _END, 0, *places,
    )  # fmt: skip


def _directory_entry(name: str, kind: int, child: int, place: tuple[int, int]) -> bytes:
    label = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIQ", label, len(label) + 2, kind, 1, _FREE, _FREE, child, *place
    )
