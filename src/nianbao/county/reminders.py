"""What to write to bodies that sent nothing, and to those whose return goes back.

``reminders(county, status, blanks)`` gives a ``Message`` each: plain text to paste into mail,
WeChat or SMS, and a draft for the mail program with the workbook attached. ``write_messages``
puts them under 退回/通知/. The words are in ``templates/``; the first line is the subject.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from nianbao.county.folder import RETURNED, County
from nianbao.county.status import CHINA, BodyStatus, CountyStatus, Result, in_china
from nianbao.errors import OutputProblem
from nianbao.files import numbered, safe_name
from nianbao.findings.finding import Severity, told_together
from nianbao.prose import clean, clean_line
from nianbao.store.waivers import Settled
from nianbao.templating import plain_text

FOLDER = f"{RETURNED}/通知"
REMINDER, NOTICE = "催报通知", "退回通知"
_OFFICE = "政府信息公开工作主管部门"
_WORKBOOKS = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".xls": ("application", "vnd.ms-excel"),
}


@dataclass(frozen=True)
class Message:
    """A message to a body. ``attachment`` lies in the county folder; ``mail`` may be empty."""

    body: str
    kind: str
    subject: str
    text: str
    mail: str = ""
    attachment: Path | None = None

    def as_eml(self) -> bytes:
        """Return a draft: it opens in the mail program unsent, the sender is filled in there.

        Raises ``OutputProblem`` when the workbook to attach cannot be read.
        """
        draft = EmailMessage(policy=SMTP)
        draft["X-Unsent"] = "1"
        draft["Subject"] = self.subject
        if self.mail:
            draft["To"] = self.mail
        draft.set_content(self.text, cte="base64")
        if self.attachment:
            kind = _WORKBOOKS.get(self.attachment.suffix, ("application", "octet-stream"))
            draft.add_attachment(
                _content(self.attachment),
                maintype=kind[0],
                subtype=kind[1],
                filename=self.attachment.name,
            )
        return draft.as_bytes()


def reminders(county: County, status: CountyStatus, blanks: Mapping[str, Path]) -> list[Message]:
    """Return a message for each body that owes something, in the roster's order.

    ``blanks`` maps names of bodies to the workbooks issued to them, below the county folder.
    """
    owing = [each for each in status.bodies if each.goes_back or each.result is Result.MISSING]
    return [_message(county, status, each, blanks) for each in owing]


def _message(
    county: County, status: CountyStatus, each: BodyStatus, blanks: Mapping[str, Path]
) -> Message:
    kind = NOTICE if each.goes_back else REMINDER
    sent, findings = each.goes_back or (None, Settled((), ()))
    attachment = _existing(county, sent.outputs.get("marked") if sent else blanks.get(each.name))
    text = plain_text(
        f"{kind}.txt.j2",
        county.path,
        {
            "body": each.name,
            "year": status.year,
            "office": county.settings.office or f"{county.settings.county}{_OFFICE}",
            "deadline": _day(status.due) if status.due else "",
            "days_late": each.days_late,
            "today": _day(status.now.astimezone(CHINA)),
            "attachment": attachment.name if attachment else "",
            "received": in_china(sent.received_at) if sent else "",
            "file": sent.shown_name if sent else "",
            "errors": list(_lines(findings, Severity.ERROR)),
            "warnings": list(_lines(findings, Severity.WARNING)),
        },
    )
    subject, _, rest = text.strip().partition("\n")
    mail = each.body.mail if each.body else ""
    return Message(each.name, kind, clean_line(subject), _tidy(rest), mail, attachment)


def _existing(county: County, path: Path | str | None) -> Path | None:
    return county.path / path if path and (county.path / path).is_file() else None


def _lines(findings: Settled, severity: Severity) -> Iterator[dict[str, Any]]:
    for found in told_together(findings.standing):
        if found.severity is severity:
            yield {"places": "、".join(found.places), "message": clean(found.message)}


def _tidy(text: str) -> str:
    """Return a text with single blank lines, as the loops of a template leave more of them."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise OutputProblem(f"读不了附件“{path.name}”。请检查它是否正被打开。") from problem


def write_messages(county: County, messages: Iterable[Message]) -> list[Path]:
    """Write each message as .txt and .eml; messages of earlier that are not due any more go.

    Returns the paths written. Nothing but such messages is removed.
    """
    named: dict[str, Message] = {}
    for message in messages:
        named[_free_name(message, named)] = message
    written = []
    for stem, message in named.items():
        text = f"{message.subject}\n\n{message.text}".replace("\n", "\r\n")
        written.append(county.write_aside(f"{FOLDER}/{stem}.txt", text.encode("utf-8-sig")))
        written.append(county.write_aside(f"{FOLDER}/{stem}.eml", message.as_eml()))
    for kind in (REMINDER, NOTICE):
        for old in (county.path / FOLDER).glob(f"{kind} *"):
            if old not in written and old.suffix in (".txt", ".eml"):
                old.unlink(missing_ok=True)
    return written


def _free_name(message: Message, taken: Mapping[str, Message]) -> str:
    whole = safe_name(f"{message.kind} {message.body}")
    number, stem = 1, whole
    while stem.casefold() in {each.casefold() for each in taken}:
        number += 1
        stem = numbered(whole, number)
    return stem
