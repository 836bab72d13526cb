"""Reading what is not a table: single entries beside their labels, narratives below theirs."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from nianbao import prose
from nianbao.findings.finding import Finding, finding
from nianbao.form import report
from nianbao.formats.limits import CELL_CHARACTERS
from nianbao.formats.spreadsheet.dates import to_the_second
from nianbao.formats.spreadsheet.number_formats import ShownNumber
from nianbao.formats.spreadsheet.sheet import ErrorValue, MarkedText, Sheet, Value
from nianbao.prose import squeeze
from nianbao.workbook import layout as at
from nianbao.workbook.layout import Block, Pair, layout
from nianbao.workbook.read.entries import plain
from nianbao.workbook.read.labels import Position, Words, key

# Rows in which a clerk, or a program, wrote that there is nothing to write.
_NOTHING = frozenset({"0", "无", "/", "-", "—", "——", "、"})
# Bullets of the symbol faces of Word, in the private range that only those faces draw.
_BULLETS = dict.fromkeys(range(0xF020, 0xF100), "·")
_UNKNOWN_FORMAT = "（格式"
# How far to the right of its label an entry may have slid.
_REACH = 8
_NEAR_ENOUGH = 60
_POSTCODE = 6
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
_SHOWN = 40
_TITLES = [key(text) for text in (at.BASICS, *at.PART_TITLES.values())]
_FIRST_LABELS = [
    key(text)
    for text in (
        at.DECLARATION_LABEL,
        layout().basics[0].text,
        layout().fees[0].text,
        *(report.label(block.path) for block in layout().blocks),
    )
]
# The head above last year's part five.
_OF_LAST_YEAR = re.compile("20[0-9]{2}年的“[^”]+”，供对照")
_OWN_NOTES = ("本表", "填报机关")
_OWN_HEAD = "参考语句"
_NARRATIVES = frozenset(block.path for block in layout().blocks)
# What our own sheets of tables and narratives say.
OWN_WORDS = frozenset(
    (
        *(key(label.text) for place in layout().tables for label in place.table.labels),
        *(key(text) for text in at.EXPLANATION_LABELS.values()),
        *_TITLES,
        *_FIRST_LABELS,
    )
)


@dataclass(frozen=True)
class Passage:
    """A text as it was read, and where it begins; ``cleaned``: characters dropped.

    ``lost`` has the cells whose text is not in it: the sentence that says why, what stands there.
    """

    text: str
    position: Position
    cleaned: bool = False
    longest_cell: int = 0
    lost: Mapping[Position, tuple[str, str]] = field(default_factory=dict)
    spare: tuple[str, ...] = ()
    """What stood alone in rows that say nothing."""


def as_text(value: Value | None) -> str:
    """Return what stands in a cell as the clerk sees it; blanks and errors are no text."""
    match value:
        case None | ErrorValue():
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return plain(value)
        case datetime.datetime() if value.time() == datetime.time():
            return f"{value.year}年{value.month}月{value.day}日"
        case datetime.datetime():
            return to_the_second(value).strftime("%Y-%m-%d %H:%M:%S")
        case datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case _:
            return str(value)


def basic(path: str, value: Value | None) -> str:
    """Return an entry of 基本信息: no line break in a name, six digits in a postcode."""
    if path == "postcode" and isinstance(value, float) and 0 <= value < 10**_POSTCODE:
        return f"{value:0{_POSTCODE}.0f}"
    text = as_text(value)
    return prose.clean_line(_LINE_BREAK.sub("", text) if path == "organisation" else text)


def fitting(path: str, value: Any) -> Any:
    """Return what goes back to the clerk of an entry: no more of a text than one cell takes.

    Narratives have many cells.
    """
    is_long = isinstance(value, str) and path not in _NARRATIVES
    return value[:CELL_CHARACTERS] if is_long else value


def entry_beside(
    pair: Pair, sheet: Sheet, found: Words, labels: Collection[str]
) -> tuple[Position, Value | None] | None:
    """Return position and value of the entry right of ``pair``'s label, None without the label.

    Skipped on the way: our own note beside the entry, and cells that hold formulas of ours.
    """
    standing = found.get(key(pair.text), ())
    if not standing:
        return None
    row, column = _nearest(standing, (pair.label.row - 1, pair.label.column - 1))
    for right in range(column + 1, column + 1 + _REACH):
        value = sheet.cells.get((row, right))
        text = key(value) if isinstance(value, str) else ""
        is_ours = bool(text) and (text == key(pair.note) or text.startswith("本表"))
        if value is None or is_ours:
            continue
        if text in labels:
            break
        return (row, right), value
    return (row, column + 1), None


def read_passage(block: Block, sheet: Sheet, label: Position, end: int) -> Passage:
    """Return the narrative in the rows between its ``label`` and row ``end`` (exclusive)."""
    row, column = label
    below = [each for each in range(row + 1, end) if each not in sheet.hidden_rows]
    rows = [(each, text) for each in below if (text := _said(sheet.cells.get((each, column))))]
    spare = _spare([text for _, text in rows])
    kept = [(each, text) for each, text in rows if squeeze(text) not in spare]
    first = kept[0][0] if kept else row + 1
    typed = [text for _, text in kept]
    return Passage(
        prose.join(typed),
        (first, column),
        any(map(prose.drops_characters, typed)),
        max(map(len, typed), default=0),
        dict((*_lost(sheet, column, range(row + 1, end)), *_astray(sheet, label, end))),
        tuple(squeeze(text) for _, text in rows if squeeze(text) in spare),
    )


def missing(block: Block, sheet: Sheet, before: Block | None) -> Finding:
    """Say that a label is gone; where the text of the block ``before`` runs over it, say that."""
    home, label = (block.label.row - 1, block.label.column - 1), report.label(block.path)
    if before is None or not isinstance(sheet.cells.get(home), str):
        return finding("passage missing", seen=label)
    where, rows = [sheet.address(*home)], str(before.rows)
    return finding("passage overrun", where, seen=label, expected=rows)


def told_of(passage: Passage, block: Block, sheet: Sheet) -> Iterator[Finding]:
    """Yield what is wrong with a narrative as it was read from ``sheet``."""
    places, name = [sheet.address(*passage.position)], report.label(block.path)
    if passage.cleaned:
        yield finding("text cleaned", places)
    if passage.spare:
        seen, number = "”“".join(dict.fromkeys(passage.spare)), len(passage.spare)
        yield finding("spare rows", places, seen=seen, expected=name, number=number)
    if passage.longest_cell >= CELL_CHARACTERS:
        longest = str(passage.longest_cell)
        yield finding("text too long", places, seen=name, expected=longest)
    for lost, (sentence, seen) in passage.lost.items():
        yield finding(sentence, [sheet.address(*lost)], seen=seen)


def _said(value: Value | None) -> str:
    """Return the text of a row as people see it; nothing of what is struck through."""
    if isinstance(value, ShownNumber):
        return "" if value.startswith(_UNKNOWN_FORMAT) else str(value)
    text = value.standing if isinstance(value, MarkedText) else as_text(value)
    return text.translate(_BULLETS)


def _spare(texts: Collection[str]) -> frozenset[str]:
    """Return what is left out of a narrative: signs of nothing, unless they are all there is."""
    said = {squeeze(text) for text in texts}
    is_said = bool(said - _NOTHING) or len(texts) > 1
    return frozenset(said & _NOTHING if is_said else ())


def _lost(sheet: Sheet, column: int, rows: range) -> Iterator[tuple[Position, tuple[str, str]]]:
    """Yield the cells that hold no text: numbers shown in a unit that the file does not store.

    So too the cells Excel took for formulas, as it does with a text like ``-加强公开``.
    """
    for row in rows:
        value = sheet.cells.get((row, column))
        if told := _why_lost(sheet, (row, column), value):
            yield (row, column), told


def _why_lost(sheet: Sheet, place: Position, value: Value | None) -> tuple[str, str] | None:
    """Return the sentence for what of a row is not read as it stands, and what it shows."""
    if value is None:
        return ("text lost", "没有结果的公式") if place in sheet.uncomputed else None
    if place[0] in sheet.hidden_rows and (text := as_text(value).strip()):
        return "text hidden", text[:_SHOWN]
    match value:
        case ErrorValue():
            return "text lost", f"错误值 {value}"
        case ShownNumber() if not value or value.startswith(_UNKNOWN_FORMAT):
            return "text lost", f"数字 {value.held}，显示成别的样子"
        case MarkedText() if value.struck.strip():
            return "text struck", value.struck.strip()[:_SHOWN]
        case MarkedText() if value.raised.strip():
            return "text raised", value.raised.strip()[:_SHOWN]
    return None


def _astray(sheet: Sheet, label: Position, end: int) -> Iterator[tuple[Position, tuple[str, str]]]:
    """Yield what was written beside a narrative, but not in a column that has our head."""
    rows = range(label[0] + 1, end)
    for (row, column), value in sheet.cells.items():
        if row not in rows or column == label[1] or (row, column) in sheet.formulas:
            continue
        text = squeeze(as_text(value))
        is_ours = key(text) in OWN_WORDS or text.startswith("本表")
        if text and not is_ours and (label[0], column) not in sheet.cells:
            yield (row, column), ("stray text", text[:_SHOWN])


def is_own_note(text: str) -> bool:
    """Whether a text is one that the form lays beside the entries, to be copied or compared."""
    return squeeze(text).startswith(_OWN_NOTES) or is_own_head(text)


def is_own_head(text: str) -> bool:
    """Whether a text heads what the form lays beside a narrative."""
    return squeeze(text).startswith(_OWN_HEAD) or _OF_LAST_YEAR.match(text) is not None


def in_one_column(
    values: Mapping[str, tuple[Sheet, Position, Value | None]],
) -> tuple[dict[str, tuple[Sheet, Position, Value | None]], list[tuple[Sheet, Position, Value]]]:
    """Return entries as they stand in the column of most of them, and what stood elsewhere.

    A note to the right of a blank entry is not that entry.
    """
    columns = Counter(position[1] for _, position, value in values.values() if value is not None)
    home = columns.most_common(1)[0][0] if columns else None
    kept, astray = dict(values), []
    for path, (sheet, position, value) in values.items():
        if home is not None and position[1] != home:
            kept[path] = sheet, (position[0], home), None
            if value is not None:
                astray.append((sheet, position, value))
    return kept, astray


def block_labels(
    blocks: Collection[Block], texts: Collection[str], found: Words
) -> Iterator[tuple[Block, Position | None]]:
    """Yield each block with its label's position: where the form has it, else in reading order.

    A clerk may type a heading that reads like a label; the label is the one in its own place.
    """
    after = -1
    for block, text in zip(blocks, texts, strict=True):
        standing = [position for position in found.get(key(text), ()) if position[0] > after]
        if not standing:
            yield block, None
            continue
        home = (block.label.row - 1, block.label.column - 1)
        position = home if home in standing else standing[0]
        after = position[0]
        yield block, position


def nearest_word(label: str, found: Words) -> str | None:
    """Return what a missing label was most likely changed to; our own words are not it."""
    others = [word for word in found if word not in OWN_WORDS]
    best = process.extractOne(key(label), others, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return best[0] if best else None


def part_tops(found: Words) -> list[int]:
    """Return the rows in which a part of the form begins: its title, its first label below it.

    A title alone may be a paragraph that somebody pasted.
    """
    firsts = [row for text in _FIRST_LABELS for row, _ in found.get(text, ())]
    titles = [row for text in _TITLES for row, _ in found.get(text, ())]
    below = at.FIRST_LABEL_ROW
    return [row for row in titles if any(row < first < row + below for first in firsts)]


def _nearest(standing: tuple[Position, ...], home: Position) -> Position:
    return home if home in standing else standing[0]
