"""Findings on the corpora that ship, each checked by hand in the text."""

from __future__ import annotations

import pandas as pd
import pytest

from fzanalysis.analysis.compare import check_totals, compare, matrix, summary
from fzanalysis.analysis.completeness import lengths, states, timing
from fzanalysis.analysis.follow_up import follow_up, recurring_problems
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.topics import find_topics, topic_table
from fzanalysis.analysis.trends import changes
from fzanalysis.analysis.words import frequencies, kwic
from shipped_corpora import Tables


def test_five_materials_handed_out(five: Tables) -> None:
    # 高青 and 中站 hand out 1000余份, 六盘水 7000余份; 大足 and 九龙坡 give no number.
    table = compare(five["indicators"], five["reports"], codes=["pub_materials"], within_year=False)
    assert table.set_index("issuer")["shown"].to_dict() == {
        "高青县科学技术局": "≥1000",
        "中站区科工信局": "≥1000",
        "六盘水市科学技术局": "≥7000",
        "大足区科学技术局": "未披露",
        "九龙坡区科技局": "未披露",
    }
    row = summary(table).iloc[0]
    assert (row["n_disclosed"], row["median_low"]) == (3, 1000)
    assert pd.isna(row["median_high"])


def test_five_stated_totals_make_their_parts(five: Tables) -> None:
    # 93 items are 1 + 1 + 11 + 80; 5 proposals are 4 + 1.
    table = check_totals(five["metrics"]).set_index("total")
    assert table["state"].to_dict() == {"93": "agrees", "5": "agrees"}
    assert sorted(table.at["93", "parts"].split(" + ")) == ["1", "1", "11", "80"]


def test_five_parts_of_the_reports(five: Tables) -> None:
    table = states(five["completeness"], five["reports"]).set_index("issuer")
    assert table.at["六盘水市科学技术局", "problems"] == "missing"
    assert table.at["六盘水市科学技术局", "first_responsible"] == "missing"
    assert table.at["高青县科学技术局", "first_responsible"] == "embedded"
    assert table.at["大足区科学技术局", "n_own_section"] == 4
    dates = timing(five["reports"]).set_index("issuer")
    assert dates.at["六盘水市科学技术局", "days_left"] == 26
    assert (dates["timing"] == "unknown").sum() == 4
    shares = lengths(five["reports"], five["sections"]).set_index("issuer")
    assert shares.at["六盘水市科学技术局", "problems_share"] == 0
    assert shares.at["大足区科学技术局", "problems_share"] == pytest.approx(0.07, abs=0.01)


def test_five_words_by_hand(five: Tables) -> None:
    found = kwic(five["texts"], "双报到")
    assert len(found) == 1
    assert "县" not in found["node"][0]
    table = frequencies(five["texts"]).set_index("term")
    text = "".join(five["texts"]["text"])
    assert table.at["《中华人民共和国民法典》", "n"] == text.count("《中华人民共和国民法典》")


def test_five_topics_are_few_readable_and_shared(five: Tables) -> None:
    found = find_topics(five["measures"])
    assert 3 <= len(found.topics) <= 8
    assert (found.topics["n_reports"] >= 2).all()
    assert (found.points["topic"] == 0).mean() < 0.15
    shares = topic_table(found, five["reports"])
    assert len(shares) == 5
    # 六盘水 writes most on learning, in two long points.
    learning = [c for c in shares.columns if "学习" in c]
    assert shares[learning].sum(axis=1).idxmax() == "六盘水市科学技术局"


def test_five_bureaus_do_not_copy_each_other(five: Tables) -> None:
    found = find_reuse(five["texts"], five["reports"])
    assert (found.shares["recycled_share"] < 0.05).all()
    assert found.boilerplate["quote"].str.contains("第一责任人").any()


def _file(demo: Tables, report_id: str) -> str:
    return str(demo["files"].set_index("report_id").at[report_id, "file"])


