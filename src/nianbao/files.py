"""Names that are safe as files everywhere, and files that are written whole or not at all."""

import errno
import os
import re
import secrets
import time
import unicodedata
from pathlib import Path

from nianbao import prose
from nianbao.errors import OutputProblem

# Where the store of a county keeps what came in.
ORIGINALS = "收件"
LONGEST_NAME = 180
NAMELESS = "未命名"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_ASIDE, _ASIDE_END = ".nianbao-", ".tmp"
_FORGOTTEN_AFTER = 3600.0


def safe_name(name: str) -> str:
    """Return ``name`` as one file name that Windows and Linux take, at most 180 bytes of UTF-8.

    The extension is kept. Two names may become one: ``numbered`` tells them apart.
    """
    return _fitted(name, "")


def numbered(name: str, number: int) -> str:
    """Return the safe ``name`` with `` (2)`` before its extension, for the second of a name."""
    return _fitted(name, f" ({number})")


def safe_stem(name: str, ending: str) -> str:
    """Return the safe ``name`` with ``ending`` whole behind it, at most 180 bytes of UTF-8."""
    return _cut(_plain(name), ending)


def _fitted(name: str, mark: str) -> str:
    plain = _plain(name)
    found = _EXTENSION.search(plain)
    extension = found[0] if found else ""
    return _cut(plain.removesuffix(extension), mark + extension)


def _plain(name: str) -> str:
    line = unicodedata.normalize("NFC", prose.clean_line(name))
    return _FORBIDDEN.sub("_", line).strip(" .")


def _cut(plain: str, ending: str) -> str:
    stem = plain.rstrip(" .") or NAMELESS
    if _RESERVED.fullmatch(stem.split(".")[0].rstrip()):
        stem = f"_{stem}"
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + ending


def write_aside(root: Path, path: Path | str, content: bytes) -> Path:
    """Write ``root / path`` whole: aside, to the disk, then renamed. Return where it stands.

    Raises ``OutputProblem`` where it cannot be written and where it would lie outside ``root``.
    """
    target = _inside(root, Path(path))
    shown = target.relative_to(root.resolve())
    aside = target.parent / f"{_ASIDE}{secrets.token_hex(8)}{_ASIDE_END}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(aside, content)
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as problem:
        raise OutputProblem(_sentence(problem, shown)) from problem
    return target


def _inside(root: Path, path: Path) -> Path:
    """Return where ``path`` lies, links in its folder followed; not its own, it is replaced."""
    whole = root / path
    try:
        home, parent = root.resolve(), whole.parent.resolve()
        stays = parent.is_relative_to(home) and whole.name not in ("", "..")
    except (OSError, ValueError):
        stays = False
    if not stays or "\0" in whole.name:
        raise OutputProblem(f"“{prose.clean_line(str(path))}”在县文件夹之外，不予写入。")
    return parent / whole.name


def _write_synced(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; Windows has no such call and some shares refuse it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


_REASONS = {
    errno.ENOSPC: "磁盘已满，没能写入“{path}”。请腾出空间后再试。",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: (
        "磁盘已满，没能写入“{path}”。请腾出空间后再试。"
    ),
    errno.EFBIG: "没能写入“{path}”：超出系统允许的文件大小。请检查磁盘限额后再试。",
    errno.EACCES: "没能写入“{path}”：没有权限，或者文件正被打开。请检查权限、关闭文件后再试。",
    errno.EPERM: "没能写入“{path}”：没有权限，或者文件正被打开。请检查权限、关闭文件后再试。",
    errno.EROFS: "没能写入“{path}”：磁盘是只读的。请换一个能写的文件夹。",
    errno.ENAMETOOLONG: "没能写入“{path}”：路径太长。请把县文件夹移到较短的路径下。",
    errno.EISDIR: "没能写入“{path}”：同名的文件夹已经存在。请改名后再试。",
    errno.ENOTDIR: "没能写入“{path}”：路径中的文件夹是一个文件。请改名后再试。",
    errno.EEXIST: "没能写入“{path}”：路径中的文件夹是一个文件。请改名后再试。",
}


def _sentence(problem: OSError, path: Path) -> str:
    reason = _REASONS.get(
        problem.errno or 0, "没能写入“{path}”（错误号 {number}）。请检查磁盘和权限后再试。"
    )
    return reason.format(path=path.as_posix(), number=problem.errno)


def sweep_asides(root: Path) -> None:
    """Remove what interrupted runs left aside under ``root``, an hour old at least."""
    for aside in root.rglob(f"{_ASIDE}*{_ASIDE_END}"):
        try:
            if time.time() - aside.stat().st_mtime > _FORGOTTEN_AFTER:
                aside.unlink()
        except OSError:
            continue
