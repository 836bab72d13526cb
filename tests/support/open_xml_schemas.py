"""What is wrong with a Word file or workbook by the Open XML schemas, and what hangs loose in it.

``faults(content, ".docx")`` asks openxml-audit, which carries the schemas of Microsoft's Open XML
SDK; ``loose_ends(content)`` follows every part, content type and relationship of the package.
"""

import posixpath
import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

_TYPES = "[Content_Types].xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ISO 29500 lets the properties of a font come in any order, the SDK's schema in its own alone.
_ANY_ORDER = "/styleSheet[1]/fonts[1]/font["


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(FileFormat.OFFICE_2019)


def faults(content: bytes, ending: str) -> list[str]:
    """Return ``part path: fault`` for every error the validator finds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(content)
        found = _validator().validate(path).errors
    return [
        f"{each.part_uri} {each.path}: {each.description}"
        for each in found
        if each.severity is ValidationSeverity.ERROR and not each.path.startswith(_ANY_ORDER)
    ]


def loose_ends(content: bytes) -> list[str]:
    """Return parts without a content type, types without a part, targets and ids that lead nowhere."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    types = etree.fromstring(parts[_TYPES])
    stated = {each.get("PartName", "").lstrip("/") for each in types if each.get("PartName")}
    endings = {each.get("Extension") for each in types if each.get("Extension")}
    found = [f"no part {name}" for name in sorted(stated - parts.keys())]
    for name in sorted(parts.keys() - stated - {_TYPES}):
        # What Office reads has a type of its own; a default is for the relationships and pictures.
        if name.rpartition(".")[2] not in endings - {"xml"}:
            found.append(f"no content type for {name}")
    reached = {""}
    for name in sorted(each for each in parts if each.endswith(".rels")):
        folder, _, base = name.rpartition("_rels/")
        source = folder + base.removesuffix(".rels")
        targets = {
            each.get("Id"): posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            for each in etree.fromstring(parts[name])
            if each.get("TargetMode") != "External"
        }
        reached |= {target.lstrip("/") for target in targets.values()} | {name}
        known = {each.get("Id") for each in etree.fromstring(parts[name])}
        found += [f"{name}: no {to}" for to in targets.values() if to.lstrip("/") not in parts]
        if source in parts:
            used = {each.get(_ID) for each in etree.fromstring(parts[source]).iter()} - {None}
            found += [f"{source}: no relationship {each}" for each in sorted(used - known, key=str)]
    return found + [
        f"nothing leads to {name}" for name in sorted(parts.keys() - reached - {_TYPES})
    ]
