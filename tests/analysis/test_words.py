"""Words are cut, counted and compared as the textbooks say."""

from __future__ import annotations

import logging
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from fzanalysis.analysis.tokens import sentences, stop_words
from fzanalysis.analysis.words import (
    collocations,
    frequencies,
    keyness,
    keyness_of_counts,
    kwic,
    segment,
    tokenize,
    user_words,
)
from fzanalysis.catalogue import fold
from fzanalysis.errors import UsageError

SENTENCE = (
    "（一）全年组织学习《中华人民共和国行政处罚法》等法律法规12次，發放宣傳資料1.5万余份，"
    "接受群众咨询230余人次；“双随机、一公开”抽查达98%以上，2016-2020年共5件。"
)
CHINESE = st.text(alphabet="法治政府普执行政《》〈〉，。；、12万余份%\n 宣資a１", max_size=60)


@settings(deadline=None)  # the first call loads a dictionary
@given(CHINESE)
def test_tokens_are_the_text_and_nothing_is_lost(text: str) -> None:
    tokens = segment(text)
    assert "".join(t.text for t in tokens) == fold(text)
    assert all(fold(text)[t.start : t.end] == t.text for t in tokens)


@settings(deadline=None)  # the first call loads a dictionary
@given(CHINESE)
def test_both_engines_cut_alike(text: str) -> None:
    pytest.importorskip("rjieba")
    assert tokenize(text) == tokenize(text, engine="rjieba")


def test_both_engines_cut_a_report_sentence_alike() -> None:
    pytest.importorskip("rjieba")
    assert segment(SENTENCE) == segment(SENTENCE, engine="rjieba")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《关于印发〈实施方案〉的通知》已学习", ["《关于印发<实施方案>的通知》", "学习"]),
        ("《甲《乙》丙》研讨", ["《甲《乙》丙》", "研讨"]),
        ("发放宣传资料1000余份", ["发放", "宣传资料"]),
        ("發放宣傳資料", ["发放", "宣传资料"]),
        ("开展重大行政决策合法性审查", ["重大行政决策", "合法性审查"]),
        ("第一责任人", ["第一责任人"]),
        ("《没有结尾的名称", ["没有", "结尾", "名称"]),
        ("，。12 ", []),
        ("", []),
    ],
)
def test_words_of(text: str, words: list[str]) -> None:
    found = tokenize(text, stop=False) if "没有" in text else tokenize(text)
    assert [w for w in found if len(w) > 1] == words


def test_every_user_word_is_one_token() -> None:
    split = [w for w in user_words() if tokenize(w, stop=False) != [w] and "+" not in w]
    assert split == []


def test_no_user_word_is_dropped_unless_it_is_a_stop_word_too() -> None:
    assert "法治政府建设" in stop_words()
    assert not {"普法", "行政执法", "政务公开", "法律顾问"} & stop_words()


def test_stop_words_can_be_kept_or_added() -> None:
    assert tokenize("认真开展普法工作", stop=False) == ["认真", "开展", "普法", "工作"]
    assert tokenize("普法宣讲", stop={"普法"}) == ["宣讲"]


def test_unknown_engine_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="jieba or rjieba"):
        tokenize("普法", engine="thulac")


