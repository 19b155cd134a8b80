"""The tables on the corpora that ship, each in three places against what a person finds in the files."""

from __future__ import annotations

import difflib

import pandas as pd
import pytest

from fzanalysis.analysis.compare import compare, normalise, outliers, summary
from fzanalysis.analysis.completeness import figures, overview, reasons
from fzanalysis.analysis.composite import score
from fzanalysis.analysis.fingerprints import letters
from fzanalysis.analysis.follow_up import delivery, follow_up
from fzanalysis.analysis.keyness import keyness
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.topics import (
    find_topics,
    themes_against_topics,
    topic_quotes,
    topic_table,
)
from fzanalysis.analysis.trends import changes, directions, yearly
from fzanalysis.analysis.words import collocations, frequencies
from shipped_corpora import Tables, named


def test_cases_are_those_filed_not_filed_and_passed_on(demo: Tables) -> None:
    # 立案查处19件, of which 移送公安机关2件; 13件, 4 of them 据此立案; 241件, 移送14件, 办结11件.
    table = named(demo, compare(demo["indicators"], demo["reports"], codes=["enf_cases"]))
    assert table.at["weibo-slj-2022", "shown"] == "19"
    assert table.at["weibo-slj-2024", "shown"] == "13"
    assert table.at["diting-scjgj-2024", "shown"] == "241"
    # 调解143件, 成功139件; 抽取案卷30卷, 优秀9卷.
    codes = ["mediation", "file_review"]
    rows = named(demo, compare(demo["indicators"], demo["reports"], codes=codes))
    assert rows[rows["code"] == "mediation"].at["yueyuan-wlj-2024", "value"] == 143
    assert rows[rows["code"] == "file_review"].at["diting-scjgj-2021", "value"] == 30


def test_medians_of_the_years(demo: Tables) -> None:
    # 宣传资料 2022: ≥1900, ≥2000, ≥3000, ≥3500, 5600; one bureau is silent.
    table = yearly(demo["indicators"], demo["reports"], codes=["pub_materials", "learn_sessions"])
    rows = table.set_index(["code", "year"])
    row = rows.loc[("pub_materials", 2022)]
    assert (row["n_disclosed"], row["n_bounded"], row["median_low"]) == (5, 4, 3000)
    assert row["median_high"] == float("inf") or pd.isna(row["median_high"])
    # 集中学法 2023: 10, 12, 15, 18; 2024: 8, 9, 12, 15, ≥20.
    assert rows.at[("learn_sessions", 2023), "median"] == 13.5
    assert rows.at[("learn_sessions", 2024), "median"] == 12
    within = compare(demo["indicators"], demo["reports"], codes=["learn_sessions"])
    spread = summary(within[within["year"] == 2023]).iloc[0]
    assert (spread["n_disclosed"], spread["median_low"], spread["median_high"]) == (4, 13.5, 13.5)


def test_directions_are_counted(demo: Tables) -> None:
    # Only 萤川 gives exact numbers (5200, 5600, 6100, then 6500 and more); 荻汀 is silent twice.
    table = changes(demo["indicators"], demo["reports"], codes=["pub_materials"])
    rows = directions(table).set_index("year_after")
    names = ["up", "down", "uncertain", "appeared", "disappeared"]
    assert rows.loc[2022, names].tolist() == [1, 0, 4, 0, 1]
    assert rows.loc[2023, names].tolist() == [1, 0, 4, 0, 0]
    assert rows.loc[2024, names].tolist() == [1, 0, 3, 1, 1]


def test_outliers_lie_outside_what_the_others_say(demo: Tables) -> None:
    # 主动公开 318条 where the others have 81 to 162; 合格率83% where the others have 94 to 100.
    table = outliers(compare(demo["indicators"], demo["reports"], codes=["open_info", "exam_pass"]))
    rows = named(demo, table)
    assert rows["code"].to_dict() == {
        "diting-scjgj-2024": "open_info",
        "yueyuan-wlj-2022": "exam_pass",
    }
    assert rows["side"].tolist() == ["high", "low"]
    assert rows["certain"].all()
    others = compare(demo["indicators"], demo["reports"], codes=["open_info"])
    rest = others[others["disclosed"] & others["value"].ne(318)]["value"]
    assert rest.max() < rows.at["diting-scjgj-2024", "fence"] < 318


def test_per_thousand_characters(demo: Tables) -> None:
    table = compare(demo["indicators"], demo["reports"], codes=["pub_materials"])
    rows = named(demo, normalise(table, demo["reports"], per="chars"))
    texts = demo["texts"].set_index("report_id")["text"]
    for file, value in (("yueyuan-wlj-2021", 1800), ("zhenxi-jtj-2021", 3000)):
        row = rows.loc[file]
        printed = len("".join(texts[row["report_id"]].split()))
        assert row["per_base"] == pytest.approx(1000 * value / printed)
        assert pd.isna(row["per_base_high"])
    assert rows.at["diting-scjgj-2022", "shown"] == "未披露"
    assert pd.isna(rows.at["diting-scjgj-2022", "per_base"])


