"""A county of sixty bodies over two years, from the blanks to the sums, as its office types it.

The county knows its bodies by what they typed (``sixty``); the program is run by its commands
alone and asked for its status after every step.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from nianbao.county.status import CHINA
from nianbao.form.names import cell
from nianbao.form.report import FIGURES, Applicants, Figure
from nianbao.workbook.layout import layout
from nianbao.workbook.read.reader import read_return
from support import libreoffice
from support.county_of_sixty import (
    BODIES,
    COUNTY,
    MISTAKES,
    NOTHING,
    Body,
    Entries,
    Ledger,
    Mailed,
    Mistake,
    figures,
    mailed,
    roster,
    sound,
)
from support.typed_commands import Typed, typed

TODAY = datetime.now(UTC).astimezone(CHINA).date()
SECOND = TODAY.year - 1
FIRST = SECOND - 1
# The first year's day has passed, the second year's is still to come: all are late, then none.
DUE = {FIRST: date(SECOND, 12, 31), SECOND: date(TODAY.year, 12, 31)}
# What the bodies' programs save, in turn; "": as it was typed, no formula ever computed.
SAVED_AS = {
    FIRST: ("xlsx", "", "xls", "", "xlsx", "", "xls", "", "xlsx", "", "ods", ""),
    SECOND: ("xlsx", "", "", "", "", "xls", "", "", "", ""),
}


@dataclass(frozen=True)
class Standing:
    """Where a body stands: its result, the codes of its errors, those of what else was found."""

    result: str = "missing"
    errors: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()


@dataclass
class Office:
    """The county's office: its folder, the year, what each body typed, where each must stand."""

    home: Path
    year: int = FIRST
    entries: dict[str, Entries] = field(default_factory=dict)
    expected: dict[str, Standing] = field(default_factory=dict)
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    rounds: int = 0

    def opens(self, year: int) -> None:
        """Begin to collect ``year``: settings, an empty ledger, a workbook to every body."""
        self.year, self.entries, self.ledger = year, {}, Ledger()
        self.expected = {body.name: Standing() for body in BODIES}
        settings = f'county = "青石县"\nyear = {year}\ndeadline = {DUE[year]}\n'
        (self.home / "nianbao.toml").write_text(settings, encoding="utf-8")
        (self.home / "名册.csv").write_text(roster(), encoding="utf-8")
        told = self.types("blank")
        assert (told.status, len(told.out.splitlines())) == (0, len(BODIES))
        self.check_status()

    def types(self, *arguments: str) -> Typed:
        return typed(*arguments, home=self.home)

    def program(self, number: int) -> str:
        """What the program of the body at ``number`` in a round saves."""
        return SAVED_AS[self.year][number % len(SAVED_AS[self.year])]

    def blank(self, body: Body, year: int | None = None) -> Path:
        name = f"{body.name}{year or self.year}年政府信息公开工作年报填报表.xlsx"
        return self.home / "发放" / name

    def returned(self, body: Body) -> Path:
        """Where the marked workbook of ``body`` lies, as the last ingest told."""
        return self.home / str(self.outcomes[body.name]["outputs"]["marked"])

    def ingests(self, attachments: Iterable[Mailed]) -> dict[str, dict[str, Any]]:
        """Receive attachments; return what was told of each file, by its name."""
        self.rounds += 1
        folder = f"收到/{self.rounds}"
        sent = list(attachments)
        mailed(sent, self.home / folder)
        told = self.types("ingest", folder, "--json")
        lines = [json.loads(line) for line in told.out.splitlines()]
        assert (told.err, len(lines)) == ("", len(sent))
        self.outcomes |= {each["organisation"]: each for each in lines}
        return {Path(each["file"]).name: each for each in lines}

    def standing(self) -> dict[str, Any]:
        told = self.types("status", "--json")
        assert (told.status, told.err) == (0, "")
        status: dict[str, Any] = json.loads(told.out)
        return status

    def check_status(self) -> None:
        """Every body stands where it must, every count is right, lateness to the day."""
        status = self.standing()
        late = max(0, (TODAY - DUE[self.year]).days)
        assert {each["body"]: _standing(each) for each in status["bodies"]} == self.expected
        results = Counter(each.result for each in self.expected.values())
        assert status["counts"] == {
            "bodies": len(BODIES),
            **{name: results[name] for name in ("missing", "returned", "accepted", "nil")},
            "late": len(BODIES) if late else 0,
            "unlisted": 0,
        }
        assert {each["days_late"] for each in status["bodies"]} == {late}

    def accepts(self, body: Body, noted: Iterable[str] = (), waived: Iterable[str] = ()) -> None:
        """Note that the return of ``body`` must count from now on."""
        typed = self.entries[body.name]
        result = "accepted" if any(typed[path] for path in FIGURES) else "nil"
        self.expected[body.name] = Standing(
            result, noted=frozenset(noted), waived=frozenset(waived)
        )
        self.ledger.accepted[body.name] = typed

    def rejects(self, body: Body, errors: Iterable[str]) -> None:
        self.expected[body.name] = Standing("returned", frozenset(errors))


