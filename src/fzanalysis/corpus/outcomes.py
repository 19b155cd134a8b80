"""Counts of what became of things that are counted already: 受理340件,办结327件 are not 667."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fzanalysis.catalogue import fold

Row = dict[str, Any]
#: What a thing counted before turned into, was found to be, or was picked out as.
_OUTCOME = re.compile(
    r"办结|审结|结案|查结|已结|结清|调成|成功|和解|化解|整改|改正|销号|维持|撤销|撤回|驳回|终止"
    r"|胜诉|败诉|优秀|合格|不予|移送|持证|采纳|新增|督办|处罚$"
)
#: A verb that stands alone speaks of what was just counted; with a noun of its own it does not.
_BARE = re.compile(
    r"(?:已|均|全部|完成|实际|宣布|继续|需)*"
    r"(?:受理|立案|查处|调解|调处|处理|检查|参加|废止|失效|修改|修订|保留|有效"
    r"|行政(?:许可|处罚|强制|检查|确认|给付|裁决|奖励))+"
)


def stage(counted: str) -> int:
    """How far on a count is: 0 the things themselves, 1 what was done with them, 2 the outcome.

    >>> [stage(words) for words in ("收到复议申请", "受理", "审结", "受理投诉举报", "优秀案卷")]
    [0, 1, 2, 0, 2]
    """
    words = fold(counted)
    if _BARE.fullmatch(words):
        return 1
    return 2 if _OUTCOME.search(words) else 0


def of_others(mentions: Sequence[Row]) -> set[str]:
    """Mentions of one code and unit, in reading order, that count among what others count.

    One that is further on than another and no more than it: an outcome with a noun of its own
    (优秀案卷12卷) wherever the two stand, a verb alone (办结327件) in the paragraph of the other
    and after it. And one whose phrase has all the words of another and more (立案查处取水案件4件
    beside 立案查处案件13件). Two equally far on (废止3件, 修改2件) are not among each other.

    Returns:
        Their metric ids.

    >>> rows = [dict(metric_id=words, counted=words, value=value, measure_id="m1")
    ...         for words, value in [("收到申请", 48), ("受理", 45), ("审结", 41)]]
    >>> sorted(of_others(rows))
    ['受理', '审结']
    """
    return {
        mine["metric_id"]
        for place, mine in enumerate(mentions)
        if any(
            _among(mine, other, number < place)
            for number, other in enumerate(mentions)
            if number != place
        )
    }


def _among(mine: Row, other: Row, follows: bool) -> bool:
    if mine["value"] > other["value"]:
        return False
    one, two = str(mine["counted"]), str(other["counted"])
    if stage(one) > stage(two):
        near = follows and mine.get("measure_id") == other.get("measure_id")
        return near or not _alone(one)
    return len(two) < len(one) and stage(one) == stage(two) and _holds(one, two)


def _alone(counted: str) -> bool:
    """Whether nothing but the verb is there: 成功, 完成整改, not 优秀案卷."""
    words = fold(counted)
    return bool(_BARE.fullmatch(words)) or len(_OUTCOME.sub("", words)) < 2


def _holds(longer: str, shorter: str) -> bool:
    """Whether the characters of one phrase all stand in the other, in their order."""
    rest = iter(longer)
    return len(shorter) > 1 and all(char in rest for char in shorter)
