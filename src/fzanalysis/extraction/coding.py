"""Which metric of the catalogue a quantity is, and why.

A cue scores by its length and by how near it stands to the number; the unit must fit, a negative
cue forbids. The best metric wins only if it is clearly better than the next: no code is better
than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue, Metric
from fzanalysis.extraction.cues import Against, Candidates, CompiledCue, Lookup, lookup_of
from fzanalysis.extraction.lexicon import Lexicon, words

_ENOUGH = 3.0
_MARGIN = 0.75
_THEME_BONUS = 2.0
#: The cue ``*``: a unit that hardly anything else is counted in, such as 学时.
_UNIT_ALONE = 3.2
_MARKS = re.compile(r"[\s,、:;()“”]")
# What says how something was done, not what. No word begins with another one, so that any row of
# them can be read in one way only.
_BARE = words(
    "开展 组织 举办 召开 办理 完成 发放 共 累计 先后 活动 达 次数 各类 进行 印发 制定 实施 "
    "举行 安排 参加 其中 全年 受理 办结 整改 销号 新增 审结 结案 不予受理 驳回 撤销 维持 终止 "
    "成功 答复 收到 修改 保留 发现 聘请 选派 邀请 配备 选聘 实际 学习 法治 专题 涉法 发生 仅 "
    "优秀 不合格 组建 推动 推进 促成 支持 帮助 指导 组成 构成 同意 准予 按期 按时 到位 参与 "
    "涉及 惠及 覆盖 服务 吸引 解答 的 了 等 为 均 约 近 已 全部 "
    "计 总计 合计 一共 总共 年内 今年 本年度 目前 到 多达 高达 总数 数量 保持 稳定"
)
_GENERIC = re.compile(f"(?:{'|'.join(sorted(_BARE))})*+")
# Most clauses hold another character than these words: that is seen first, and at once.
_SAYS_MORE = re.compile(rf"[^\s,、:;()“”{''.join(set().union(*_BARE))}]")


class Window(NamedTuple):
    """The words in which cues are looked for.

    Attributes:
        near: the clause before the number.
        right: the words after the unit that belong to it.
        shared: words of earlier items or clauses that a bare number shares; empty if it has
            words of its own.
        wide: the sentence up to the number.
    """

    near: str
    right: str
    shared: str
    wide: str


class Choice(NamedTuple):
    """The outcome of coding, with its reason: words, and what stands in the gaps of them."""

    code: str | None
    reason: str
    about: tuple[object, ...] = ()

    @property
    def why(self) -> str:
        """The reason in words, put together when somebody asks: that is seldom."""
        return self.reason.format(*self.about)


def is_bare(words: str) -> bool:
    """Whether a clause says nothing of its own about what is counted.

    >>> is_bare("累计"), is_bare("开展宣讲")
    (True, False)
    """
    if _SAYS_MORE.search(words):
        return False
    return bool(_GENERIC.fullmatch(_MARKS.sub("", words)))


def _weights(window: Window, lookup: Lookup) -> dict[int, float]:
    """The cue words of a window, each with its weight: longer is surer, and so is nearer."""
    occurring = lookup.lexicon.occurring
    found = {} if lookup.unit_alone is None else {lookup.unit_alone: _UNIT_ALONE}
    size = len(window.near)
    for word, start, end in occurring(window.near):
        gap = size - end
        found[word] = end - start + (3 - gap / 3 if gap < 9 else 0.0)
    if window.right:
        for word, start, end in occurring(window.right):
            weight = end - start + (3 - start / 3 if start < 9 else 0.0)
            found[word] = max(found.get(word, 0.0), weight)
    if not window.shared:
        return found
    size = len(window.shared)
    shared = {
        word: 0.75 * (end - start) + max(0.0, 2 - (size - end) / 6)
        for word, start, end in occurring(window.shared)
    }
    return shared | found


def choose_code(
    window: Window, unit: str, theme: str | None, catalogue: Catalogue, excluded: frozenset[str]
) -> Choice:
    """The metric that a quantity is.

    Args:
        window: the words around it (folded).
        unit: its base unit; a bracket (``场(次)``) is looked up with and without.
        theme: the theme of the point in which it stands, or None.
        catalogue: the vocabulary.
        excluded: codes that it cannot have (that of its own total).
    """
    lookup = lookup_of(catalogue)
    candidates = lookup.candidates(unit)
    weights = _weights(window, lookup)
    best = _best(candidates, weights, window, lookup.lexicon.words)
    scored: list[tuple[float, Metric, str]] = []
    for i in sorted(best):
        metric = candidates.metrics[i]
        score, cue = best[i]
        against = candidates.against[i]
        if metric.code in excluded or _forbidden(against, weights, window, cue, lookup.lexicon):
            continue
        scored.append((score + (_THEME_BONUS if metric.theme == theme else 0), metric, cue))
    if not scored:
        return Choice(None, "no cue of the catalogue near a count in {}", (unit,))
    if len(scored) > 1:
        scored.sort(key=itemgetter(0), reverse=True)
    score, chosen, cue = scored[0]
    if score < _ENOUGH:
        about: tuple[object, ...] = chosen.code, cue, score
        return Choice(None, "{} only faintly suggested by {} ({:.1f})", about)
    if len(scored) > 1 and score - scored[1][0] < _MARGIN:
        _, next_best, other = scored[1]
        about = chosen.code, cue, next_best.code, other
        return Choice(None, "undecided between {} ({}) and {} ({})", about)
    about = cue, unit, chosen.code, score
    if len(scored) == 1:
        return Choice(chosen.code, "{} + {} → {} ({:.1f})", about)
    rival, next_best, _ = scored[1]
    about = *about, next_best.code, rival
    return Choice(chosen.code, "{} + {} → {} ({:.1f}, before {} {:.1f})", about)


def _best(
    candidates: Candidates, weights: Mapping[int, float], window: Window, words: Sequence[str]
) -> dict[int, tuple[float, str]]:
    """For each metric with a cue in the window the highest score of its cues, and that cue."""
    best: dict[int, tuple[float, str]] = {}
    led, there = candidates.led, weights.keys()
    begun = list(candidates.wide)
    for word in filter(led.__contains__, weights):
        metrics, cues = led[word]
        weight = weights[word]
        for metric in metrics:
            if metric not in best or weight > best[metric][0]:
                best[metric] = weight, words[word]
        for cue in cues:
            for term in cue.others:
                if there.isdisjoint(term):
                    break
            else:
                begun.append(cue)
    for cue in begun:
        found = _score(cue, weights, window, words)
        if found and (cue.metric not in best or found[0] > best[cue.metric][0]):
            best[cue.metric] = found
    return best


def _score(
    cue: CompiledCue, weights: Mapping[int, float], window: Window, words: Sequence[str]
) -> tuple[float, str] | None:
    """The score of a cue whose near terms are all there, each by its best word.

    None if one of the terms that may stand anywhere in the sentence is not there.
    """
    far = _far(cue, window) if cue.wide else ()
    if far is None:
        return None
    score = 0.0
    named = []
    for term in cue.near:
        best, at = 0.0, 0  # every weight is more
        for number in term:
            if (weight := weights.get(number, -1.0)) >= best:
                best, at = weight, number
        score += best
        named.append(words[at])
    if len(named) > 1:
        score /= 1 + 0.25 * (len(named) - 1)
    if far:
        named += far
        score += 0.4 * len("".join(far))
    return score, "+".join(named)


def _far(cue: CompiledCue, window: Window) -> Sequence[str] | None:
    """For each term that may stand anywhere in the sentence its first word; None if one lacks."""
    far = []
    for alternatives in cue.wide:
        for word in alternatives:
            if word in window.wide or word in window.right:
                far.append(word)
                break
        else:
            return None
    return far


def _forbidden(
    against: Against, weights: Mapping[int, float], window: Window, cue: str, lexicon: Lexicon
) -> bool:
    """Whether a negative word stands there; one that is part of the cue itself forbids nothing."""
    if against.head and window.near.rstrip().endswith(against.head):
        return True
    for word in against.wide:
        if word in window.wide:
            return True
    if against.near.isdisjoint(weights):
        return False
    near = against.near.intersection(weights)
    return not all(_within(lexicon.words[number], cue) for number in near)


def _within(word: str, cue: str) -> bool:
    return any(word in term and word != term for term in cue.split("+"))