def _standing(each: Mapping[str, Any]) -> Standing:
    codes: dict[bool, set[str]] = {True: set(), False: set()}
    for found in each["findings"]:
        codes[found["severity"] == "error"].add(found["code"])
    return Standing(
        each["result"],
        frozenset(codes[True]),
        frozenset(codes[False]),
        frozenset(found["code"] for found in each["waived"]),
    )


@pytest.mark.office
def test_sixty_bodies_over_two_years(tmp_path: Path) -> None:
    desk = Office(tmp_path)
    assert typed("init", home=tmp_path).status == 0
    first = _first_year(desk)
    _second_year(desk, first)


# The first year


def _first_year(desk: Office) -> Mapping[str, Entries]:
    random = Random(FIRST)
    desk.opens(FIRST)
    shuffled = random.sample(BODIES, len(BODIES))
    wrong, rest = dict(zip(shuffled, MISTAKES * 2, strict=False)), shuffled[2 * len(MISTAKES) :]
    swapped, absent, (nil, *sending) = rest[:2], rest[2:10], rest[10:]
    for body in BODIES:
        own = NOTHING if body is nil else figures(random, body)
        desk.entries[body.name] = sound(random, body, own)
    _swaps_workbooks(desk, swapped)
    _sends(desk, wrong, [nil, *sending])
    desk.check_status()
    _corrects(desk, wrong)
    desk.check_status()
    _sends(desk, {}, [*absent, *swapped])
    desk.check_status()
    assert desk.standing()["counts"]["missing"] == desk.standing()["counts"]["returned"] == 0
    _sums_up(desk)
    return desk.entries


def _swaps_workbooks(desk: Office, swapped: list[Body]) -> None:
    """Two bodies fill in each other's workbook: booked to neither, whatever the files are called."""
    one, other = swapped
    told = desk.ingests(
        Mailed(desk.blank(theirs), desk.entries[mine.name], theirs.name, "xlsx")
        for mine, theirs in ((one, other), (other, one))
    )
    assert {name: (each["status"], _errors(each)) for name, each in told.items()} == {
        f"{body.name}.xlsx": ("returned", {"I-03"}) for body in swapped
    }
    assert all(each["outputs"]["marked"] is None for each in told.values())
    nobodys = [Path(each["file"]).name for each in desk.standing()["unattributed"]]
    assert sorted(nobodys) == sorted(told)
    desk.check_status()


def _errors(outcome: Mapping[str, Any]) -> set[str]:
    return {each["code"] for each in outcome["findings"] if each["severity"] == "error"}


def _sends(desk: Office, wrong: Mapping[Body, Mistake], right: list[Body]) -> None:
    """Receive first returns, each under the name of the next body's: content alone counts."""
    bodies = [*wrong, *right]
    names = [body.name for body in (*bodies[1:], bodies[0])]
    attachments = []
    for number, (body, name) in enumerate(zip(bodies, names, strict=True)):
        typed = desk.entries[body.name]
        slips = wrong[body].typed(typed) if body in wrong else {}
        file = f"{number:02}{name}（最终版）"
        attachments.append(Mailed(desk.blank(body), {**typed, **slips}, file, desk.program(number)))
    told = desk.ingests(attachments)
    for body, sent in zip(bodies, attachments, strict=True):
        outcome = told[sent.file]
        codes = set(wrong[body].codes) if body in wrong else set()
        assert (outcome["organisation"], _errors(outcome)) == (body.name, codes), sent.file
        if body in wrong:
            desk.rejects(body, codes)
        else:
            desk.accepts(body)