def test_the_tokeniser_is_silent_and_leaves_no_cache(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import os
    import tempfile

    from fzanalysis.analysis import tokens

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tokens._cutter.cache_clear()
    assert tokenize("行政执法") == ["行政执法"]
    assert os.listdir(str(tmp_path)) == []
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("jieba").level >= logging.WARNING


def test_words_of_others_do_not_change_ours() -> None:
    jieba = pytest.importorskip("jieba")
    before = tokenize("行政执法监督检查工作")
    jieba.add_word("监督检查工作", 10**9)
    assert tokenize("行政执法监督检查工作") == before


def test_sentences_end_at_full_stops_only() -> None:
    assert [len(s) for s in sentences("普法，执法。复议！\n信访")] == [2, 1, 1]


def texts(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["report_id", "text"])


def test_frequencies_by_hand() -> None:
    frame = texts(("a", "普法宣传，普法宣传。"), ("a", "执法检查"), ("b", "普法宣传"))
    table = frequencies(frame)
    assert table.values.tolist() == [["普法宣传", 3, 2, 7500.0], ["执法检查", 1, 1, 2500.0]]
    grouped = frequencies(frame, by="report_id")
    assert grouped[["report_id", "term", "n"]].values.tolist() == [
        ["a", "普法宣传", 2],
        ["a", "执法检查", 1],
        ["b", "普法宣传", 1],
    ]


def test_keyness_agrees_with_scipy() -> None:
    rng = np.random.default_rng(3)
    words = [f"词{i}" for i in range(40)]
    one = pd.Series(rng.integers(0, 60, 40), index=words)
    two = pd.Series(rng.integers(0, 90, 40), index=words)
    table = keyness_of_counts(one, two).set_index("term")
    assert len(table) > 30
    for word in table.index:
        a, b = one[word], two[word]
        cells = [[a, one.sum() - a], [b, two.sum() - b]]
        sign = np.sign(a / one.sum() - b / two.sum())
        chi2 = chi2_contingency(cells, correction=False)
        g2 = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert table.at[word, "chi2"] == pytest.approx(sign * chi2.statistic)
        assert table.at[word, "chi2_p"] == pytest.approx(chi2.pvalue)
        assert table.at[word, "g2"] == pytest.approx(sign * g2.statistic)
        assert table.at[word, "g2_p"] == pytest.approx(g2.pvalue)


def test_log_odds_worked_by_hand() -> None:
    # 30 of 100 words against none of 100, prior 10 words: the word has 15 per cent of them, 1.5.
    table = keyness_of_counts(
        pd.Series({"普法": 30, "执法": 70}), pd.Series({"执法": 100}), prior=10
    )
    expected = math.log(31.5 / 78.5) - math.log(1.5 / 108.5)
    spread = math.sqrt(1 / 31.5 + 1 / 78.5 + 1 / 1.5 + 1 / 108.5)
    row = table.set_index("term").loc["普法"]
    assert row["log_odds"] == pytest.approx(expected)
    assert row["z"] == pytest.approx(expected / spread)
    assert row["per_10k_target"] == 3000


def test_a_larger_prior_draws_words_nearer_to_no_difference() -> None:
    one, two = pd.Series({"普法": 9, "执法": 91}), pd.Series({"普法": 3, "执法": 97})
    odds = [keyness_of_counts(one, two, prior=p)["log_odds"].iloc[0] for p in (1, 100, 10_000)]
    assert odds == sorted(odds, reverse=True)
    assert odds[-1] < 0.05
    with pytest.raises(UsageError, match="prior"):
        keyness_of_counts(one, two, prior=0)


def test_keyness_swaps_its_sign_with_its_groups() -> None:
    a, b = texts(("a", "普法宣传 普法宣传 执法检查")), texts(("b", "执法检查 执法检查 信访事项"))
    there, back = keyness(a, b, min_n=1), keyness(b, a, min_n=1)
    assert there["term"].iloc[0] == "普法宣传"
    merged = there.merge(back, on="term", suffixes=("", "_back"))
    for name in ("z", "g2", "chi2", "log_odds"):
        assert np.allclose(merged[name], -merged[f"{name}_back"])


def test_the_same_texts_have_no_keyness() -> None:
    same = texts(("a", "普法宣传 执法检查 执法检查"))
    assert np.allclose(keyness(same, same)[["z", "g2", "chi2"]].to_numpy(), 0)


def test_collocations_by_hand() -> None:
    # Four pairs: 普法宣传→执法检查 three times, 普法宣传→信访事项 once.
    frame = texts(("a", "普法宣传执法检查。普法宣传执法检查。普法宣传执法检查。普法宣传信访事项。"))
    table = collocations(frame, min_n=1).set_index("second")
    row = table.loc["执法检查"]
    assert (row["n"], row["n_first"], row["n_second"]) == (3, 4, 3)
    assert row["pmi"] == pytest.approx(math.log2(3 * 4 / (4 * 3)))


def test_collocation_g2_agrees_with_scipy() -> None:
    frame = texts(
        (
            "a",
            "普法宣传执法检查。普法宣传执法检查。普法宣传信访事项。法律顾问执法检查。法律顾问信访事项。",
        )
    )
    row = collocations(frame, min_n=1).set_index(["first", "second"]).loc[("普法宣传", "执法检查")]
    cells = [[2, 1], [1, 1]]
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    assert abs(row["g2"]) == pytest.approx(expected)
    assert row["pmi"] == pytest.approx(math.log2(2 * 5 / (3 * 3)))


def test_a_stop_word_between_two_words_keeps_them_apart() -> None:
    frame = texts(("a", "普法宣传和执法检查。" * 4))
    assert collocations(frame).empty
    assert len(collocations(frame, window=2)) == 1


def test_kwic_quotes_the_printed_text() -> None:
    frame = texts(("a", "全年發放宣傳資料１００份。再发放宣传资料。"))
    found = kwic(frame, "宣传资料", context=4)
    text = frame["text"][0]
    assert found["node"].tolist() == ["宣傳資料", "宣传资料"]
    for row in found.itertuples():
        assert text[row.start : row.end] == row.node
        assert text[row.end :].startswith(row.right)
        assert text[: row.start].endswith(row.left)
    assert kwic(frame, r"\d+份", regex=True)["node"].tolist() == ["１００份"]


@pytest.mark.parametrize(("term", "regex"), [("", False), ("(", True), (".*", True)])
def test_kwic_refuses_what_cannot_be_found(term: str, regex: bool) -> None:
    with pytest.raises(UsageError):
        kwic(texts(("a", "普法")), term, regex=regex)


def test_zero_rows_have_the_same_columns() -> None:
    full, none = texts(("a", "普法宣传执法检查。" * 3)), texts(("a", "x")).iloc[:0]
    for make in (
        frequencies,
        collocations,
        lambda t: frequencies(t, by="report_id"),
        lambda t: keyness(t, full),
        lambda t: kwic(t, "普法"),
    ):
        empty, some = make(none), make(full)
        assert len(empty) == 0
        assert len(some) > 0
        assert list(empty.columns) == list(some.columns)
        assert empty.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()


def test_missing_text_counts_as_none_and_frames_are_not_changed() -> None:
    frame = texts(("a", "普法宣传"), ("b", None))  # type: ignore[arg-type]
    before = frame.copy()
    assert frequencies(frame)["n"].sum() == 1
    assert len(kwic(frame, "普法")) == 1
    collocations(frame)
    pd.testing.assert_frame_equal(frame, before)
