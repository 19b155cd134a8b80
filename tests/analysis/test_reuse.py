"""Shared passages are found, tolerant of small edits, and nothing else is."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from analysis_corpora import FORMULA, plant, recall, unrelated_reports
from hypothesis import given
from hypothesis import strategies as st

from fzanalysis.analysis.fingerprints import GRAM, WINDOW, letters, winnow
from fzanalysis.analysis.reuse import ACROSS, SAME, Reuse, find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.reuse_stretches import alike
from fzanalysis.errors import UsageError

PASSAGE = (
    "凡涉及群众切身利益的事项，动议之前先到村组住上几天，把愿意的和不愿意的都记下来；"
    "方案拿出以后在公示栏张贴，收到的意见12条逐条答复，实施满半年后回访。"
)
OTHER = "水库大坝安全鉴定由技术股牵头，聘请外地专家两人到场逐段踏勘，汛前交出书面结论并归档备查。"


def corpus(*rows: tuple[str, str, int, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts and reports from (report_id, issuer, year, text)."""
    frame = pd.DataFrame(rows, columns=["report_id", "issuer", "year", "text"])
    return frame[["report_id", "text"]], frame.drop(columns="text").assign(region=frame["issuer"])


def test_no_false_alarm_among_a_thousand_unrelated_reports() -> None:
    found = find_reuse(*unrelated_reports(1000))
    assert found.passages.empty
    # The formula that stands in all of them is told apart, not called copying.
    assert found.boilerplate["report_id"].nunique() == 1000
    assert (found.shares["recycled_share"] == 0).all()
    assert (found.shares["boilerplate_share"] > 0.01).all()


@pytest.mark.parametrize("share", [0.0, 0.03, 0.06])
def test_planted_passages_are_found_again(share: float) -> None:
    texts, reports = unrelated_reports(1000)
    edited, planted = plant(texts, 400, share=share)
    found = find_reuse(edited, reports)
    assert recall(found.passages, planted) >= 0.98
    # A passage parted by an edit counts twice; nothing outside the planted pairs is found.
    pairs = {frozenset(p) for p in planted[["source", "target"]].itertuples(index=False, name=None)}
    assert {
        frozenset(p)
        for p in found.passages[["report_a", "report_b"]].itertuples(index=False, name=None)
    } <= pairs


def test_stock_phrases_with_unlike_words_between_them_are_no_passage() -> None:
    # Nine characters that agree, sixteen that do not, fifteen that do: six of ten, and by chance.
    # Words of the genre at random; ten thousand reports have one such pair.
    one = "值班值守法律明白人会前学法宣传廉政党课信访行政处罚亲清政商关系公众参与微信公众号"
    other = "值班值守、法律明白人。监督告知承诺推进应急预案；责任修订亲清政商关系公众参与微信公众号"
    rows = ("a", "甲局", 2023, f"{PASSAGE}{one}"), ("b", "乙局", 2023, f"{OTHER}{other}")
    found = find_reuse(*corpus(*rows))
    assert found.passages.empty
    assert (found.shares["recycled_share"] == 0).all()


def test_a_passage_begins_and_ends_where_it_agrees() -> None:
    # A stock phrase before a copied passage, with other words between, is none of it.
    start, words = "全面贯彻落实上级各项决策部署", "水库大坝安全鉴定由技术股牵头汛前交出"
    other = words[::-1]
    found = find_reuse(
        *corpus(
            ("a", "甲局", 2022, start + words + PASSAGE),
            ("b", "乙局", 2023, start + other + PASSAGE),
        )
    )
    assert found.passages["quote_a"].tolist() == [PASSAGE.rstrip("。")]
    assert found.passages["similarity"].tolist() == [1.0]


def test_a_sentence_put_in_leaves_both_halves_in_their_places() -> None:
    # Characters that only one text has stand alone; what follows them agrees again at once.
    changed = PASSAGE.replace("；方案", "，此外照旧办理；方案").replace("张贴，收到", "收到")
    found = find_reuse(*corpus(("a", "甲局", 2022, PASSAGE), ("b", "乙局", 2023, changed)))
    (row,) = found.passages.to_dict("records")
    assert row["chars"] == len(letters(changed).codes)
    # Six characters were put in; the two that are left out stand in the shorter text only.
    assert row["similarity"] == pytest.approx((row["chars"] - 6) / row["chars"])


def test_both_spans_quote_their_text_longest_first() -> None:
    texts, reports = unrelated_reports(60)
    edited, _ = plant(texts, 30)
    passages = find_reuse(edited, reports).passages
    bodies = edited.set_index("report_id")["text"]
    for row in passages.itertuples(index=False):
        assert bodies[row.report_a][row.start_a : row.end_a] == row.quote_a
        assert bodies[row.report_b][row.start_b : row.end_b] == row.quote_b
    assert passages["chars"].is_monotonic_decreasing
    assert passages["similarity"].between(0.6, 1).all()


