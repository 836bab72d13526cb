"""Large attachments (超大附件) that Chinese mail services replace by a link in the text.

``links_in(html, plain) -> ["mail.qq.com"]``: where the files have to be fetched by hand.
"""

import html as markup
import re

# Hosts and paths under which mail services and cloud disks hand out files.
_HANDED_OUT = re.compile(
    r"https?://(?P<host>"
    r"(?:[\w.-]*\.)?mail\.qq\.com(?=/(?:ftn|cgi-bin/(?:ftn|readtemplate\?t=ftn)))"
    r"|(?:[\w.-]*\.)?exmail\.qq\.com(?=/(?:ftn|cgi-bin/(?:ftn|readtemplate\?t=ftn)))"
    r"|(?:mail|mail\d+|u|fs|dashi|dl)\.(?:163|126|yeah|188|vip\.163)\.(?:com|net)"
    r"(?=/\S*(?:attach|file|large|cloud|netease|download|disk))"
    r"|fs\.(?:163|126)\.com|u\.(?:163|126)\.com|(?:[\w.-]*\.)?ftn\.qq\.com"
    r"|[\w.-]*(?:mail|coremail)[\w.-]*(?=/\S*(?:nf_|nfs|bigattach|bigfile|largeattach|largefile"
    r"|cloudattach|netdisk|filetransfer|downloadlargeattachment|superattach))"
    r"|(?:pan|yun)\.baidu\.com|(?:www\.)?(?:alipan|aliyundrive)\.com|share\.weiyun\.com"
    r"|(?:www\.)?weiyun\.com(?=/disk)|cloud\.189\.cn|(?:[\w-]+\.)?(?:lanzou\w?|lanzoux)\.com"
    r"|(?:www\.)?jianguoyun\.com(?=/p/)|yun\.139\.com|caiyun\.139\.com|caiyun\.feixin\.10086\.cn"
    r"|(?:www\.)?kdocs\.cn(?=/l/)|docs\.qq\.com|(?:[\w-]+\.)?wenshushu\.cn|drive\.weixin\.qq\.com"
    r"|(?:www\.)?(?:123pan|123684|123865|123912)\.com|115\.com(?=/s/)|pan\.quark\.cn|pan\.xunlei\.com"
    r")[^\s\"'<>]*",
    re.IGNORECASE,
)
_ANY = re.compile(r"https?://(?P<host>[\w.-]+)[^\s\"'<>]*", re.IGNORECASE)
_CALLED = re.compile(r"超大附件|大附件|云附件|网盘附件|文件中转站|中转站附件|附件中转|网络附件")
_QUOTED_TEXT = re.compile(r"^[ \t]*[>＞].*$", re.MULTILINE)
_QUOTED_HTML = re.compile(r"<blockquote\b.*?</blockquote\s*>", re.IGNORECASE | re.DOTALL)
_LONGEST = 2_000_000
_NEAR = 2_000


def links_in(html: str, plain: str) -> list[str]:
    """Return the hosts that hand out attachments of this message, each once.

    What a reply quotes of an earlier message is not this one's.
    """
    text = markup.unescape(_QUOTED_HTML.sub(" ", html[:_LONGEST]))
    text += "\n" + _QUOTED_TEXT.sub("", plain[:_LONGEST])
    hosts = [found["host"].casefold() for found in _HANDED_OUT.finditer(text)]
    for called in _CALLED.finditer(text):
        near = text[max(0, called.start() - _NEAR) : called.end() + _NEAR]
        if not _HANDED_OUT.search(near):
            hosts += [found["host"].casefold() for found in _ANY.finditer(near)][:1]
    return list(dict.fromkeys(hosts))
