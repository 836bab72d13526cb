"""What of a PDF is against PDF/A-2b (ISO 19005-2) or untagged, as far as its objects tell.

``breaches(pdf)``; the clauses are named. No validator of the whole standard stands in the package
registries, so this looks at what archives reject files for.
"""

import re
from collections.abc import Iterator

import pymupdf

ICC_MARK = b"acsp"
# Keys that must not occur, with the clause that forbids them.
FORBIDDEN = {
    "JavaScript": "6.5.1", "JS": "6.5.1", "Launch": "6.5.1", "AA": "6.5.2", "Encrypt": "6.1.3",
    "EmbeddedFiles": "6.8", "XFA": "6.4.2", "NeedAppearances": "6.4.1", "LZWDecode": "6.1.7.2",
    "SMask": "transparency", "PS": "6.2.9",
}  # fmt: skip


def breaches(pdf: bytes) -> list[str]:
    """Return a line for each breach."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [*_identity(document), *_objects(document), *_faces(document), *_tags(document)]


def _identity(document: pymupdf.Document) -> Iterator[str]:
    catalog = document.pdf_catalog()
    metadata = document.get_xml_metadata()
    for stated in ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>"):
        if stated not in metadata:
            yield f"6.6.4 no {stated}"
    title = document.metadata["title"]
    if not title or f">{title}<" not in metadata:
        yield "6.6.3 title differs from the metadata"
    intents = _resolved(document, document.xref_get_key(catalog, "OutputIntents")[1])
    profile = re.search(r"/DestOutputProfile (\d+) 0 R", intents)
    if "/GTS_PDFA1" not in intents or not profile:
        yield "6.2.3 no output intent"
    elif document.xref_stream(int(profile[1]))[36:40] != ICC_MARK:
        yield "6.2.3 the output intent has no ICC profile"
    if document.xref_get_key(-1, "ID")[0] != "array":
        yield "6.1.3 no file identifier"
    if document.xref_get_key(catalog, "Lang")[1] != "zh-CN":
        yield "6.7.4 language is not Chinese"


def _resolved(document: pymupdf.Document, value: str) -> str:
    """Return the source of an array, and of what it refers to, two steps far."""
    for _ in range(2):
        found = dict.fromkeys(re.findall(r"(\d+) 0 R", value))
        value += "".join(document.xref_object(int(reference)) for reference in found)
    return value


def _objects(document: pymupdf.Document) -> Iterator[str]:
    for xref in range(1, document.xref_length()):
        source = document.xref_object(xref)
        for key, clause in FORBIDDEN.items():
            if re.search(rf"/{key}\b(?! /None| null)", source):
                yield f"{clause} /{key} in object {xref}"
        for opacity in re.findall(r"/(?:ca|CA) ([\d.]+)", source):
            if float(opacity) != 1:
                yield f"transparency in object {xref}"
        if "/Subtype /Link" in source and not int((re.findall(r"/F (\d+)", source) or "0")[0]) & 4:
            yield f"6.3.2 link {xref} does not print"


def _faces(document: pymupdf.Document) -> Iterator[str]:
    faces = {face[0]: face[3] for page in document for face in page.get_fonts(full=True)}
    for xref, name in faces.items():
        if not document.extract_font(xref)[3]:
            yield f"6.2.11.4 {name} is not embedded"
        if document.xref_get_key(xref, "ToUnicode")[0] != "xref":
            yield f"6.2.11.7 {name} has no Unicode"


def _tags(document: pymupdf.Document) -> Iterator[str]:
    catalog = document.pdf_catalog()
    if "/Marked true" not in document.xref_object(catalog):
        yield "untagged"
    if document.xref_get_key(catalog, "StructTreeRoot")[0] != "xref":
        yield "no structure"
