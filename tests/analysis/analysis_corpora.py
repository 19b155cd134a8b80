"""Generated corpora whose answer is known; the benchmarks use them too."""

from __future__ import annotations

import numpy as np
import pandas as pd

FILLERS = [
    "认真",
    "开展",
    "工作",
    "全面",
    "推进",
    "落实",
    "责任",
    "加强",
    "组织",
    "领导",
    "提高",
    "水平",
    "群众",
    "企业",
    "干部",
    "单位",
    "制度",
    "机制",
    "监督",
    "学习",
    "宣传",
    "服务",
    "管理",
    "依法",
    "严格",
    "规范",
    "程序",
    "情况",
    "及时",
    "有关",
    "部门",
]
#: Twelve made-up themes of twelve words each; the catalogue's own change, and these stay.
THEMES = {
    "甲": [
        "组织领导",
        "领导小组",
        "第一责任人",
        "责任分解",
        "目标管理",
        "督促考核",
        "年度工作计划",
        "议事规则",
        "述职述法",
        "主体责任",
        "工作要点",
        "一岗双责",
    ],
    "乙": [
        "集中学习",
        "中心组学习",
        "旁听庭审",
        "学法用法",
        "应知应会",
        "法治讲座",
        "参考率",
        "心得体会",
        "法律大讲堂",
        "专题研讨",
        "会前学法",
        "学习强国",
    ],
    "丙": [
        "普法宣传",
        "宣传资料",
        "以案释法",
        "宪法宣传周",
        "微信公众号",
        "宣传手册",
        "送法进企业",
        "法律明白人",
        "融媒体",
        "普法志愿者",
        "知晓率",
        "宣讲会",
    ],
    "丁": [
        "行政审批",
        "一网通办",
        "全程网办",
        "告知承诺",
        "办事指南",
        "证照分离",
        "政务服务大厅",
        "跨省通办",
        "简政放权",
        "权责清单",
        "最多跑一次",
        "电子证照",
    ],
    "戊": [
        "规范性文件",
        "备案审查",
        "文件清理",
        "征求意见",
        "立改废释",
        "地方性法规",
        "政府规章",
        "报备",
        "废止",
        "修订",
        "起草",
        "印发",
    ],
    "己": [
        "重大行政决策",
        "专家论证",
        "风险评估",
        "公众参与",
        "集体讨论",
        "合法性审查",
        "民主集中制",
        "三重一大",
        "科学决策",
        "决策程序",
        "局长办公会",
        "议题",
    ],
    "庚": [
        "行政执法",
        "案卷评查",
        "行政处罚",
        "执法公示",
        "全过程记录",
        "双随机",
        "执法证件",
        "裁量基准",
        "立案查处",
        "综合执法",
        "文明执法",
        "罚没款",
    ],
    "辛": [
        "应急预案",
        "应急演练",
        "隐患排查",
        "安全生产",
        "防灾减灾",
        "值班值守",
        "疫情防控",
        "预警",
        "突发事件",
        "应急处置",
        "风险隐患",
        "救援",
    ],
    "壬": [
        "行政复议",
        "行政应诉",
        "矛盾纠纷",
        "人民调解",
        "信访",
        "行政裁决",
        "出庭应诉",
        "败诉率",
        "仲裁",
        "民呼我为",
        "群众诉求",
        "枫桥经验",
    ],
    "癸": [
        "政府信息公开",
        "主动公开",
        "依申请公开",
        "门户网站",
        "政策解读",
        "公开指南",
        "政务公开",
        "公示栏",
        "知情权",
        "透明度",
        "年报",
        "栏目",
    ],
    "子": [
        "党风廉政建设",
        "警示教育",
        "廉政党课",
        "约谈",
        "八项规定",
        "廉政风险",
        "三公经费",
        "反腐败",
        "谈心谈话",
        "党纪",
        "拒腐防变",
        "巡察整改",
    ],
    "丑": [
        "营商环境",
        "助企纾困",
        "公平竞争审查",
        "惠企政策",
        "信用监管",
        "民营经济",
        "涉企",
        "招投标",
        "亲清政商关系",
        "包容审慎",
        "轻微免罚",
        "走访企业",
    ],
}
#: Stands in every generated report, as some sentences do in real ones.
FORMULA = "全面贯彻落实上级关于法治政府建设的各项决策部署，党政主要负责人切实履行推进法治建设第一责任人职责"
_SEPARATORS = list("，，，。；、")


def planted_measures(n: int, themes: int, seed: int = 1) -> pd.DataFrame:
    """Points of five cues of their theme, two of any theme and eight words that say nothing."""
    rng = np.random.default_rng(seed)
    known = list(THEMES)[:themes]
    rows = []
    for i in range(n):
        own = known[i % themes]
        words = [str(w) for w in rng.choice(THEMES[own], 5)]
        words += [str(rng.choice(THEMES[known[j]])) for j in rng.integers(themes, size=2)]
        words += [str(w) for w in rng.choice(FILLERS, 8)]
        rng.shuffle(words)
        rows.append((f"r{i // 12:05d}", f"m{i % 12:03d}", "，".join(words) + "。", own))
    frame = pd.DataFrame(rows, columns=["report_id", "measure_id", "text", "theme"])
    place = {"start": 0, "end": frame["text"].str.len(), "quote": frame["text"]}
    return frame.assign(heading="", leaf=True, **place)


def prose(rng: np.random.Generator, words: list[str], chars: int) -> str:
    """Words of the genre at random, with punctuation and figures in between."""
    picked = [words[i] for i in rng.integers(len(words), size=chars // 3)]
    marks = rng.random(len(picked))
    parts = []
    for word, mark in zip(picked, marks, strict=True):
        parts.append(word)
        if mark < 0.12:
            parts.append(_SEPARATORS[int(mark * 50)])
        elif mark > 0.97:
            parts.append(f"{int(mark * 1000)}次")
    return "".join(parts)[:chars]


def vocabulary() -> list[str]:
    """The words of all themes and the fillers."""
    return sorted({word for words in THEMES.values() for word in words} | set(FILLERS))


def unrelated_reports(
    n: int, *, chars: int = 2500, seed: int = 2, years: int = 2
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts and reports that share nothing but their vocabulary and one formula."""
    rng = np.random.default_rng(seed)
    words = vocabulary()
    rows, about = [], []
    for i in range(n):
        bureau, year = divmod(i, years)
        body = prose(rng, words, chars)
        rows.append((f"r{i:05d}", f"{body}。\n{FORMULA}。\n"))
        about.append((f"r{i:05d}", f"局{bureau:05d}", f"县{bureau:05d}", 2020 + year))
    texts = pd.DataFrame(rows, columns=["report_id", "text"])
    return texts, pd.DataFrame(about, columns=["report_id", "issuer", "region", "year"])


def edited(rng: np.random.Generator, passage: str, share: float) -> str:
    """The passage with characters replaced, put in and left out: so many of a hundred, evenly."""
    out = list(passage)
    edits = int(len(passage) * share)
    for place in sorted(rng.choice(len(out), edits, replace=False), reverse=True):
        kind = int(rng.integers(3))
        if kind == 0:
            out[place] = "改"
        elif kind == 1:
            out.insert(place, "又")
        else:
            del out[place]
    return "".join(out)


def plant(
    texts: pd.DataFrame, n: int, *, share: float = 0.05, seed: int = 3, shortest: int = 60
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Copy passages of 60 to 400 characters from one report into another, with small edits.

    Returns:
        The texts, and what was planted: source, target and both spans.
    """
    rng = np.random.default_rng(seed)
    words = vocabulary()
    bodies = dict(zip(texts["report_id"], texts["text"], strict=True))
    ids = list(bodies)
    order = rng.permutation(len(ids))
    rows = []
    for i in range(n):
        source, target = (ids[order[(2 * i + k) % len(ids)]] for k in (0, 1))
        passage = prose(rng, words, int(rng.integers(shortest, 400)))
        copied = edited(rng, passage, share)
        spans = []
        for name, piece in ((source, passage), (target, copied)):
            spans += [len(bodies[name]), len(bodies[name]) + len(piece)]
            bodies[name] += piece + "。\n"
        rows.append((source, target, *spans))
    columns = ["source", "target", "s0", "s1", "t0", "t1"]
    planted = pd.DataFrame(rows, columns=columns)
    return pd.DataFrame({"report_id": ids, "text": list(bodies.values())}), planted


def recall(passages: pd.DataFrame, planted: pd.DataFrame, covered: float = 0.5) -> float:
    """Share of planted passages of which at least half is found, in the right place of both."""
    spans: dict[tuple[str, str], list[tuple[int, int, int, int]]] = {}
    for row in passages.itertuples(index=False):
        ends = (row.start_a, row.end_a, row.start_b, row.end_b)
        spans.setdefault((row.report_a, row.report_b), []).append(ends)
        turned = (row.start_b, row.end_b, row.start_a, row.end_a)
        spans.setdefault((row.report_b, row.report_a), []).append(turned)
    found = 0
    for row in planted.itertuples(index=False):
        hits = spans.get((row.source, row.target), [])
        for side in (0, 2):
            start, end = (row.s0, row.s1) if side == 0 else (row.t0, row.t1)
            overlap = sum(max(0, min(h[side + 1], end) - max(h[side], start)) for h in hits)
            if overlap < covered * (end - start):
                break
        else:
            found += 1
    return found / len(planted)