def test_a_passage_worked_by_hand() -> None:
    changed = PASSAGE.replace("12条", "345条").replace("；", "，").replace("公示栏", "村口公示栏")
    found = find_reuse(
        *corpus(("a", "甲局", 2022, f"一、做法\n{PASSAGE}\n"), ("b", "乙局", 2023, OTHER + changed))
    )
    assert len(found.passages) == 1
    row = found.passages.iloc[0]
    assert (row["report_a"], row["report_b"], row["kind"]) == ("a", "b", ACROSS)
    assert row["quote_a"] == PASSAGE.rstrip("。")
    assert row["quote_b"] == changed.rstrip("。")
    # Two characters were put in; 12 and 345 are both one number.
    assert row["chars"] == len(letters(changed).codes)
    assert row["similarity"] == pytest.approx((row["chars"] - 2) / row["chars"])
    shares = found.shares.set_index("report_id")
    assert shares.at["a", "others_share"] == 0
    assert shares.at["b", "others_share"] == pytest.approx(
        row["chars"] / len(letters(OTHER + changed).codes)
    )


def test_own_years_and_other_bureaus_are_kept_apart() -> None:
    found = find_reuse(
        *corpus(
            ("a22", "甲局", 2022, PASSAGE),
            ("a23", "甲局", 2023, PASSAGE),
            ("b23", "乙局", 2023, OTHER),
        )
    )
    assert found.passages["kind"].tolist() == [SAME]
    shares = found.shares.set_index("report_id")
    assert shares["own_share"].to_dict() == {"a22": 0.0, "a23": 1.0, "b23": 0.0}


def test_of_one_year_both_bureaus_share() -> None:
    shares = find_reuse(*corpus(("a", "甲局", 2023, PASSAGE), ("b", "乙局", 2023, PASSAGE))).shares
    assert shares["others_share"].tolist() == [1.0, 1.0]


def test_what_most_bureaus_write_is_boilerplate_and_what_two_write_is_not() -> None:
    rows = [(f"r{i}", f"局{i}", 2023, FORMULA + "。" + chr(0x4E00 + i) * 9) for i in range(6)]
    rows[0] = ("r0", "局0", 2023, FORMULA + "。" + PASSAGE)
    rows[1] = ("r1", "局1", 2023, FORMULA + "。" + PASSAGE)
    found = find_reuse(*corpus(*rows))
    assert len(found.passages) == 1
    assert PASSAGE[:20] in found.passages["quote_a"][0]
    assert found.boilerplate["report_id"].tolist() == [f"r{i}" for i in range(6)]
    assert found.shares.set_index("report_id").at["r5", "recycled_share"] == 0
    strict = find_reuse(*corpus(*rows), boilerplate=1.0)
    assert strict.boilerplate["report_id"].nunique() == 0 or len(strict.passages) >= 1


def test_a_wording_of_many_reports_still_gives_every_report_its_share() -> None:
    rows = [(f"r{i:02d}", f"局{i:02d}", 2023, PASSAGE) for i in range(30)]
    rows += [
        (f"s{i:02d}", f"所{i:02d}", 2023, f"{OTHER}第{i}号" + "甲乙丙丁"[i % 4] * i)
        for i in range(2)
    ]
    rows += [(f"t{i:02d}", f"站{i:02d}", 2023, chr(0x5000 + i) * 50) for i in range(40)]
    shares = find_reuse(*corpus(*rows)).shares.set_index("report_id")
    assert (shares.loc["r00":"r29", "recycled_share"] == 1).all()


def test_short_passages_are_left_out() -> None:
    rows = corpus(("a", "甲局", 2023, PASSAGE[:30]), ("b", "乙局", 2023, PASSAGE[:30]))
    assert find_reuse(*rows).passages.empty
    assert len(find_reuse(*rows, min_chars=20).passages) == 1


