"""The Word file: ``WordTemplate(path).render(published)`` gives the bytes of a .docx.

The template is an ordinary Word file with fields in it (docxtpl's way of writing them). Its package
is read and its XML compiled once; a document renders the XML into a copy of the package.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from lxml import etree

from nianbao.documents import fields
from nianbao.documents.composition import Published, compose
from nianbao.documents.fitting import SHORT, with_fitting_figures
from nianbao.documents.readback import Block, Form, verify
from nianbao.documents.wordread import DOCUMENT, parser, word_blocks
from nianbao.errors import ProgramFault, TemplateProblem
from nianbao.templating import Compiled, compiled

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_CORE, _APP, _PROPERTIES = "docProps/core.xml", "docProps/app.xml", "docProps/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT_TYPE = "application/vnd.openxmlformats"
_STATED_PARTS = (
    (_CORE, f"{_PACKAGE}/relationships/metadata/core-properties",
     f"{_DOCUMENT_TYPE}-package.core-properties+xml"),
    (_APP, f"{_OFFICE}/relationships/extended-properties",
     f"{_DOCUMENT_TYPE}-officedocument.extended-properties+xml"),
)  # fmt: skip
_CORE_XML = (
    f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator>{body}</dc:creator><dc:language>zh-CN</dc:language>"
    "<cp:lastModifiedBy>{body}</cp:lastModifiedBy></cp:coreProperties>"
)
_APP_XML = f'{_DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"/>'


@dataclass(frozen=True)
class _Part:
    """A part of the package: bytes as they are, or a template to render."""

    name: str
    content: bytes | Compiled


class WordTemplate:
    """A Word template, compiled; ``TemplateProblem`` where it is no Word file or not sound."""

    def __init__(self, path: Path) -> None:
        self.names: frozenset[str] = frozenset()
        self._parts = self._compiled(path)
        self._form = Form(
            "Word 文件",
            fields.CONTACT in self.names,
            fields.WEBSITE in self.names,
            fields.SIGNATURE in self.names,
        )

    def render(self, published: Published) -> bytes:
        """Return the finished document, read back; ``ProgramFault`` where it is not the report."""
        words = compose(published)
        context = fields.fields(published, words)
        finished = self.package(context, self.document(context), "".join(words.title))
        verify(blocks_of(finished), published, self._form)
        return finished

    def document(self, context: fields.Fields) -> bytes:
        """Return word/document.xml of one report."""
        written = next(_rendered(part, context) for part in self._parts if part.name == DOCUMENT)
        return with_fitting_figures(written) if _has_long_figures(context) else written

    def package(self, context: fields.Fields, document: bytes, title: str) -> bytes:
        """Return a Word file with ``document`` in it; its author is the body of ``context``."""
        buffer = BytesIO()
        stated = {"title": escape(title), "body": escape(str(context[fields.BODY]))}
        properties = [
            _Part(_CORE, _CORE_XML.format(**stated).encode()),
            _Part(_APP, _APP_XML.encode()),
        ]
        with zipfile.ZipFile(buffer, "w") as package:
            for part in (*self._parts, *properties):
                content = document if part.name == DOCUMENT else _rendered(part, context)
                entry = zipfile.ZipInfo(part.name, _EPOCH)
                entry.external_attr = 0o600 << 16
                package.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=4)
        return buffer.getvalue()

    def _compiled(self, path: Path) -> list[_Part]:
        contents = _without_properties(package_of(path))
        patcher = DocxTemplate(str(path))
        parts = [_Part(_TYPES, contents.pop(_TYPES))]
        for name, content in contents.items():
            if name.startswith("word/") and b"{" in content and name.endswith(".xml"):
                template = compiled(patcher.patch_xml(_one_line(content)), path.name)
                self.names |= template.names
                parts.append(_Part(name, template))
            else:
                parts.append(_Part(name, content))
        return parts


def blocks_of(finished: bytes) -> list[Block]:
    """Return what a finished Word file says; ``ProgramFault`` where it cannot be read."""
    try:
        return word_blocks(finished)
    except ValueError as fault:
        raise ProgramFault(f"生成的 Word 文件读不出来（{fault}）。文件没有保存。") from fault


def _has_long_figures(context: fields.Fields) -> bool:
    return any(
        len(figure) > short
        for table, short in SHORT.items()
        for figure in cast(dict[str, str], context[table]).values()
    )


def _rendered(part: _Part, context: fields.Fields) -> bytes:
    if isinstance(part.content, Compiled):
        return (_DECLARATION + part.content.render(context)).encode()
    return part.content


def package_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a Word file by name; ``TemplateProblem`` where it is none."""
    try:
        with zipfile.ZipFile(path) as package:
            contents = {item: package.read(item) for item in sorted(package.namelist())}
    except zipfile.BadZipFile:
        contents = {}
    if not {DOCUMENT, _TYPES, _RELATIONS} <= contents.keys():
        raise TemplateProblem(
            f"模板 {path.name} 不是 Word 文件（.docx）。请在 Word 中另存为 docx。"
        )
    return contents


def _one_line(content: bytes) -> str:
    """Return the XML as docxtpl patches it: no declaration, no line breaks between elements."""
    root = etree.fromstring(content, parser())
    return etree.tostring(root, encoding="unicode")


def _without_properties(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Return the package without its document properties, and with ours announced instead.

    Word and WPS write there who edited the template and for which firm.
    """
    kept = {name: content for name, content in contents.items() if not name.startswith(_PROPERTIES)}
    types, relations = (etree.fromstring(kept[name], parser()) for name in (_TYPES, _RELATIONS))
    for element in list(types):
        if str(element.get("PartName", "")).startswith(f"/{_PROPERTIES}"):
            types.remove(element)
    for element in list(relations):
        if str(element.get("Target", "")).lstrip("/").startswith(_PROPERTIES):
            relations.remove(element)
    for number, (name, relation, kind) in enumerate(_STATED_PARTS):
        etree.SubElement(
            types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=kind
        )
        etree.SubElement(
            relations, f"{{{_PACKAGE}/relationships}}Relationship",
            Id=f"stated{number}", Type=relation, Target=name,
        )  # fmt: skip
    for name, root in ((_TYPES, types), (_RELATIONS, relations)):
        kept[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return kept
