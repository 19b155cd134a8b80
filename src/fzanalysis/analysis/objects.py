"""What a plan is about: the noun at which each of its clauses ends.

A Chinese noun phrase ends in its head: in 争取增加水政监察编制 what is promised is 编制; 增加 says
what is to happen to it and 水政监察 whose it is. A sentence that has the rest without the head
speaks of something else.
"""

from __future__ import annotations

import re

from fzanalysis.analysis.tokens import is_content, segment

_CLAUSE = re.compile(r"[，,。；;：:！？\n]+")
_JOINED = frozenset("和与及或、")


def objects(text: str, *, engine: str = "jieba") -> list[str]:
    """The last content word of each clause, and those joined to it by 和 or 、.

    Where the clause goes on to a noun that is a stop word (资金使用情况, 联合调处机制), the word
    before counts too: the last one may say what is done with it.

    >>> objects("继续争取增加水政监察编制，约定快检的程序和时限，公开资金使用情况")
    ['编制', '时限', '程序', '使用', '资金']
    """
    found: list[str] = []
    for clause in _CLAUSE.split(text):
        words = [token.text for token in segment(clause, engine=engine)]
        end = len(words)
        while end > 0:
            end = next((i for i in range(end, 0, -1) if is_content(words[i - 1])), 0)
            if not end:
                break
            found.append(words[end - 1])
            hollow = end == len(words) - 1 and len(words[-1]) > 1
            joined = end >= 3 and words[end - 2] in _JOINED
            end = end - 2 if joined else end - 1 if hollow else 0
    return found