def _corrects(desk: Office, wrong: Mapping[Body, Mistake]) -> None:
    """Correct marked workbooks, those with two mistakes one at a time; waive two findings."""
    waived = {"sums apart": "A-01", "total typed over": "A-10"}
    stubborn = {}
    for body, mistake in wrong.items():
        if mistake.name in waived and mistake.name not in stubborn:
            stubborn[mistake.name] = body
    for name, body in stubborn.items():
        _waives(desk, body, waived[name], wrong[body])
    left = [body for body in wrong if body not in stubborn.values()]
    halfway = [body for body in left if len(wrong[body].codes) > 1]
    attachments = {}
    for number, body in enumerate(left):
        entries = desk.entries[body.name]
        right = {path: entries.get(path, "") for path in wrong[body].slips if path in entries}
        if body in halfway:
            right = {path: text for path, text in right.items() if path in FIGURES}
        attachments[body] = Mailed(
            desk.returned(body), right, f"改好的表{number}", desk.program(number)
        )
    desk.ingests(attachments.values())
    for body in left:
        if body not in halfway:
            desk.accepts(body)
            continue
        desk.rejects(body, ["S-01"])
    desk.check_status()
    desk.ingests(
        Mailed(
            desk.returned(body),
            {path: desk.entries[body.name][path] for path in ("problems", "improvements")},
            f"再改{number}",
        )
        for number, body in enumerate(halfway)
    )
    for body in halfway:
        desk.accepts(body)
        versions = desk.types("history", body.name).out
        assert versions.count("退回") == 2, versions
        assert versions.count("已接收，现以这份为准") == 1, versions


def _waives(desk: Office, body: Body, code: str, mistake: Mistake) -> None:
    reason = ("--reason", "已向机关核实", "--by", "综合科")
    told = desk.types("waive", body.name, code, *reason)
    assert told.status == 0, told
    # What counts is what they sent, the mistake included.
    desk.entries[body.name] |= mistake.typed(desk.entries[body.name])
    desk.accepts(body, waived=[code])
    desk.check_status()


# The second year


