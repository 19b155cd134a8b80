"""Where the body ends: the signature, its date and the page lines below it."""

from __future__ import annotations

import re

from fzanalysis.parsing.front import ORG_END, is_bare_date

_BELOW = re.compile(
    r"打印|关闭|扫一扫|分享到|责任编辑|上一篇|下一篇|^附件|^抄送|^\(此件|相关(?:链接|文档|信息)[:]"
    r"|联系(?:人|电话)[:]|版权所有|备案号|网站标识|(?:主办|承办)(?:单位)?[:]|印发$|共印|返回顶部|公开方式[:]"
)
_CHINESE_DATE = re.compile(
    r"二[零0][零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


# 特此报告。 某县教育局 2024年1月18日, where no line ends between them.
_CLOSING = re.compile(
    r"(?<=[。!])[ \n]*(?:特此(?:报告|汇报)。?)?"
    r"(?:[ \n]+[\u4e00-\u9fff]{2,24}(?:局|委员会|委|办公室|政府|厅|办事处))?"
    r"(?:[ \n]+20\d\d年\d{1,2}月\d{1,2}日)?[ \n]*$"
)


def find_body_end(folded: str, start: int) -> int:
    """Where the body ends: before the signature, its date and the page lines below them.

    >>> text = "四、打算\\n加大宣传。\\n某县教育局\\n2024年1月18日\\n【打印】【关闭】"
    >>> text[: find_body_end(text, 0)]
    '四、打算\\n加大宣传。'
    """
    end = len(folded.rstrip())
    for _ in range(12):
        line_start = folded.rfind("\n", start, end) + 1
        words = folded[line_start:end].strip()
        if line_start <= start or not words:
            break
        signature = len(words) <= 36 and ORG_END.search(words) and not re.search("[,。;:、]", words)
        # A sentence is part of the report, whatever it speaks of.
        below = len(words) <= 60 and _BELOW.search(words) and not re.search("[。;]", words)
        if not (signature or below or is_bare_date(words) or _CHINESE_DATE.fullmatch(words)):
            break
        end = len(folded[:line_start].rstrip())
    closing = _CLOSING.search(folded, max(start, end - 80), end)
    return closing.start() if closing else end