def test_reasons_figures_and_a_score_with_its_weights(five: Tables, demo: Tables) -> None:
    given = named(demo, reasons(demo["problems"], demo["reports"]))
    # 原因是近两年退休人员多…; 原因是信息化投入不足: both problems of one report, none elsewhere.
    assert given[given["n_with_reason"] > 0]["reason_share"].to_dict() == {"diting-scjgj-2024": 1.0}
    assert given.at["weibo-slj-2021", "n_problems"] == 2
    table = figures(five["metrics"], five["reports"]).set_index("issuer")
    # 大足 gives one number, and it is a norm (每年不少于2次): nothing that was done is counted.
    assert table.loc["大足区科学技术局", ["n_figures", "n_actual"]].tolist() == [1, 0]
    assert table.at["高青县科学技术局", "n_figures"] == 7
    assert table["n_figures"].sum() == 37
    whole = overview(
        demo["reports"], demo["completeness"], demo["sections"], demo["problems"], demo["metrics"]
    )
    scored = named(demo, score(whole, {"plans": 2, "timing": 1}))
    # Late, so two thirds; plans without a heading, so (2 × 0.75 + 1) / 3; all there, so 1.
    assert scored.at["weibo-slj-2021", "score"] == pytest.approx(2 / 3)
    assert scored.at["yueyuan-wlj-2024", "score"] == pytest.approx(2.5 / 3)
    assert scored.at["diting-scjgj-2024", "score"] == 1


def test_words_are_counted_as_they_stand(five: Tables, demo: Tables) -> None:
    water = demo["reports"]["issuer"].str.contains("水利")
    mine = demo["texts"]["report_id"].isin(demo["reports"].loc[water, "report_id"])
    groups = demo["texts"][mine], demo["texts"][~mine]
    table = keyness(*groups).set_index("term")
    for word in ("巡查", "编制", "取水"):
        counts = [sum(text.count(word) for text in group["text"]) for group in groups]
        assert table.loc[word, ["n_target", "n_reference"]].tolist() <= counts
    assert table.loc["巡查", ["n_target", "n_reference"]].tolist() == [8, 3]
    assert table.loc["编制", ["n_target", "n_reference"]].tolist() == [6, 4]
    assert table.index[0] == "巡查"
    often = frequencies(five["texts"]).set_index("term")
    assert often.at["法律法规", "n"] == sum(t.count("法律法规") for t in five["texts"]["text"])
    pairs = collocations(five["texts"]).set_index(["first", "second"])
    # 科学决策、民主决策、依法决策 stand in a row three times.
    row = "科学决策、民主决策、依法决策"
    assert sum(text.count(row) for text in five["texts"]["text"]) == 3
    assert pairs.at[("科学决策", "民主决策"), "n"] == pairs.at[("民主决策", "依法决策"), "n"] == 3


def test_topics_against_their_points(five: Tables) -> None:
    found = find_topics(five["measures"])
    leaves = five["measures"]["leaf"].astype(bool).sum()
    assert themes_against_topics(found).to_numpy().sum() == leaves == len(found.points)
    shares = topic_table(found, five["reports"])
    for issuer in ("大足区科学技术局", "高青县科学技术局", "六盘水市科学技术局"):
        (report,) = five["reports"].loc[five["reports"]["issuer"] == issuer, "report_id"]
        points = found.points[found.points["report_id"] == report]
        first = points[points["topic"] == 1]["chars"].sum() / points["chars"].sum()
        assert shares.loc[issuer].iloc[0] == pytest.approx(first)
    texts = five["texts"].set_index("report_id")["text"]
    for row in topic_quotes(found, each=1).itertuples():
        assert texts[row.report_id][row.start : row.end] == row.quote
        # The label is made of words that its best point has.
        assert any(term in row.quote for term in row.label.split("·"))


def test_what_two_reports_share_against_another_implementation(demo: Tables) -> None:
    found = find_reuse(demo["texts"], demo["reports"])
    files = demo["files"].set_index("report_id")["file"]
    pairs = reuse_pairs(found, demo["texts"])
    pairs = pairs.assign(a=pairs["report_a"].map(files), b=pairs["report_b"].map(files))
    shares = pairs.set_index(["a", "b"])["share"]
    texts = demo["texts"].assign(file=demo["texts"]["report_id"].map(files)).set_index("file")
    spelled = texts["text"].map(lambda text: "".join(map(chr, letters(text).codes)))
    genre = found.shares.assign(file=found.shares["report_id"].map(files)).set_index("file")
    for a, b in (("yanhu-kjj-2023", "yanhu-kjj-2022"), ("yanhu-kjj-2022", "yanhu-kjj-2023")):
        blocks = difflib.SequenceMatcher(None, spelled[a], spelled[b], False).get_matching_blocks()
        alike = sum(block.size for block in blocks) / len(spelled[a])
        assert shares[a, b] + genre.at[a, "boilerplate_share"] == pytest.approx(alike, abs=0.01)
    # The one passage of two bureaus: 150-odd characters of some 800.
    assert 0.1 < shares["weibo-slj-2023", "yingchuan-nyncj-2022"] < 0.25
    assert ("weibo-slj-2024", "yingchuan-nyncj-2022") not in shares


def test_plans_of_a_bureau_counted(demo: Tables) -> None:
    table = follow_up(demo["plans"], demo["measures"], demo["metrics"], demo["reports"])
    rows = delivery(table).set_index(["issuer", "year"])
    names = ["n", "taken_up", "partly", "not_found", "no_next_report"]
    # 体检商户, 普法基地, 老带新: all three; 案例选编, 联合调处, 编制: none; 2025 is not there.
    assert rows.loc[("荻汀区市场监督管理局", 2022), names].tolist() == [3, 3, 0, 0, 0]
    assert rows.loc[("苇泊县水利局", 2022), names].tolist() == [3, 0, 0, 3, 0]
    assert rows.loc[("苇泊县水利局", 2024), names].tolist() == [2, 0, 0, 0, 2]
