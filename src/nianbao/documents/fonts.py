"""Which type faces of this machine a PDF is set in: the standard's where they are, else the next.

GB/T 9704 names commercial faces that not every machine has; nothing is embedded here or fetched.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nianbao.errors import OutputProblem

_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_SONG = ("SimSun", "宋体", "NSimSun", "STSong", "Songti SC", "AR PL UMing CN", "FandolSong")
_LAST = ("Microsoft YaHei", "微软雅黑", "PingFang SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
         "Droid Sans Fallback")  # fmt: skip
_STANDARD_TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK")

# Each role with the faces that may play it, the best first.
PREFERENCES: Mapping[str, tuple[str, ...]] = {
    "仿宋": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R",
           *_SERIF, *_SONG, *_SANS, *_LAST),
    "楷体": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "Kaiti SC", "FandolKai",
           "AR PL UKai CN", *_SERIF, *_SONG, *_SANS, *_LAST),
    "黑体": ("SimHei", "黑体", "STHeiti", "Heiti SC", "FandolHei", *_SANS, *_LAST, *_SERIF, *_SONG),
    "宋体": (*_SONG, *_SERIF, *_SANS, *_LAST),
    "小标宋": (*_STANDARD_TITLE, *_SERIF, *_SONG, *_SANS, *_LAST),
    "西文": ("Times New Roman", "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes",
           "Libertinus Serif"),
}  # fmt: skip


@dataclass(frozen=True)
class Faces:
    """The faces found, by role; ``title_weight`` makes a plain face stand in for the title's."""

    families: Mapping[str, str]
    title_weight: str


def found(families: Collection[str]) -> Faces:
    """Return the faces to use out of the installed ``families``.

    Raises ``OutputProblem`` where none of them is Chinese.
    """
    chosen: dict[str, str] = {}
    for role, preferred in PREFERENCES.items():
        face = next((family for family in preferred if family in families), None)
        if face is None:
            raise OutputProblem(
                "本机没有可用的中文字体，不能生成 PDF。请安装“仿宋”“宋体”或“思源宋体”等"
                "任一中文字体后重试，或者先不要 PDF：Word 文件和网页不用本机的字体。"
            )
        chosen[role] = face
    is_standard = chosen["小标宋"] in _STANDARD_TITLE
    return Faces(chosen, "regular" if is_standard else "bold")
