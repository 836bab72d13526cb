"""The one catalogue of sentences: what stands there, and what to do about it, by name."""

from collections.abc import Mapping

from nianbao.findings.rulebook import Sentence, Severity
from nianbao.findings.sentences_on_words import ON_WORDS

_H, _W = Severity.HINT, Severity.WARNING

SENTENCES: Mapping[str, Sentence] = {
    "unbalanced": Sentence("A-01", "{detail}。请对照原始台账改正其中填错的格。"),
    "carried over too many": Sentence("A-08", "{detail}。结转的不会比收到的多，请改正。"),
    "total typed over": Sentence(
        "A-10",
        "{where}的总计被改写成 {seen}，按各格相加是 {expected}。"
        "请核对各格：各格没错的，把总计恢复为公式或改成 {expected}。",
    ),
    "total unreadable": Sentence(
        "A-10", "总计被改写成“{seen}”，不是数字。请恢复为公式，或填各格相加的数。"
    ),
    "negative": Sentence("A-05", "填的是 {seen}，不能是负数。请改成 0 或正数。"),
    "fraction": Sentence("A-05", "填的是 {seen}，件数必须是整数。请改成整数。"),
    "too many places": Sentence("A-05", "填的是 {seen}，小数最多 6 位。请四舍五入后再填。"),
    "too large": Sentence("A-05", "填的是 {seen}，超过 10 亿。请核对数字和单位。"),
    "blank": Sentence(
        "A-06", "本表选了“有数据”，但有 {seen} 格没有填，已按 0 计。没有数据的格请填 0。"
    ),
    "noted": Sentence("A-07", "填的是“{seen}”，已按 {expected} 计。下次请只填数字。", _H),
    "not a number": Sentence(
        "A-07", "填的是“{seen}”，不是数字。请只填阿拉伯数字，说明文字写到正文里。"
    ),
    "other unit": Sentence(
        "A-07", "填的是“{seen}”，这一格的单位是{unit}。请换算成{unit}，只填数字。"
    ),
    "shown otherwise": Sentence(
        "A-07",
        "格里显示的是“{seen}”，存的是 {expected}。"
        "请把这一格的格式改成“常规”，看清是哪个数，重新填。",
    ),
    "figure struck": Sentence(
        "A-07", "格里的“{seen}”划了删除线，没有划的是“{expected}”。请只留要报的数字，重新填。"
    ),
    "figure raised": Sentence(
        "A-07",
        "格里写的是“{expected}”，其中“{seen}”是上标或下标。请去掉上标、下标，只填数字。",
    ),
    "figure hidden": Sentence(
        "A-07", "这一格所在的行或列被隐藏了，填的 {seen} 已计入。请取消隐藏，核对一下。", _W
    ),
    "formula entered": Sentence(
        "A-07", "格里填的是公式，已按公式的结果计。请核对数字，下次直接填数字。", _H
    ),
    "error value": Sentence("A-07", "格里是错误值 {seen}。请删掉，重新填数字。"),
    "formula without value": Sentence("A-07", "格里是没有结果的公式。请直接填数字。"),
    "undeclared": Sentence("A-09", "没有选择“本表填报情况”。请在下拉框中选“有数据”或“全部为零”。"),
    "declared otherwise": Sentence(
        "A-09", "“本表填报情况”填的是“{seen}”。请在下拉框中选“有数据”或“全部为零”。"
    ),
    "declared nil with figures": Sentence(
        "A-09", "选了“全部为零”，表中却有不为 0 的数字。请改选“有数据”，或者改正数字。"
    ),
    "declared figures but nil": Sentence(
        "A-09", "选了“有数据”，表中却全部为 0。请改选“全部为零”，或者补填数字。"
    ),
    "carried in otherwise": Sentence(
        "B-01",
        "{column}列：第二项填的是 {seen}，上年年报第四项是 {expected}。"
        "请改成 {expected}；上年报错的，请在表里写明原因。",
    ),
    "carried in otherwise, explained": Sentence(
        "B-01",
        "{column}列：第二项填的是 {seen}，上年年报第四项是 {expected}。"
        "本机关说明：{explanation}。请县里核定。",
        _W,
    ),
    "in force otherwise": Sentence(
        "B-02",
        "{row}：上年现行有效 {before} 加本年制发 {made} 减本年废止 {repealed} 等于 {expected}，"
        "现行有效填的是 {seen}。请核对；数字没错的，请在表里说明原因。",
    ),
    "repealed too many": Sentence(
        "B-03",
        "{row}：本年废止 {seen} 件，多于上年现行有效 {before} 加本年制发 {made}。请核对。",
    ),
    "left over from last year": Sentence(
        "B-04", "“{row}”与上年年报相同，本年却没有新收和结转的申请。请核对是不是上年留下的数字。"
    ),
    "fees leap": Sentence(
        "B-05",
        "收费金额填的是 {seen} 万元，上年是 {expected} 万元，相差 1000 倍以上。"
        "请核对单位是万元还是元。",
    ),
    "decisions leap": Sentence(
        "B-06", "{row}填的是 {seen} 件，上年是 {expected} 件，变化很大。请核对一下。"
    ),
    "all as last year": Sentence(
        "B-07", "各表数字与 {year} 年年报完全相同。请核对是不是误用了上年的数字。"
    ),
    "regulations made": Sentence(
        "C-01",
        "规章填的是 {seen}。县级部门、乡镇和街道无权制定规章，请改为 0；行政规范性文件填在下一行。",
    ),
    "fees look like yuan": Sentence(
        "C-02", "收费金额填的是 {seen} 万元，数额过大。请核对单位，是元的请除以 10000。"
    ),
    "more made than stand": Sentence(
        "C-03", "本年制发 {seen} 件，多于现行有效加废止的 {expected} 件。请核对现行有效件数。"
    ),
    "many other outcomes": Sentence(
        "D-01",
        "（六）其他处理的“3.其他”有 {seen} 件，占总计 {expected} 件的 {share}%。"
        "请逐件复核，能归入其他各项的改填。",
    ),
    "fee denied": Sentence(
        "D-02", "说明未收取信息处理费，但{seen}。请核对，收取过的改选“是”，没有的改正数字。"
    ),
    "fee without notices": Sentence(
        "D-02", "说明收取了信息处理费，但收费件数、收费金额和逾期未缴费都是 0。请补填或改选“否”。"
    ),
    "state secrets in a township": Sentence(
        "D-03", "以“属于国家秘密”不予公开 {seen} 件。乡镇很少有定密文件，请确认依据。"
    ),
    "fee undeclared": Sentence("F-01", "没有选择“是否收取信息处理费”。请在下拉框中选“是”或“否”。"),
    "fee declared otherwise": Sentence(
        "F-01", "“是否收取信息处理费”填的是“{seen}”。请在下拉框中选“是”或“否”。"
    ),
    "nothing to add up": Sentence(
        "R-01",
        "还没有接收任何机关的年报，县级的数无法与各机关之和核对。请先接收各机关的年报，再核对本表。",
        _W,
    ),
    "not the sum": Sentence(
        "R-01",
        "“{row}”填的是 {seen}，各机关相加是 {expected}（{made_up}）。"
        "请改成 {expected}；各机关有错的，退回更正后重新汇总。",
    ),
    **ON_WORDS,
    "code broken": Sentence(
        "I-01", "填报编码“{seen}”不完整或被改动，应为“{expected}”。请用原来发放的表重新填报。"
    ),
    "code missing": Sentence(
        "I-01", "找不到填报编码，已按填写的机关名称登记。下次请直接在发放的表里填报。", _W
    ),
    "another template": Sentence(
        "I-01",
        "这是第 {seen} 版的填报表，现行的是第 {expected} 版。请换用县里这次发放的表重新填报。",
    ),
    "carriers disagree": Sentence(
        "I-01", "表上的填报编码是“{seen}”，表内登记的是“{expected}”。请用发给本机关的原表重新填报。"
    ),
    "another year": Sentence(
        "I-02", "这是 {seen} 年度的表，现在收的是 {expected} 年度的。请用 {expected} 年度的表填报。"
    ),
    "issued for another year": Sentence(
        "I-02",
        "表是 {expected} 年度的，报告年度却填成 {seen}。请改回 {expected}，或者用正确年度的表。",
    ),
    "another body": Sentence(
        "I-03", "这张表发给“{expected}”，填报机关却是“{seen}”。请用发给本机关的表填报。"
    ),
    "misnamed": Sentence(
        "I-04",
        "名册中没有“{seen}”，这张表发给“{expected}”。请把机关全称改成“{expected}”；"
        "不是这个机关的，请用发给本机关的表。",
    ),
    "not in roster": Sentence("I-04", "名册中没有“{seen}”。{advice}"),
    "code unknown": Sentence(
        "I-04", "名册中没有机关代码“{seen}”，可能是别的县或以前发放的表。请换用这次发放的表填报。"
    ),
    "body unnamed": Sentence("I-05", "没有填写机关全称。请在“基本信息”中选择或填写。"),
    "year unread": Sentence(
        "I-05", "报告年度“{seen}”不是年份。请在“基本信息”中选择年份，如 2025。"
    ),
    "year missing": Sentence("I-05", "没有选择报告年度。请在“基本信息”中选择年份。"),
    "kind unread": Sentence("I-05", "机关类型“{seen}”不在下拉框的选项中。请重新选择。", _W),
    "contact missing": Sentence("I-06", "基本信息中没有填写{seen}。请补填，公开的报告要写明。"),
    "older than accepted": Sentence(
        "I-07",
        "这份表的时间是 {seen}，早于{state}的“{file}”（{expected}），已经留存，仍以那份为准。"
        "要以这份为准，请让报送机关打开它重新保存后再报。",
    ),
    "older edit than accepted": Sentence(
        "I-07",
        "这是第 {edit} 次发出的表（{seen}），{state}的“{file}”是第 {newest} 次的（{expected}），"
        "这份已经留存，仍以那份为准。要以这份为准，请让报送机关在最近发出的表里填好再报。",
    ),
    "label missing": Sentence("L-01", "找不到“{seen}”，对应的 {expected} 格没有读到。{advice}"),
    "columns moved": Sentence(
        "L-01", "“{seen}”的列次序被改动，认不出各列。请用原来发放的表重新填报。"
    ),
    "passage missing": Sentence(
        "L-01", "找不到“{seen}”这一栏，文字没有读到。请用原来发放的表重新填报。"
    ),
    "label twice": Sentence(
        "L-02", "“{seen}”出现了不止一次，不知道以哪一处为准。请删掉多余的，只留一处。"
    ),
    "sheet twice": Sentence(
        "L-02", "有两张“{seen}”，内容不同，不知道以哪一张为准。请删掉多余的一张。"
    ),
    "figure merged": Sentence(
        "L-01", "这一格被合并到 {seen} 里，数字没有读到。请取消合并，把各格的数字分别填好。"
    ),
    "stray figure": Sentence(
        "L-01", "这里填了“{seen}”，但不是填数的格，没有计入。请移到该填的格里，或者删掉。"
    ),
    "sheet missing": Sentence(
        "L-01", "找不到“{seen}”这张表。请用原来发放的表重新填报，不要删除工作表。"
    ),
    "text struck": Sentence(
        "L-01", "这一格里的“{seen}”划了删除线，没有采用。要报的请取消删除线，不要的请删掉。", _W
    ),
    "text raised": Sentence(
        "L-01", "这一格里的“{seen}”是上标或下标，成文会印成普通的字。请看一下，必要时改写。", _W
    ),
    "text hidden": Sentence(
        "L-01", "这一行被隐藏了，里面的“{seen}”没有采用。要报的请取消隐藏，不要的请删掉。", _W
    ),
    "spare rows": Sentence(
        "L-01", "“{expected}”这一栏有 {number} 行只写了“{seen}”，没有采用。空着的行不用填。", _H
    ),
    "passage overrun": Sentence(
        "L-01",
        "“{seen}”的标题被上面的文字盖住了，这一栏没有读到。上面一栏有 {expected} 行，"
        "一行一段，多出来的盖住了下面。请把多的几段并到一行里，恢复标题，或者用原来发放的表重新填报。",
    ),
    "comment": Sentence("L-01", "这里有批注“{seen}”。批注不读，要报的请写到格里。", _H),
    "text box": Sentence("L-01", "文本框里写了“{seen}”，没有读到。请写到格里，删掉文本框。", _W),
    "picture": Sentence("L-01", "这里有图片，图片里的内容不读。要报的请写成文字。", _H),
    "cell picture": Sentence("L-01", "这一格里是图片，不是文字，没有读到。请写成文字。", _W),
    "embedded file": Sentence(
        "L-01", "表里嵌了别的文件，没有读到。要报的请写到格里，附件请另外发来。", _W
    ),
    "stray note": Sentence(
        "L-01", "这里写了“{seen}”，不是填报的格，没有读到。要报的请移到该填的格里。", _W
    ),
    "text cleaned": Sentence(
        "L-01", "文字里有看不见的控制字符，已经去掉。请看一下文字是否完整。", _H
    ),
    "stray text": Sentence(
        "L-01", "这里写了“{seen}”，不是填文字的格，没有读到。请移到本部分该填的格里，或者删掉。"
    ),
    "text lost": Sentence(
        "L-01",
        "这一格是{seen}，文字没有读到。请重新填写；以“=”“+”“-”开头的文字，先打一个单引号再填。",
    ),
    "text too long": Sentence(
        "L-01", "“{seen}”有 {expected} 个字，一格最多存 32767 个字，可能已被截断。请分段填写。", _W
    ),
    "no glyph": Sentence(
        "L-01",
        "“{expected}”里的“{seen}”，本机的字体都没有，没有写 PDF；Word 文件和网页不受影响。"
        "请安装收字更全的字体，再重新成文，或者请报送机关改用常用字。",
        _W,
    ),
    "document damaged": Sentence(
        "G-01", "文件已损坏，读不出来。请在 Word 或 WPS 中打开原文件，另存为 docx 后再试。"
    ),
    "document suspicious": Sentence(
        "G-05",
        "文件内部有不应有的内容（{seen}），不予打开。请在 Word 或 WPS 中打开，另存为 docx 后再试。",
    ),
    "document password": Sentence("G-02", "文件设了打开密码。请用原来的软件打开，取消密码后再试。"),
    "document macros": Sentence("G-03", "文件含有宏，不予打开。请另存为不含宏的 docx 后再试。"),
    "document empty": Sentence("G-06", "文件里没有文字。请检查是不是放错了文件。"),
    "scan": Sentence(
        "G-06",
        "这是扫描件，只有图片，没有可读的文字。请找到当时的 Word 文件或者网页；"
        "实在没有的，请照着在发放的表里填一份。",
    ),
    "office missing": Sentence(
        "G-06",
        "读 {seen} 文件要用 LibreOffice，本机没有安装。"
        "请在 Word 或 WPS 中打开，另存为 docx 后再试。",
    ),
    "not a document": Sentence(
        "G-06", "这不是 Word、网页或 PDF，读不了。请找到年报的 Word 文件、网页或 PDF 再试。"
    ),
    "empty file": Sentence("G-01", "文件是空的（0 字节）。请让报送机关重新发送。"),
    "damaged": Sentence(
        "G-01", "文件已损坏，打不开。请在 Excel 或 WPS 中打开原文件，另存为 xlsx 后重新发送。"
    ),
    "no such file": Sentence("G-01", "找不到这个文件。请检查文件名和所在文件夹。"),
    "unreadable": Sentence("G-01", "没有读取这个文件的权限，或文件正被占用。请关闭后再试。"),
    "not a workbook": Sentence(
        "G-01", "这不是表格文件{seen}。请在 Excel 或 WPS 中打开原表，另存为 xlsx 后重新发送。"
    ),
    "other format": Sentence(
        "G-01",
        "这是{seen}格式的表格，读不了。请在 Excel 或 WPS 中打开，另存为 xlsx 后重新发送。",
    ),
    "format of another program": Sentence(
        "G-01",
        "这是{seen}格式的表格，读不了。请在做这张表的软件里打开，另存为 xlsx 后重新发送。",
    ),
    "a document": Sentence(
        "G-01", "这是{seen}，不是填报表。请把内容填进县里发放的填报表，再发送填好的表格。"
    ),
    "a picture": Sentence(
        "G-01",
        "这是{seen}，里面的数和字读不出来。请发送填好的表格文件本身，不要拍照、截图或扫描。",
    ),
    "a mail": Sentence(
        "G-01", "这是{seen}，不是表格文件。请打开它，把附件里的表格另存出来，单独发送。"
    ),
    "a shortcut": Sentence(
        "G-01", "这是快捷方式，只指向文件，不是文件本身。请找到它指向的表格文件，发送那个文件。"
    ),
    "a web page": Sentence(
        "G-01",
        "这是{seen}，不是表格文件，多半是下载没有成功。请重新下载，或者让报送机关再发一次表格文件。",
    ),
    "a program": Sentence(
        "G-01", "这是程序，不是表格文件，请不要打开它。请让报送机关重新发送表格文件。"
    ),
    "wrong file": Sentence(
        "G-01", "这是{seen}，不是填报表。请看看是不是发错了文件，再发送填好的表格。"
    ),
    "other archive": Sentence(
        "G-01", "这是 {seen} 压缩包，读不了。请解压后把里面的表格文件单独发送，或者改用 zip。"
    ),
    "Numbers": Sentence(
        "G-01",
        "这是苹果 Numbers 的表格，读不了。"
        "请在 Numbers 中选“导出到 Excel”，再发送导出的 xlsx 文件。",
    ),
    "encrypted by a guard": Sentence(
        "G-02",
        "文件被加密软件加了密，读不了。请在装有加密软件的电脑上解密后重新发送。",
    ),
    "nested archive": Sentence("G-01", "压缩包里还有压缩包。请解压后把里面的表格文件单独发送。"),
    "letter without attachment": Sentence(
        "G-07", "这封邮件（{seen}）没有附件，没有可收的表，已跳过。"
    ),
    "letter with a link": Sentence(
        "G-01",
        "邮件里的附件是链接（{seen}），文件不在邮件里。"
        "请打开邮件，点链接把文件下载下来，再单独收；链接有期限，请尽快。",
    ),
    "empty archive": Sentence("G-01", "压缩包是空的。请让报送机关重新发送。"),
    "empty folder": Sentence("G-01", "文件夹里没有文件。请检查文件夹的名字。"),
    "broken link": Sentence("G-01", "这个快捷链接指向的文件不存在。请找到原来的文件再试。"),
    "not a file": Sentence("G-01", "这不是普通文件，不予读取。请改用保存在磁盘上的表格文件。"),
    "archive password": Sentence(
        "G-02", "压缩包里的这个文件设了解压密码。请用密码解压后，把表格文件单独发送。"
    ),
    "opening password": Sentence(
        "G-02", "文件设了打开密码。请在 Excel 或 WPS 中取消打开密码，保存后重新发送。"
    ),
    "encrypted package": Sentence(
        "G-02",
        "文件加了密：设了打开密码，或者是做表的软件自动加的。请在 Excel 或 WPS 中打开，"
        "取消打开密码和工作簿保护，另存为新的 xlsx 后重新发送。",
    ),
    "macros": Sentence("G-03", "文件含有宏，不予打开。请另存为不含宏的 xlsx 后重新发送。"),
    "too large for the form": Sentence(
        "G-04", "{seen}，远远超出本表应有的大小。请用原来发放的表重新填报。"
    ),
    "far cell": Sentence(
        "G-04",
        "工作表“{sheet}”的 {seen} 单元格有内容，远在表格之外。请删掉它所在的行和列后重新发送。",
    ),
    "large merge": Sentence(
        "G-04", "工作表“{sheet}”合并了 {seen}，范围过大。请取消合并后重新发送。"
    ),
    "suspicious": Sentence(
        "G-05",
        "文件内部有不应有的内容（{seen}），不予打开。"
        "请在 Excel 或 WPS 中打开，另存为 xlsx 后重新发送。",
    ),
    "unsafe name": Sentence(
        "G-05", "压缩包里的这个文件名指向别的文件夹，不予处理。请重新压缩，或者单独发送。"
    ),
    "strict xml": Sentence(
        "G-05", "文件是“Strict Open XML”格式。请另存为普通的“Excel 工作簿（*.xlsx）”后重新发送。"
    ),
    "1904 dates": Sentence(
        "G-05",
        "工作簿用的是 1904 日期系统，日期会读错。"
        "请在 Excel“选项”的“高级”中取消“使用 1904 日期系统”，改正日期后重新发送。",
    ),
    "not our form": Sentence("G-06", "这不是年报填报表。请用县里发放的表填报。"),
    "old form": Sentence(
        "G-06",
        "这是 2019 年的旧表式（有“{seen}”），现行表式是 2021 年的。请用县里发放的新表重新填报。",
    ),
    "lock file": Sentence("G-07", "这是表格软件的临时文件，不是报表，已跳过。"),
    "system file": Sentence("G-07", "这是操作系统自动生成的文件，不是报表，已跳过。"),
    "untouched": Sentence("G-07", "这份表还没有填写，不算报送，已跳过。请填好再报。"),
    "sent before": Sentence("G-07", "这个文件已经收过（{seen}），内容没有变化，已跳过。"),
    "took too long": Sentence("G-04", "读取超时，不予处理。请用原来发放的表重新填报。"),
    "took too much": Sentence("G-04", "读取占用内存过多，不予处理。请用原来发放的表重新填报。"),
    "program fault": Sentence(
        "G-01", "程序没能处理这个文件，文件已原样保留。请把 {seen} 发给维护人员。"
    ),
}