def same_findings(one: Reuse, other: Reuse) -> None:
    for name in ("passages", "boilerplate", "shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_the_same_result_in_any_order_and_by_any_number_of_processes() -> None:
    texts, reports = unrelated_reports(420)
    edited, _ = plant(texts, 60)
    once = find_reuse(edited, reports)
    assert len(once.passages) >= 60
    same_findings(
        once, find_reuse(edited.iloc[::-1], reports.sample(frac=1, random_state=4), workers=2)
    )


@pytest.mark.scale
def test_a_scheduler_and_its_two_workers_find_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    texts, reports = unrelated_reports(1000)
    edited, planted = plant(texts, 250)
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(processes=True, **local) as machines:
        found = find_reuse(edited, reports, cluster=machines.scheduler_address)
        with distributed.Client(machines) as client:
            # The scheduler is told of both, and both did some of it.
            loaded = client.run(lambda: "fzanalysis.analysis.reuse_tasks" in sys.modules)
    assert list(loaded.values()) == [True, True]
    assert recall(found.passages, planted) >= 0.98
    same_findings(found, find_reuse(edited, reports))


@pytest.mark.scale
def test_a_scheduler_is_started_where_none_is() -> None:
    pytest.importorskip("distributed")
    texts, reports = unrelated_reports(60)
    edited, _ = plant(texts, 30)
    same_findings(
        find_reuse(edited, reports, cluster="local", workers=2), find_reuse(edited, reports)
    )


@pytest.mark.scale
def test_a_scheduler_that_is_not_there_is_named() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="no scheduler answers at nowhere"):
        find_reuse(*unrelated_reports(2), cluster="nowhere")


@given(st.text(alphabet="法治12，。 \nAa１甲乙", max_size=80))
def test_letters_keep_their_places(text: str) -> None:
    found = letters(text)
    assert len(found.codes) == len(found.places)
    assert (np.diff(found.places) > 0).all()
    for code, place in zip(found.codes.tolist(), found.places.tolist(), strict=True):
        assert code == ord("0") or chr(code) == text[place]


@given(st.text(alphabet="甲乙丙丁戊", min_size=GRAM + WINDOW - 1, max_size=40), st.integers(0, 9))
def test_a_shared_run_shares_a_fingerprint(run: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ends = ["".join(chr(0x6000 + i) for i in rng.integers(500, size=12)) for _ in range(4)]
    one = winnow(letters(ends[0] + run + ends[1]).codes)
    other = winnow(letters(ends[2] + run + ends[3]).codes)
    assert set(one.hashes.tolist()) & set(other.hashes.tolist())


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 12))
def test_ranges_that_run_alike_do_so_at_both_ends(columns: list[bool], least: int) -> None:
    agree = np.array(columns, bool)
    ranges = alike(agree, least)
    for start, end in ranges:
        assert end - start >= least
        steps = np.where(agree[start:end], 1, -1)
        assert (steps.cumsum() > 0).all()
        assert (steps[::-1].cumsum() > 0).all()
    assert all(one[1] <= two[0] for one, two in pairwise(ranges))
    # Whatever agrees without a break and is long enough lies in one of them.
    for start in range(len(columns) - least + 1):
        if agree[start : start + least].all():
            assert any(a <= start and start + least <= b for a, b in ranges)


def test_a_long_text_in_many_pieces() -> None:
    # More pieces than calls may be nested.
    agree = np.tile([True] * 40 + [False] * 45, 1200)
    assert len(alike(agree, 40)) == 1200


@pytest.mark.parametrize("wrong", [{"min_chars": 5}, {"min_similarity": 0}, {"boilerplate": 1.5}])
def test_wrong_calls_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        find_reuse(*unrelated_reports(2), **wrong)  # type: ignore[arg-type]


def test_zero_rows_have_the_same_columns() -> None:
    some = find_reuse(*corpus(("a", "甲局", 2023, PASSAGE), ("b", "乙局", 2023, PASSAGE)))
    texts, reports = corpus(("a", "甲局", 2023, ""))
    for none in (find_reuse(texts.iloc[:0], reports.iloc[:0]), find_reuse(texts, reports)):
        assert isinstance(none, Reuse)
        assert none.passages.empty
        for name in ("passages", "boilerplate", "shares"):
            mine, theirs = getattr(none, name), getattr(some, name)
            assert mine.dtypes.astype(str).to_dict() == theirs.dtypes.astype(str).to_dict()


def test_pairs_agree_with_the_shares_of_each_report() -> None:
    texts, reports = corpus(
        ("a", "甲局", 2022, PASSAGE + OTHER),
        ("b", "乙局", 2023, f"概况略。{PASSAGE}"),
    )
    found = find_reuse(texts, reports)
    pairs = reuse_pairs(found, texts).set_index(["report_a", "report_b"])["share"]
    shares = found.shares.set_index("report_id")["others_share"]
    assert pairs["b", "a"] == pytest.approx(shares["b"])
    assert pairs["a", "b"] == pytest.approx(
        len(letters(PASSAGE).codes) / len(letters(PASSAGE + OTHER).codes)
    )


def test_pairs_of_nothing_have_the_same_columns() -> None:
    texts, reports = corpus(("a", "甲局", 2022, OTHER))
    assert list(reuse_pairs(find_reuse(texts, reports), texts)) == ["report_a", "report_b", "share"]
