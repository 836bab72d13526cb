"""grid + layout → a Reading: report, particulars, evidence and findings, found by their labels.

``read_return(data) -> Reading``; raises ``errors.Refusal`` for what is not a workbook of ours.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from nianbao.findings.finding import Refusal, finding
from nianbao.form import report
from nianbao.form.basics import YES_NO, BodyKind, Particulars
from nianbao.form.tables import Entry, Table, Total
from nianbao.formats.limits import CELL_CHARACTERS
from nianbao.formats.spreadsheet.addresses import address
from nianbao.formats.spreadsheet.opening import read
from nianbao.formats.spreadsheet.sheet import Sheet, Workbook
from nianbao.prose import clean_line, squeeze
from nianbao.rules import Evidence, StoredTotal
from nianbao.workbook import layout as at
from nianbao.workbook.form_code import FORM_NAME, FormCode
from nianbao.workbook.layout import Block, Pair, TablePlace, layout
from nianbao.workbook.read.copies import one_of_each
from nianbao.workbook.read.entries import Amount, read_count, read_money
from nianbao.workbook.read.labels import Binding, Position, Words, bind, key, leading_to, words
from nianbao.workbook.read.misplaced import contents, covered, strays
from nianbao.workbook.read.narratives import (
    as_text,
    basic,
    block_labels,
    entry_beside,
    fitting,
    in_one_column,
    missing,
    nearest_word,
    part_tops,
    read_passage,
    told_of,
)
from nianbao.workbook.read.overlooked import overlooked
from nianbao.workbook.read.places import Places
from nianbao.workbook.read.reading import Carriers, Reading, year_of

_OLD_LABELS = (
    *map(key, ("本年新制作数量", "本年新公开数量", "对外公开总数量")),
    *map(key, ("其他对外管理服务事项", "上一年项目数量")),
)
# The clerk enters nothing there; together they are more than half of a workbook.
_NOT_READ = frozenset({at.GUIDE, at.CHECKS})
_CODE = re.compile(r"\d{4}-[0-9A-Za-z]{1,16}-[0-9A-Za-z]{4}")
_RETYPE = "请用原来发放的表重新填报。"
_CHECK_HEADS = set(map(key, at.CHECK_HEADS))


def read_return(data: bytes) -> Reading:
    """Return what a returned workbook says. Raises ``Refusal`` where it is no form of ours.

    Where something is missing, it may be on a sheet that a clerk gave the name of one of ours.
    """
    try:
        reading = _Reader(read(data, _NOT_READ)).reading()
    except Refusal as refusal:
        if refusal.finding.code != "G-06":
            raise
        return _Reader(read(data)).reading()
    if not _lacks(reading):
        return reading
    return min(reading, _Reader(read(data)).reading(), key=_lacks)


def _lacks(reading: Reading) -> int:
    """Return how much was not found: figures, texts, the name of the body."""
    return len(reading.evidence.unread) + (not reading.entries["organisation"])


class _Reader:
    """Gathers one return; each part of the form by its own labels."""

    def __init__(self, workbook: Workbook) -> None:
        told = ((sheet, words(sheet)) for sheet in workbook.sheets)
        # 核对 names the texts as well, in cells of its own.
        self.saved_at = workbook.saved_at
        self.sheets, self.findings = one_of_each(
            [(sheet, found) for sheet, found in told if not found.keys() >= _CHECK_HEADS]
        )
        self.bindings = {place.table.key: self._bound(place.table) for place in layout().tables}
        self.entries: dict[str, Any] = {}
        self.places = Places()
        self.unread: set[str] = set()
        self.blank: set[str] = set()
        self.totals: dict[str, StoredTotal] = {}
        self.declared: dict[str, str | None] = {}
        self.typed: dict[str, Any] = {}
        self.explanations: dict[str, str] = {}
        self.taken: set[tuple[str, Position]] = set()

    def reading(self) -> Reading:
        self._require_our_form()
        for place in layout().tables:
            self._table(place)
        basics = self._basics()
        for name in (at.OVERVIEW, at.PROBLEMS, at.OTHER):
            self._narratives([block for block in layout().blocks if block.label.sheet == name])
        fee = self._fees()
        taken = self.taken | set(self.places.positions())
        self.findings += overlooked([sheet for sheet, _ in self.sheets], taken, self.findings)
        return Reading(
            self.entries,
            self._particulars(basics),
            Evidence(
                places=self.places,
                unread=frozenset(self.unread),
                blank=frozenset(self.blank),
                declared=self.declared,
                fee_declared=fee,
                totals=self.totals,
                explanations=self.explanations,
            ),
            tuple(self.findings),
            Carriers(self._printed_code(basics), self._hidden(), self.places.get(at.FORM_CODE, "")),
            basics["year"],
            {path: fitting(path, value) for path, value in self.typed.items()},
            self.saved_at,
        )

    def _require_our_form(self) -> None:
        for label in _OLD_LABELS:
            if any(label in found for _, found in self.sheets):
                raise Refusal(finding("old form", seen=label))
        if not any(self.bindings.values()) and not self._hidden():
            raise Refusal(finding("not our form"))

    def _hidden(self) -> dict[str, str]:
        for sheet, found in self.sheets:
            if sheet.cells.get((0, 0)) == "form" and key(FORM_NAME) in found:
                rows = {row for row, column in sheet.cells if column == 0}
                pairs = ((sheet.cells[row, 0], sheet.cells.get((row, 1))) for row in sorted(rows))
                return {as_text(name): as_text(value) for name, value in pairs}
        return {}

    # Tables

    def _bound(self, table: Table) -> list[Binding]:
        bound = (bind(table, sheet, found) for sheet, found in self.sheets)
        return [binding for binding in bound if binding is not None]

    def _table(self, place: TablePlace) -> None:
        bindings = self.bindings[place.table.key]
        if not bindings:
            self.findings.append(finding("sheet missing", seen=place.sheet))
            self.unread |= {entry.path for entry in place.table.entries}
            return
        binding = self._one_of(place, bindings)
        self._name_unmatched(binding)
        hidden = self._name_untidy(binding)
        for entry in place.table.entries:
            if entry.path not in hidden:
                self._figure(binding, entry)
        for total in place.table.totals:
            self._total(binding, total)
        self._declaration(place, binding)
        self._explanation(place, binding)

    def _one_of(self, place: TablePlace, bindings: list[Binding]) -> Binding:
        """Choose between copies of a sheet: equal ones are one, an untouched one is none."""
        first = next((each for each in bindings if each.sheet.name == place.sheet), bindings[0])
        if len(bindings) == 1:
            return first
        filled = {id(each): contents(each) for each in bindings}
        touched = [each for each in bindings if filled[id(each)]]
        distinct = {tuple(sorted(filled[id(each)].items())) for each in touched}
        if len(distinct) > 1:
            places = [each.sheet.address(each.top, 0) for each in touched]
            self.findings.append(finding("sheet twice", places, seen=place.sheet))
            return first
        return first if first in touched or not touched else touched[0]

    def _name_unmatched(self, binding: Binding) -> None:
        lost = [entry.path for entry in binding.table.entries if entry.path not in binding.cells]
        self.unread |= set(lost)
        where = [binding.sheet.address(binding.top, 0)]
        for text in binding.missing:
            if costs := len(leading_to(text, binding.table).intersection(lost)):
                advice = self._nearest_label(text, binding)
                self.findings.append(
                    finding("label missing", where, seen=text, expected=str(costs), advice=advice)
                )
        for text in binding.repeated:
            if not leading_to(text, binding.table).isdisjoint(lost):
                self.findings.append(finding("label twice", where, seen=text))
        if not binding.cells:
            self.findings.append(finding("columns moved", where, seen=binding.table.title))

    def _name_untidy(self, binding: Binding) -> Collection[str]:
        """Return the figures that lie under a merge; they and stray figures become findings."""
        hidden, sheet = covered(binding), binding.sheet
        self.unread |= hidden.keys()
        for path, (top, left, bottom, right) in hidden.items():
            self.places.put(path, sheet, binding.cells[path])
            area = f"{address(top, left)}:{address(bottom, right)}"
            self.findings.append(finding("figure merged", [self.places[path]], seen=area))
        if all(entry.path in binding.cells for entry in binding.table.entries):
            self.findings += [
                finding("stray figure", [sheet.address(*spot)], seen=as_text(sheet.cells[spot]))
                for spot in strays(binding)
            ]
        return hidden

    def _nearest_label(self, text: str, binding: Binding) -> str:
        _, found = next(pair for pair in self.sheets if pair[0] is binding.sheet)
        near = nearest_word(text, found)
        if near is None:
            return _RETYPE
        self.taken.add((binding.sheet.name, found[near][0]))
        return f"最接近的是“{near}”（{binding.sheet.address(*found[near][0])}），请改回原来的名称。"

    def _figure(self, binding: Binding, entry: Entry) -> None:
        position = binding.cells.get(entry.path)
        if position is None:
            return
        self.places.put(entry.path, binding.sheet, position)
        unit = "万元" if entry.is_money else None
        self._amount(entry.path, binding.sheet, position, unit)

    def _amount(self, path: str, sheet: Sheet, position: tuple[int, int], unit: str | None) -> None:
        value = sheet.cells.get(position)
        if value is None and position in sheet.uncomputed:
            amount = Amount(None, "formula without value", "公式")
        else:
            amount = read_money(value, unit) if unit else read_count(value)
        self.typed[path] = as_text(value) if amount.value is None else amount.value
        if amount.value is not None:
            self.entries[path] = amount.value
        elif amount.is_blank:
            self.blank.add(path)
        else:
            self.unread.add(path)
        if amount.sentence:
            expected = amount.held if amount.value is None else str(amount.value)
            places = [self.places[path]]
            self.findings.append(
                finding(amount.sentence, places, seen=amount.seen, expected=expected, unit=unit)
            )
        elif position in sheet.formulas and amount.value is not None:
            self.findings.append(finding("formula entered", [self.places[path]]))
        is_hidden = position[0] in sheet.hidden_rows or position[1] in sheet.hidden_columns
        if is_hidden and amount.value:
            seen = str(amount.value)
            self.findings.append(finding("figure hidden", [self.places[path]], seen=seen))

    def _total(self, binding: Binding, total: Total) -> None:
        position = binding.cells.get(total.path)
        if position is None:
            return
        self.places.put(total.path, binding.sheet, position)
        stored = read_count(binding.sheet.cells.get(position))
        is_formula = position in binding.sheet.formulas
        if stored.sentence and stored.value is None and not is_formula:
            words_there = [self.places[total.path]]
            self.findings.append(finding("total unreadable", words_there, seen=stored.seen))
        self.totals[total.path] = StoredTotal(stored.value, is_formula)

    def _declaration(self, place: TablePlace, binding: Binding) -> None:
        pair = place.declaration
        found = next(found for sheet, found in self.sheets if sheet is binding.sheet)
        above = [
            position for position in found.get(key(pair.text), ()) if position[0] < binding.top
        ]
        nearest = {key(pair.text): tuple(above[-1:])}
        beside = entry_beside(pair, binding.sheet, nearest, ())
        position, value = beside or (
            (at.DECLARATION_ROW - 1, place.declaration.entry.column - 1),
            None,
        )
        self.places.put(pair.path, binding.sheet, position)
        self.declared[place.table.key] = squeeze(as_text(value)) or None
        self.typed[pair.path] = as_text(value)

    def _explanation(self, place: TablePlace, binding: Binding) -> None:
        pair = place.explanation
        if pair is None:
            return
        found = next(found for sheet, found in self.sheets if sheet is binding.sheet)
        beside = entry_beside(pair, binding.sheet, found, ())
        text = clean_line(as_text(beside[1])) if beside else ""
        if beside and text:
            self.places.put(pair.path, binding.sheet, beside[0])
            self.typed[pair.path] = text
            self.explanations |= dict.fromkeys(at.EXPLAINED[place.table.key], text)

    # Everything else

    def _pair_values(self, pairs: tuple[Pair, ...]) -> dict[str, tuple[Sheet, Any, Any]]:
        """Return sheet, position and value of each pair, from the sheet with most of the labels."""
        labels = {key(pair.text) for pair in pairs}
        sheet, found = self._sheet_with(labels, pairs[0].label.sheet)
        read_pairs = {}
        for pair in pairs:
            beside = entry_beside(pair, sheet, found, labels)
            if beside is not None:
                read_pairs[pair.path] = (sheet, *beside)
                self.places.put(pair.path, sheet, beside[0])
        return read_pairs

    def _sheet_with(self, labels: set[str], name: str) -> tuple[Sheet, Words]:
        """Return the sheet with most of the labels; of several alike the one called ``name``."""
        for sheet, found in self.sheets:
            if sheet.name == name and labels <= found.keys():
                return sheet, found
        return max(
            self.sheets,
            key=lambda each: (sum(text in each[1] for text in labels), each[0].name == name),
        )

    def _basics(self) -> dict[str, str]:
        values = self._pair_values(layout().basics)
        return {
            pair.path: basic(pair.path, values[pair.path][2]) if pair.path in values else ""
            for pair in layout().basics
        }

    def _note_long_basics(self, basics: Mapping[str, str]) -> None:
        for pair in layout().basics:
            if (length := len(basics[pair.path])) > CELL_CHARACTERS:
                where, seen = [self.places[pair.path]], pair.text
                self.findings.append(
                    finding("text too long", where, seen=seen, expected=str(length))
                )

    def _particulars(self, basics: Mapping[str, str]) -> Particulars:
        given = {name: basics[name] for name in Particulars.model_fields if name != "kind"}
        kind = next((kind for kind in BodyKind if kind.value == squeeze(basics["kind"])), None)
        if basics["kind"] and kind is None:
            places = [self.places["kind"]]
            self.findings.append(finding("kind unread", places, seen=basics["kind"]))
        self._note_long_basics(basics)
        self.entries["organisation"] = basics["organisation"]
        self.typed |= {path: text for path, text in basics.items() if path != at.FORM_CODE}
        self.typed["year"] = year_of(basics["year"]) or basics["year"]
        return Particulars(kind=kind, **given)

    def _printed_code(self, basics: Mapping[str, str]) -> str:
        if basics[at.FORM_CODE]:
            return basics[at.FORM_CODE]
        for sheet, found in self.sheets:
            if not sheet.is_hidden:
                for text, positions in found.items():
                    if _CODE.fullmatch(text) and FormCode.parse(text):
                        self.places.put(at.FORM_CODE, sheet, positions[0])
                        return text
        return ""

    def _narratives(self, blocks: list[Block]) -> None:
        texts = [report.label(block.path) for block in blocks]
        wanted = {key(text) for text in texts}
        sheet, found = self._sheet_with(wanted, blocks[0].label.sheet)
        labels = list(block_labels(blocks, texts, found))
        starts = sorted(
            [*part_tops(found), *(row for _, place in labels if place for row in place[:1])]
        )
        bottom = max((row for row, _ in (*sheet.cells, *sheet.uncomputed)), default=0) + 1
        before: Block | None = None
        for block, position in labels:
            if position is None:
                self.unread.add(block.path)
                self.findings.append(missing(block, sheet, before))
                continue
            before = block
            end = next((row for row in starts if row > position[0]), bottom)
            passage = read_passage(block, sheet, position, end)
            self.entries[block.path] = self.typed[block.path] = passage.text
            self.places.put(block.path, sheet, passage.position)
            self.findings += told_of(passage, block, sheet)
            self.taken |= {(sheet.name, (row, position[1])) for row in range(position[0], end)}

    def _fees(self) -> str | None:
        values, astray = in_one_column(self._pair_values(layout().fees))
        self.findings += [
            finding("stray figure", [sheet.address(*place)], seen=as_text(value))
            for sheet, place, value in astray
        ]
        for pair in layout().fees:
            if pair.path not in values:
                self.unread.add(pair.path)
                self.findings.append(
                    finding("label missing", seen=pair.text, expected="1", advice=_RETYPE)
                )
            elif pair.path != "other.fee_charged":
                sheet, position, _ = values[pair.path]
                self.places.put(pair.path, sheet, position)
                is_money = report.kind_of(pair.path) is not int
                self._amount(pair.path, sheet, position, "元" if is_money else None)
        _, _, value = values.get("other.fee_charged", (None, None, None))
        typed = squeeze(as_text(value))
        self.typed["other.fee_charged"] = typed
        self.entries["other.fee_charged"] = YES_NO.get(typed)
        return typed or None
