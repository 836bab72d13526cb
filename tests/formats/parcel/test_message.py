"""Messages as mail programs write them, and what is read of them."""

import base64
from datetime import datetime, timedelta, timezone

import pytest

from nianbao.formats.parcel import attachments, is_mailbox, is_message, letters
from nianbao.formats.parcel.letter import moment_of

CHINA = timezone(timedelta(hours=8))
GBK_NAME = "巡镇镇.xlsx".encode("gbk")
CONTENT = b"PK\x03\x04 no archive"


def message(disposition: bytes, *, head: bytes = b"", text: bytes = b"hello") -> bytes:
    """Return a message with one attachment that has such a field."""
    return (
        head
        + b"From: =?gb2312?B?0bLV8tXy?= <x@y.gov.cn>\r\nSubject: =?utf-8?b?5bm05oql?=\r\n"
        + b"Date: Tue, 16 Jan 2024 09:00:00 +0800\r\nMessage-ID: <1@y>\r\nMIME-Version: 1.0\r\n"
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n'
        + b"\r\n" + text + b"\r\n--b\r\nContent-Type: application/octet-stream\r\n"
        + b"Content-Transfer-Encoding: base64\r\n" + disposition + b"\r\n\r\n"
        + base64.b64encode(CONTENT) + b"\r\n--b--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "disposition",
    [
        b"Content-Disposition: attachment; filename*=utf-8''%E5%B7%A1%E9%95%87%E9%95%87.xlsx",
        b"Content-Disposition: attachment;\r\n filename*0*=gbk'zh'%D1%B2%D5%F2;\r\n"
        b" filename*1*=%D5%F2;\r\n filename*2=.xlsx",
        b'Content-Disposition: attachment; filename="=?gb2312?B?0bLV8g==?=\r\n'
        b' =?gb2312?B?1fIueGxzeA==?="',
        b'Content-Disposition: attachment; filename="' + GBK_NAME + b'"',
        b"Content-Disposition: attachment; filename=" + "巡镇镇.xlsx".encode(),
        b'Content-Disposition: attachment; filename="=?gbk?B?0bLV?=\r\n =?gbk?B?8tXyLnhsc3g=?="',
    ],
    ids=["RFC 2231", "in pieces", "RFC 2047 inside", "raw GBK", "raw UTF-8", "character cut"],
)
def test_names_of_attachments_are_read_however_they_are_written(disposition: bytes) -> None:
    _, (attached,) = attachments(message(disposition))
    assert (attached.name, attached.content) == ("巡镇镇.xlsx", CONTENT)


def test_a_letter_tells_sender_subject_and_the_arrival_of_the_topmost_received() -> None:
    head = (
        b"Received: from a by b; Wed, 17 Jan 2024 10:00:00 +0800 (CST)\r\n"
        b"Received: from c by a; Wed, 17 Jan 2024 01:00:00 +0000\r\n"
    )
    letter, _ = attachments(message(b"X: y", head=head))
    assert letter.arrived == datetime(2024, 1, 17, 10, tzinfo=CHINA)
    assert (letter.sender, letter.subject) == ("巡镇镇 <x@y.gov.cn>", "年报")
    assert (letter.address, letter.message_id) == ("x@y.gov.cn", "<1@y>")


def test_without_received_the_date_counts() -> None:
    letter, _ = attachments(message(b"X: y"))
    assert letter.arrived == datetime(2024, 1, 16, 9, tzinfo=CHINA)


def test_cst_is_the_time_of_china() -> None:
    expected = datetime(2024, 1, 16, 9, tzinfo=CHINA)
    assert moment_of("Tue, 16 Jan 2024 09:00:00 CST") == expected
    assert moment_of("Tue, 16 Jan 2024 01:00:00 -0000") == expected
    assert moment_of("somewhen") is None


@pytest.mark.parametrize(
    "head",
    [b"X-QQ-mid: x", b"Received: from a by b", b"Return-Path: <a@b>", b"DKIM-Signature: v=1",
     b"Delivered-To: a@b", b"X-Spam: no", b"ARC-Seal: i=1"],
)  # fmt: skip
def test_a_message_is_told_whatever_field_comes_first(head: bytes) -> None:
    assert is_message(message(b"X: y", head=head + b"\r\n"))


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1,2\n", b"PK\x03\x04", b"", "说明: 见附件\n".encode(), b"Name: x\nAge: 3\n\n",
     b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
     b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'],
)  # fmt: skip
def test_what_nobody_sent_is_no_message(content: bytes) -> None:
    assert not is_message(content)


def test_a_message_within_a_message_is_opened() -> None:
    inner = message(b"Content-Disposition: attachment; filename=a.xlsx")
    outer = (
        b"From: a@b\r\nDate: Fri, 19 Jan 2024 09:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
        b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--c--\r\n"
    )
    letter, (attached,) = attachments(outer)
    assert (attached.name, attached.content) == ("a.xlsx", CONTENT)
    assert letter.arrived == datetime(2024, 1, 19, 9, tzinfo=CHINA)


def test_a_large_attachment_that_is_a_link_is_named() -> None:
    text = b"https://mail.qq.com/cgi-bin/ftnExs_download?k=1"
    content = b"From: a@b\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\n" + text
    _, (told,) = attachments(content)
    assert told.finding is not None
    assert told.finding.message == (
        "邮件里的附件是链接（mail.qq.com），文件不在邮件里。"
        "请打开邮件，点链接把文件下载下来，再单独收；链接有期限，请尽快。"
    )


def test_a_message_without_files_is_named() -> None:
    _, (told,) = attachments(b"From: a@b\r\nSubject: x\r\n\r\nhello")
    assert told.finding is not None
    assert told.finding.message == "这封邮件（x，a@b）没有附件，没有可收的表，已跳过。"


def test_a_link_that_is_only_quoted_is_not_this_message_s() -> None:
    text = b"> https://mail.qq.com/cgi-bin/ftnExs_download?k=1"
    _, found = attachments(message(b"X: y", text=text))
    assert [each.finding for each in found] == [None]


def test_pictures_of_the_text_and_signatures_are_passed_by() -> None:
    content = (
        b"From: a@b\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <l>\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--b--\r\n"
    )
    _, (told,) = attachments(content)
    assert told.finding is not None


def test_a_mailbox_is_cut_into_its_messages() -> None:
    one = message(b"X: y").replace(b"\r\n", b"\n")
    content = b"From - Tue Jan 16 09:00:00 2024\n" + one + b"\nFrom a@b Tue Jan 16\n" + one
    assert is_mailbox(content)
    assert [attachments(each)[1][0].content for each in letters(content)] == [CONTENT] * 2