def test_demo_a_report_that_copies_itself(demo: Tables) -> None:
    found = find_reuse(demo["texts"], demo["reports"])
    longest = found.passages.iloc[0]
    assert _file(demo, longest["report_a"]) == "yanhu-kjj-2022"
    assert _file(demo, longest["report_b"]) == "yanhu-kjj-2023"
    assert longest["kind"] == "same_bureau"
    assert longest["similarity"] > 0.95
    shares = found.shares.merge(demo["files"]).set_index("file")
    assert shares.at["yanhu-kjj-2023", "own_share"] > 0.85
    assert shares.at["yanhu-kjj-2022", "own_share"] < 0.3
    assert shares.at["yanhu-kjj-2024", "own_share"] < 0.3


def test_demo_one_passage_in_two_bureaus(demo: Tables) -> None:
    passages = find_reuse(demo["texts"], demo["reports"]).passages
    row = passages[passages["kind"] == "across_bureaus"].iloc[0]
    assert _file(demo, row["report_a"]) == "yingchuan-nyncj-2022"
    assert _file(demo, row["report_b"]) == "weibo-slj-2023"
    for side in "ab":
        assert "凡涉及群众切身利益的事项" in row[f"quote_{side}"]
        assert "站不站得住" in row[f"quote_{side}"]


def test_demo_promises(demo: Tables) -> None:
    table = follow_up(demo["plans"], demo["measures"], demo["metrics"], demo["reports"])
    table = table.merge(demo["files"].rename(columns={"report_id": "report_plan"}))
    plans = table[table["file"].isin(["diting-scjgj-2022", "weibo-slj-2022"])]

    def of(words: str) -> pd.Series:
        return plans[plans["plan_quote"].str.contains(words)].iloc[0]

    # 300 shops promised, 326 done; one base promised, one built; a casebook never heard of again.
    kept = of("体检商户")
    assert (kept["verdict"], kept["figure"]) == ("taken_up", "reached")
    assert (kept["target"], kept["outcome"]) == ("≥300户", "326户")
    assert of("普法基地")["verdict"] == "taken_up"
    assert of("河湖执法案例选编")["verdict"] == "not_found"
    assert of("跨县水事纠纷")["verdict"] == "not_found"
    # 水政监察人员培训3期 in the next report is the same squad, and no post more.
    posts = table[table["plan_quote"].str.contains("增加水政监察编制")]
    assert posts["verdict"].tolist() == ["not_found", "not_found"]
    assert posts["measure_quote"].str.contains("水政监察人员培训").all()


def test_demo_figures_over_the_years(demo: Tables) -> None:
    table = changes(demo["indicators"], demo["reports"], codes=["learn_sessions", "pub_consult"])
    rows = table.set_index(["issuer", "code", "year_after"])["direction"]
    # 10余次, 15, 18, 20余次: only the middle step and the last are certain.
    diting = rows["荻汀区市场监督管理局", "learn_sessions"]
    assert diting.to_dict() == {2022: "uncertain", 2023: "up", 2024: "up"}
    # 410次 and then 1260人次 are not the same thing.
    assert rows["萤川县农业农村局", "pub_consult", 2023] == "unlike_units"


def test_demo_silence_zero_and_a_total_that_does_not_add_up(demo: Tables) -> None:
    cells = matrix(compare(demo["indicators"], demo["reports"], codes=["lit_cases"]))
    cases = cells["行政应诉案件数"]["萤川县农业农村局"]
    assert cases.to_dict() == {2021: "2", 2022: "0", 2023: "1", 2024: "未披露"}
    wrong = check_totals(demo["metrics"], only_disagreements=True).merge(demo["files"])
    row = wrong[wrong["file"] == "zhenxi-jtj-2023"].iloc[0]
    assert (row["total"], row["difference"], row["state"]) == ("126", -4, "short")


def test_demo_late_reports_and_a_problem_of_four_years(demo: Tables) -> None:
    late = timing(demo["reports"]).merge(demo["files"]).query("timing == 'late'")
    assert set(late["file"]) == {"zhenxi-jtj-2022", "weibo-slj-2021"}
    table = recurring_problems(demo["problems"], demo["reports"])
    first = table.iloc[0]
    assert (first["issuer"], first["category"], first["n_years"]) == (
        "苇泊县水利局",
        "ENF_FORCE",
        4,
    )
    copied = table[(table["issuer"] == "砚湖县科学技术局") & (table["year"] == 2023)]
    assert (copied["wording"] > 0.99).any()
