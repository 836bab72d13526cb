"""The parts of the Word template's package that hold no text: settings, theme, fonts, relations."""

from collections.abc import Sequence

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
LATIN = "Times New Roman"


def settings() -> str:
    """Return word/settings.xml: odd and even footers, Chinese line breaking, Word 2013 layout."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def theme() -> str:
    """Return word/theme/theme1.xml: plain black on white; every run names its faces itself."""
    named = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
    colours = (("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "000000"), ("lt2", "FFFFFF"))
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{shade}"/></a:{name}>'
        for name, shade in (*colours, *((name, "404040") for name in named))
    )
    faces = "".join(
        f'<a:{rank}Font><a:latin typeface="{LATIN}"/><a:ea typeface="{face}"/>'
        f'<a:cs typeface=""/></a:{rank}Font>'
        for rank, face in (("major", "方正小标宋简体"), ("minor", "仿宋_GB2312"))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    styles = "".join(
        f"<a:{name}>{one * 3}</a:{name}>"
        for name, one in (
            ("fillStyleLst", fill), ("lnStyleLst", line),
            ("effectStyleLst", effect), ("bgFillStyleLst", fill),
        )
    )  # fmt: skip
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'name="公文"><a:themeElements><a:clrScheme name="公文">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="公文">{faces}</a:fontScheme>'
        f'<a:fmtScheme name="公文">{styles}</a:fmtScheme></a:themeElements></a:theme>'
    )


def font_table() -> str:
    """Return word/fontTable.xml: what to take where a commercial face is not installed."""
    faces: Sequence[tuple[str, str, str]] = (
        ("仿宋_GB2312", "仿宋,FangSong,STFangsong,Noto Serif CJK SC", "modern"),
        ("楷体_GB2312", "楷体,KaiTi,STKaiti,Noto Serif CJK SC", "modern"),
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC", "auto"),
        ("黑体", "SimHei,Noto Sans CJK SC,思源黑体", "modern"),
        ("宋体", "SimSun,Noto Serif CJK SC,思源宋体", "auto"),
    )
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, others, family in faces
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{listed}</w:fonts>"


def relationships(*targets: tuple[str, str, str]) -> str:
    """Return a relationships part from (id, kind, target)."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{DECLARATION}<Relationships xmlns="{schema}">{listed}</Relationships>'


def content_types(parts: Sequence[tuple[str, str]]) -> str:
    """Return [Content_Types].xml for the parts below word/."""
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE_TYPE}.{kind}+xml"/>'
        for name, kind in parts
    )
    schema = "http://schemas.openxmlformats.org/package/2006/content-types"
    relation = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{DECLARATION}<Types xmlns="{schema}"><Default Extension="rels" ContentType="{relation}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )
