"""What each table about words, topics, copied passages, plans and problems says: key → words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd
from readings import Both, Said, Shared, number

from fzanalysis.analysis import follow_up, topics, words
from fzanalysis.analysis.reuse import Reuse, find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.tokens import tokenize
from shipped_corpora import named


def frequencies(both: Both) -> Said:
    rows = words.frequencies(both.five["texts"]).to_dict("records")
    return {row["term"]: f"{row['n']} in {row['docs']} reports" for row in rows}


def keyness(both: Both) -> Said:
    """苇泊县水利局 against the others."""
    table = words.keyness(*water(both))
    return {r["term"]: f"{r['n_target']} : {r['n_reference']}" for r in table.to_dict("records")}


def water(both: Both) -> tuple[pd.DataFrame, pd.DataFrame]:
    texts = both.demo["texts"].merge(both.demo["reports"][["report_id", "issuer"]])
    own = texts["issuer"].eq("苇泊县水利局")
    return texts[own], texts[~own]


def collocations(both: Both) -> Said:
    rows = words.collocations(both.five["texts"]).to_dict("records")
    return {f"{row['first']} {row['second']}": str(row["n"]) for row in rows}


def kwic(both: Both) -> Said:
    said = {}
    for tables, terms in ((both.demo, ("快调点",)), (both.five, ("旁听庭审", "双报到"))):
        for term in terms:
            table = named(tables, words.kwic(tables["texts"], term, context=6))
            for file, rows in table.groupby(level=0):
                for place, row in enumerate(rows.to_dict("records"), start=1):
                    lines = (row[side].replace("\n", "⏎") for side in ("left", "node", "right"))
                    said[f"{file} {term} {place}"] = "|".join(lines)
    return said


def tokens(both: Both) -> Said:
    """Words of the first sentence that has a phrase."""
    return {
        phrase: "/".join(tokenize(phrase))
        for phrase in (
            "聘请专业法律顾问2名",
            "合法性审查、集体讨论决定",
            "宣讲 《中华人民共和国科学技术进步法》《中华人民共和国专利法》等法律知识",
        )
    }


@cache
def found_topics(both: Shared) -> topics.Topics:
    return topics.find_topics(both.tables.five["measures"])


@cache
def reused(both: Shared) -> Reuse:
    return find_reuse(both.tables.demo["texts"], both.tables.demo["reports"])


@cache
def followed(both: Shared) -> pd.DataFrame:
    tables = both.tables.demo
    names = ("plans", "measures", "metrics", "reports")
    return follow_up.follow_up(*(tables[name] for name in names))


def find_topics(both: Both) -> Said:
    return _labels(both, found_topics(Shared(both)))


def relabel_topics(both: Both) -> Said:
    found = found_topics(Shared(both))
    names = {4: "依法决策", 3: "走进企业"}
    return _labels(both, topics.relabel_topics(found, names))


def _labels(both: Both, found: topics.Topics) -> Said:
    rows = named(both.five, found.points)
    said = {f"{file} {row['quote'][:14]}": row["label"] for file, row in rows.iterrows()}
    for row in found.topics.to_dict("records"):
        said[row["label"]] = f"{row['n_points']} points in {row['n_reports']} reports"
    return said


def topic_table(both: Both) -> Said:
    found, reports = found_topics(Shared(both)), both.five["reports"]
    files = reports.set_index("issuer")["file"]
    counts = topics.topic_table(found, reports, measure="points")
    chars = topics.topic_table(found, reports, measure="chars")
    return {
        f"{files[issuer]} {label}": f"{count} points, {chars.at[issuer, label]} characters"
        for label, column in counts.items()
        for issuer, count in column.items()
    }


def themes_against_topics(both: Both) -> Said:
    table = topics.themes_against_topics(found_topics(Shared(both)))
    return {f"{label} {theme}": str(n) for theme, row in table.items() for label, n in row.items()}


def topic_quotes(both: Both) -> Said:
    rows = named(both.five, topics.topic_quotes(found_topics(Shared(both)), each=1)).iterrows()
    return {row["label"]: f"{file}: {row['quote'][:14]}" for file, row in rows}


def passages(both: Both) -> Said:
    """Both quotes by their ends, and the compared characters; the longest of a pair."""
    names = both.names()
    said: Said = {}
    for row in reused(Shared(both)).passages.to_dict("records"):
        sides = [
            f"{names[row[f'report_{s}']]} “{row[f'quote_{s}'][:8]}…{row[f'quote_{s}'][-8:]}”"
            for s in "ab"
        ]
        pair = f"{names[row['report_a']]} {names[row['report_b']]}"
        said.setdefault(pair, " = ".join(sides).replace("\n", "⏎"))
        said.setdefault(f"{pair} chars", f"{row['chars']}, {row['similarity']:.2f}")
    return said


def boilerplate(both: Both) -> Said:
    rows = named(both.demo, reused(Shared(both)).boilerplate).iterrows()
    return {f"{file} {row['quote']}": f"{row['n_bureaus']:g} bureaus" for file, row in rows}


def shares(both: Both) -> Said:
    rows = named(both.demo, reused(Shared(both)).shares).iterrows()
    return {
        str(file): f"own {row['own_share']:.2f}, others {row['others_share']:.2f}"
        for file, row in rows
    }


def pairs(both: Both) -> Said:
    names = both.names()
    table = reuse_pairs(reused(Shared(both)), both.demo["texts"])
    said = {f"{a} {b}": "—" for a in names.values() for b in names.values()}
    rows = table.itertuples(index=False)
    return said | {f"{names[a]} {names[b]}": f"{share:.2f}" for a, b, share in rows}


def plans(both: Both) -> Said:
    said = {}
    for file, row in named(both.demo, followed(Shared(both)), "report_plan").iterrows():
        words_of = [row["verdict"], row["figure"], row["target"], row["outcome"]]
        said[f"{file} {row['item_id']}"] = " ".join(w for w in words_of if isinstance(w, str))
        quote = row["measure_quote"]
        said[f"{file} {row['item_id']} beside"] = quote if isinstance(quote, str) else "—"
    return said


def delivery(both: Both) -> Said:
    files = both.demo["reports"].set_index(["issuer", "year"])["file"]
    return {
        files[row["issuer"], row["year"]]: f"{row['n']} plans: {row['taken_up']} taken up, "
        f"{row['partly']} partly, {row['not_found']} not found, {row['no_next_report']} open"
        for row in follow_up.delivery(followed(Shared(both))).to_dict("records")
    }


def recurring_problems(both: Both) -> Said:
    table = follow_up.recurring_problems(both.demo["problems"], both.demo["reports"])
    said = {}
    for file, row in named(both.demo, table).iterrows():
        counts = f"{row['n_years']} years, {row['streak']} in a row"
        said[f"{file} {row['category']}"] = counts
        said[f"{file} {row['category']} wording"] = number(row["wording"])
    return said


TEXTS: Mapping[str, Callable[[Both], Said]] = {
    "tokenize": tokens,
    "frequencies": frequencies,
    "keyness": keyness,
    "collocations": collocations,
    "kwic": kwic,
    "find_topics": find_topics,
    "relabel_topics": relabel_topics,
    "topic_table": topic_table,
    "topic_quotes": topic_quotes,
    "themes_against_topics": themes_against_topics,
    "find_reuse": passages,
    "find_reuse, boilerplate": boilerplate,
    "find_reuse, shares": shares,
    "reuse_pairs": pairs,
    "follow_up": plans,
    "delivery": delivery,
    "recurring_problems": recurring_problems,
}