def _second_year(desk: Office, first: Mapping[str, Entries]) -> None:
    random = Random(SECOND)
    desk.opens(SECOND)
    shuffled = random.sample(BODIES, len(BODIES))
    mistakes = MISTAKES + MISTAKES[: len(MISTAKES) // 2]
    wrong, rest = dict(zip(shuffled, mistakes, strict=False)), shuffled[len(mistakes) :]
    for body in BODIES:
        before = first[body.name]
        desk.entries[body.name] = sound(random, body, figures(random, body, before))
        _check_prefill(desk.blank(body), before)
    strayed, departments = rest[:3], [body for body in rest[3:] if body.code.startswith("BM")]
    compared = _compared_with_last_year(desk, first, departments)
    late = rest[-2:]
    sending = [body for body in rest if body not in (*strayed, *late) and body.name not in compared]
    _sends(desk, wrong, sending)
    desk.check_status()
    _send_last_years(desk, strayed[0])
    _carry_in_otherwise(desk, strayed[1:])
    _corrects(desk, wrong)
    _sends(desk, {}, [strayed[0], *late])
    desk.check_status()
    assert {each.result for each in desk.expected.values()} == {"accepted"}
    _sums_up(desk)


def _check_prefill(blank: Path, before: Entries) -> None:
    """The workbook that goes out holds last year's figures where this year's go on from them."""
    filled = read_return(blank.read_bytes()).entries
    in_force = [f"disclosure.{row}.in_force" for row in ("regulations", "normative_documents")]
    expected = dict.fromkeys(FIGURES, 0) | {path: before[path] for path in in_force}
    for column in Applicants.model_fields:
        carried = before[f"applications.carried_out.{column}"]
        expected[f"applications.carried_in.{column}"] = carried
    assert {path: filled[path] for path in FIGURES} == expected, blank.name


def _compared_with_last_year(
    desk: Office, first: Mapping[str, Entries], bodies: list[Body]
) -> set[str]:
    """Receive what is no error but differs from last year; return the names of the bodies."""
    in_force, fees = "disclosure.normative_documents.in_force", "disclosure.fees_wan"
    natural = ("applications.carried_in.natural_person", "applications.carried_out.natural_person")
    cases: tuple[tuple[str, Mapping[str, Any], tuple[str, ...]], ...] = (
        ("in force otherwise", {in_force: 2}, ("B-02",)),
        ("explained", {in_force: 2, "explanation.disclosure": "清理时补计两件"}, ()),
        ("carried in, explained",
         {**dict.fromkeys(natural, 1), "explanation.applications": "上年漏报一件"}, ("B-01",)),
        ("yuan for wan", {fees: first[bodies[3].name][fees] * 10000}, ("B-05",)),
        ("ten times as many", {"disclosure.penalties": 5000}, ("B-06",)),
        ("part five again",
         {path: first[bodies[5].name][path] for path in ("problems", "improvements")}, ("X-03",)),
    )  # fmt: skip
    attachments = []
    for body, (name, changes, codes) in zip(bodies, cases, strict=False):
        slips = Mistake(name, frozenset(), changes).typed(desk.entries[body.name])
        desk.entries[body.name] |= slips
        attachments.append(Mailed(desk.blank(body), desk.entries[body.name], name))
        desk.accepts(body, noted=codes)
    told = desk.ingests(attachments)
    assert {each["status"] for each in told.values()} == {"accepted"}
    desk.check_status()
    return {body.name for body in bodies[: len(cases)]}


def _send_last_years(desk: Office, body: Body) -> None:
    """Fill in the workbook of the year before: it goes back and is booked to no year."""
    entries = {**desk.entries[body.name], "year": FIRST}
    (told,) = desk.ingests([Mailed(desk.blank(body, FIRST), entries, "去年的表")]).values()
    assert (told["status"], _errors(told)) == ("returned", {"I-02"})
    desk.check_status()


def _carry_in_otherwise(desk: Office, bodies: list[Body]) -> None:
    """Change what was carried in: an error; one body explains it, the other corrects it."""
    paths = ("applications.carried_in.other", "applications.carried_out.other")
    slips = {
        body: Mistake("", frozenset(), dict.fromkeys(paths, 1)).typed(desk.entries[body.name])
        for body in bodies
    }
    desk.ingests(
        Mailed(desk.blank(body), {**desk.entries[body.name], **slips[body]}, body.code)
        for body in bodies
    )
    for body in bodies:
        desk.rejects(body, ["B-01"])
    desk.check_status()
    explains, corrects = bodies
    desk.entries[explains.name] |= slips[explains]
    right = {path: desk.entries[corrects.name][path] for path in paths}
    desk.ingests(
        [
            Mailed(desk.returned(explains), {"explanation.applications": "上年漏报一件"}, "说明"),
            Mailed(desk.returned(corrects), right, "改正"),
        ]
    )
    desk.accepts(explains, noted=["B-01"])
    desk.accepts(corrects)
    desk.check_status()


# The sums


def _sums_up(desk: Office) -> None:
    """What the county comes to is the plain sum over the dicts that were typed."""
    total = desk.ledger.total()
    assert len(desk.ledger.accepted) == len(BODIES)
    assert any(total.values())
    told = desk.types("totals")
    assert told.status == 0, told
    vertical = [body.name for body in BODIES if body.is_vertical]
    assert f"汇总了 {len(BODIES) - len(vertical)} 个机关的年报。" in told.out
    assert f"垂直管理，不计入汇总 {len(vertical)} 个：{'、'.join(vertical)}。" in told.out
    name = f"{COUNTY}{desk.year}年政府信息公开工作年报"
    assert _live_sums(desk.home / "汇总" / f"{name}汇总表.xlsx") == total
    own = read_return((desk.home / "汇总" / f"{name}填报表.xlsx").read_bytes())
    assert {path: own.entries[path] for path in FIGURES} == total
    assert _exported(desk) == total


def _live_sums(workbook: Path) -> dict[str, Figure]:
    """Return what LibreOffice computes in the roll-up's tables."""
    computed = libreoffice.convert({"sums": workbook.read_bytes()}, "xlsx")["sums"]
    book = openpyxl.load_workbook(io.BytesIO(computed), data_only=True)
    cells = {path: layout().spots[path] for path in FIGURES}
    return {
        path: _figure(book[spot.sheet].cell(spot.row, spot.column).value, path)
        for path, spot in cells.items()
    }


def _exported(desk: Office) -> dict[str, Figure]:
    """Return the sum over the rows of the export, by path, of the bodies that are in the sum."""
    vertical = {body.name for body in BODIES if body.is_vertical}
    assert desk.types("export", "--year", str(desk.year)).status == 0
    text = (desk.home / "汇总/年报数据.csv").read_text(encoding="utf-8-sig")
    paths = {tuple(cell(path)): path for path in FIGURES}
    sums: dict[str, Figure] = dict.fromkeys(FIGURES, 0)
    for body, _, *at, value in list(csv.reader(io.StringIO(text)))[1:]:
        if body not in vertical:
            path = paths[tuple(at)]
            sums[path] += _figure(value, path)
    return sums


def _figure(value: Any, path: str) -> Figure:
    """Return a figure of a cell as what was typed: a whole number, or money to the 分."""
    return Decimal(f"{float(value):.6f}") if path.endswith("_wan") else int(value)
