"""The part of the catalogue that speaks of the words of a report: rules S, T, X, N, Y and D-04."""

from collections.abc import Mapping

from nianbao.findings.rulebook import Sentence, Severity

_H, _W = Severity.HINT, Severity.WARNING

ON_WORDS: Mapping[str, Sentence] = {
    "part empty": Sentence("S-01", "“{seen}”没有填写内容。请补写后再报。"),
    "aspect empty": Sentence("S-01", "总体情况中“{seen}”没有填写内容。请补写。", _W),
    "left over": Sentence("S-02", "有“{seen}”，像是模板或别的文件留下的。请删改。"),
    "work of another year": Sentence(
        "S-03", "“{seen}”写的不是 {expected} 年的工作。请核对年份，或者写明是往年情况。"
    ),
    "next step in the past": Sentence(
        "S-03", "“{seen}”写的是今后打算，年份却不晚于报告年度 {expected}。请改正年份。"
    ),
    "another body as own": Sentence(
        "S-04", "“{seen}”把“{expected}”写成了本机关。请核对是否从别处抄来，改成本机关。"
    ),
    "another kind of body": Sentence(
        "S-04", "文中自称“{seen}”，与机关名称“{expected}”不符。请改正。"
    ),
    "wider scope": Sentence("S-04", "“{seen}”用的是{expected}的口径。请只写本机关的工作。"),
    "number skipped": Sentence("S-05", "序号“{seen}”前面缺了“{expected}”。请检查是否漏项。"),
    "number repeated": Sentence("S-05", "序号“{seen}”重复出现。请检查序号。"),
    "fewer than announced": Sentence(
        "S-05", "前面说“{seen}”，后面列了 {expected} 项。请核对数目。"
    ),
    "slip": Sentence("S-06", "“{seen}”疑为“{expected}”{note}。请核对。"),
    "doubled": Sentence("S-06", "“{seen}”像是重复了。请核对，多余的删去。"),
    **{
        f"words {how} {code}": Sentence(code, text, severity)
        for code in ("T-01", "T-03", "T-04", "T-05", "T-06", "T-07", "T-08", "T-09")
        for how, text, severity in (
            (
                "differ",
                "正文写“{seen}”，{where}是 {expected}{second}，两处不一致。"
                "请核对，改正其中不对的一处。",
                None,
            ),
            (
                "pending",
                "正文写“{seen}”，{where}是 {expected}，相差的正好是尚未审结的。请确认口径。",
                _H,
            ),
            (
                "differ in several places",
                "正文“{seen}”这一句有 {count} 处与表不一致：{listed}。请逐处核对，改正其中不对的。",
                None,
            ),
        )
    },
    "words deny applications": Sentence(
        "T-02",
        "正文写“{seen}”，表三却有新收 {expected} 件、办理 {done} 件。请核对，改正其中不对的一处。",
    ),
    "words close everything": Sentence(
        "T-03", "正文写“{seen}”，表三却还有 {expected} 件结转下年。请核对。", _H
    ),
    "parts do not add up": Sentence(
        "T-10", "正文写“{seen}”，各项相加是 {expected}，不是 {whole}。请核对各项和总数。"
    ),
    "part exceeds whole": Sentence(
        "T-10", "正文写“{seen}”，其中一项是 {piece}，比总数 {expected}还多。请核对各项和总数。"
    ),
    "said twice": Sentence(
        "T-11", "同一件事写了两个数：“{seen}”和“{expected}”。请核对，改成一致的数。"
    ),
    "fee told though denied": Sentence(
        "D-04",
        "正文写“{seen}”，是否收取信息处理费却选了“否”。请核对，收取过的改选“是”，没有的改正文。",
    ),
    "fee denied in words": Sentence(
        "D-04",
        "正文写“{seen}”，是否收取信息处理费却选了“是”。请核对，没有收取的改选“否”，收取过的改正文。",
    ),
    "fee differs": Sentence(
        "D-04", "正文写“{seen}”，{where}是 {expected}，两处不一致。请核对，改正其中不对的一处。"
    ),
    "required number missing": Sentence(
        "N-01", "总体情况里没有写“{seen}”的数。县里要求写明，请补上；没有的写 0。"
    ),
    "promises not followed": Sentence(
        "Y-01",
        "第五部分没有提到去年问题改得怎样。去年写的是：“{seen}”。请用一两句话说明整改情况。",
    ),
    "another body's work": Sentence(
        "S-04", "“{seen}”说的像是{expected}部门的工作。请核对是否从别处抄来，改成本机关的工作。"
    ),
    "another place's account": Sentence(
        "S-04", "“{seen}”像是“{expected}”的账号。请核对是否从别处抄来，改成本机关的。"
    ),
    "number left out": Sentence("S-02", "“{seen}”漏写了数字。请补上数字，没有的写 0。"),
    "list without beginning": Sentence(
        "S-05", "文中从“{seen}”写起，前面没有“{expected}”。请检查是否漏了一段。"
    ),
    "words clash": Sentence("S-06", "“{seen}”读不通，像是多了字或漏了字。请核对。"),
    "bracket open": Sentence("S-06", "“{seen}”的括号不成对。请补上或删去一半。"),
    "overview too long": Sentence(
        "X-01", "总体情况有 {seen} 字，格式要求原则上不超过一千字。请适当精简。"
    ),
    "overview far too long": Sentence(
        "X-01", "总体情况有 {seen} 字，超过 {expected} 字，远多于一千字的要求。请精简。", _W
    ),
    "no concrete problem": Sentence(
        "X-02", "第五部分“{seen}”没有写出具体问题。请写明今年存在的一两个具体问题。"
    ),
    "no improvement": Sentence("X-02", "第五部分“{seen}”只有问题，没有改进措施。请补写改进情况。"),
    "part five too short": Sentence(
        "X-02", "第五部分只有 {seen} 字，内容过于简单。请写具体，至少 {expected} 字。"
    ),
    **{
        f"copied {how} {severity.value}": Sentence(code, text, severity)
        for severity in (_H, _W)
        for code, how, text in (
            (
                "X-03",
                "from last year",
                "第五部分与本机关上年有 {expected} 相同，如：{seen}。"
                "请结合今年实际改写，避免年年雷同。",
            ),
            (
                "X-04",
                "from another body",
                "{part}与“{other}”有 {expected} 相同{more}，如：{seen}。请结合本机关实际改写。",
            ),
        )
    },
}
