"""Topics are found again, named readably, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from fzanalysis.analysis.tokens import stop_words
from fzanalysis.analysis.topic_models import closest
from fzanalysis.analysis.topic_trust import SHAKY
from fzanalysis.analysis.topics import (
    UNASSIGNED,
    Topics,
    find_topics,
    relabel_topics,
    themes_against_topics,
    topic_quotes,
    topic_table,
)
from fzanalysis.errors import UsageError

Planted = Callable[..., pd.DataFrame]


def agreement(found: Topics, measures: pd.DataFrame) -> float:
    both = found.points.drop(columns="theme").merge(
        measures[["report_id", "measure_id", "theme"]], on=["report_id", "measure_id"]
    )
    assert len(both) == len(measures)
    return float(adjusted_rand_score(both["theme"], both["topic"]))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["nmf", "kmeans"])
def test_planted_themes_are_found_again_among_5000_points(planted: Planted, method: str) -> None:
    measures = planted(5000, 10)
    found = find_topics(measures, method=method, candidates=range(7, 14), resamples=6)
    assert len(found.topics) == 10
    assert agreement(found, measures) >= 0.9


@pytest.mark.parametrize("method", ["nmf", "kmeans"])
def test_planted_themes_are_found_again_with_the_number_given(
    planted: Planted, method: str
) -> None:
    measures = planted(600, 6)
    assert agreement(find_topics(measures, k=6, method=method), measures) >= 0.9


@pytest.fixture(scope="module")
def found(planted: Planted) -> Topics:
    return find_topics(planted(240, 5), candidates=(4, 5, 6), resamples=3)


def test_the_curve_is_returned_with_its_choice(found: Topics) -> None:
    assert found.curve["k"].tolist() == [4, 5, 6]
    assert found.curve["chosen"].sum() == 1
    assert int(found.curve.loc[found.curve["chosen"], "k"].iloc[0]) == len(found.topics) == 5
    assert found.curve["stability"].between(-0.5, 1).all()


def test_the_same_result_for_the_same_points_in_any_order(planted: Planted) -> None:
    measures = planted(120, 4)
    runs = [measures, measures, measures.sample(frac=1, random_state=5)]
    one, two, shuffled = (find_topics(m, resamples=2, candidates=(3, 4)) for m in runs)
    for name in ("points", "topics", "curve"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
        pd.testing.assert_frame_equal(getattr(one, name), getattr(shuffled, name))


def test_labels_are_readable(found: Topics) -> None:
    labels = found.topics["label"].tolist()
    assert len(set(labels)) == len(labels)
    for label in labels:
        terms = label.split("·")
        assert 2 <= len(terms) <= 3
        assert not set(terms) & stop_words()
        assert not any(a in b or b in a for a, b in combinations(terms, 2))


def test_topics_are_numbered_by_size_and_shares_add_up(found: Topics) -> None:
    assert found.topics["topic"].tolist() == list(range(1, len(found.topics) + 1))
    assert found.topics["n_points"].is_monotonic_decreasing
    unassigned = found.points.loc[found.points["topic"] == 0, "chars"].sum()
    assert found.topics["chars"].sum() + unassigned == found.points["chars"].sum()


def test_what_does_not_fit_is_unassigned(planted: Planted) -> None:
    measures = planted(100, 4)
    odd = measures.iloc[:2].assign(
        measure_id=["m900", "m901"], text=["春江潮水连海平。", ""], theme=None
    )
    found = find_topics(pd.concat([measures, odd]), k=4)
    rows = found.points[found.points["measure_id"].isin(["m900", "m901"])]
    assert rows["topic"].tolist() == [0, 0]
    assert set(rows["label"]) == {UNASSIGNED}
    assert (found.points["topic"] == 0).sum() == 2


def test_planted_topics_stand_and_a_heap_of_common_words_does_not(planted: Planted) -> None:
    clear = find_topics(planted(240, 5), k=5).topics
    assert (clear["stability"] > 0.95).all()
    # One theme cut into six: nothing but chance tells them apart.
    shaky = find_topics(planted(120, 1), k=6)
    assert (shaky.topics["stability"] < SHAKY).sum() >= 3
    assert "(unstable)" in repr(shaky)
    assert find_topics(planted(120, 1), k=6, resamples=0).topics["stability"].isna().all()


def test_stability_of_a_topic_by_hand() -> None:
    members = np.array([True, True, True, True, False, False])
    # Four points; a topic of another model has three of them and one more: 3 / 5.
    assert closest(members, np.array([1, 1, 1, 2, 1, 2])) == pytest.approx(3 / 5)
    # What is unassigned there is no topic.
    assert closest(members, np.array([0, 0, 0, 0, 1, 1])) == 0


def test_only_leaves_count(planted: Planted) -> None:
    measures = planted(60, 3)
    measures["leaf"] = np.arange(60) % 2 == 0
    assert len(find_topics(measures, k=3).points) == 30


def test_topic_by_bureau_and_year_by_hand(found: Topics) -> None:
    ids = found.points["report_id"].unique()
    reports = pd.DataFrame(
        {
            "report_id": ids,
            "issuer": ["甲局" if i % 2 else "乙局" for i in range(len(ids))],
            "year": [2020 + i % 3 for i in range(len(ids))],
        }
    )
    shares = topic_table(found, reports)
    assert list(shares.columns) == [*found.topics["label"], UNASSIGNED]
    assert np.allclose(shares.sum(axis=1), 1)
    counts = topic_table(found, reports, by="year", measure="points")
    assert counts.to_numpy().sum() == len(found.points)
    first = found.topics["label"].iloc[0]
    mine = reports.loc[reports["year"] == 2021, "report_id"]
    expected = (found.points["report_id"].isin(mine) & (found.points["topic"] == 1)).sum()
    assert counts.at[2021, first] == expected
    with pytest.raises(UsageError, match="share, chars or points"):
        topic_table(found, reports, measure="words")
    with pytest.raises(UsageError, match="reports lacks the columns province"):
        topic_table(found, reports, by="province")


def test_themes_are_laid_across_topics(found: Topics) -> None:
    table = themes_against_topics(found)
    assert table.to_numpy().sum() == len(found.points)
    assert list(table.index) == [*found.topics["label"], UNASSIGNED]
    # Planted themes: each topic has one theme, with a slip here and there.
    assert table.iloc[:-1].max(axis=1).sum() >= 0.9 * len(found.points)


def test_quotes_show_the_topic_and_come_from_different_reports(found: Topics) -> None:
    quotes = topic_quotes(found, each=3)
    assert (quotes.groupby("topic").size() == 3).all()
    assert (quotes.groupby("topic")["report_id"].nunique() == 3).all()
    best = found.points[found.points["topic"] == 1]["fit"].max()
    assert quotes[(quotes["topic"] == 1) & (quotes["rank"] == 1)]["fit"].iloc[0] == best


def test_a_person_names_the_topics(found: Topics) -> None:
    auto = found.topics["auto_label"].tolist()
    named = relabel_topics(found, {1: "其一", auto[1]: "其二"})
    assert named.topics["label"].tolist() == ["其一", "其二", *auto[2:]]
    assert set(named.points.loc[named.points["topic"] == 2, "label"]) == {"其二"}
    table = pd.DataFrame({"auto_label": auto[:1], "label": ["其一"]})
    assert relabel_topics(found, table).topics["label"].iloc[0] == "其一"
    with pytest.raises(UsageError, match="旧标签"):
        relabel_topics(found, {"旧标签": "其一"})
    with pytest.raises(UsageError, match="two topics"):
        relabel_topics(found, {1: "同名", 2: "同名"})


def test_nothing_in_nothing_out(planted: Planted, found: Topics) -> None:
    measures = planted(4, 2)
    for few in (measures.iloc[:0], measures.iloc[:1]):
        nothing = find_topics(few)
        assert len(nothing.topics) == 0
        assert len(nothing.points) == len(few)
        for name in ("points", "topics", "curve"):
            mine, theirs = getattr(nothing, name), getattr(found, name)
            assert mine.dtypes.astype(str).to_dict() == theirs.dtypes.astype(str).to_dict()
        assert list(topic_quotes(nothing).columns) == list(topic_quotes(found).columns)
        reports = pd.DataFrame({"report_id": ["r00000"], "issuer": ["甲局"]})
        assert len(topic_table(nothing, reports)) == len(few)
        assert themes_against_topics(nothing).to_numpy().sum() == len(few)


@pytest.mark.parametrize("wrong", [{"method": "lda"}, {"k": 1}, {"candidates": [1, 4]}])
def test_wrong_calls_say_what_is_known(planted: Planted, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        find_topics(planted(40, 2), **wrong)  # type: ignore[arg-type]
