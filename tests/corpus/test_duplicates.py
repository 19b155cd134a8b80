"""One report in many formats is one report."""

from __future__ import annotations

from tests.conftest import ROOT

import fzanalysis as fz


def test_all_formats_of_a_report_are_one_report(tmp_path):
    """Two encodings, a mirror in traditional characters, seven page layouts, Word and PDF."""
    fz.build(ROOT / "tests" / "data" / "formats" / "built", tmp_path)
    corpus = fz.load(tmp_path)
    reports = corpus.reports
    first = reports[reports["duplicate_of"].isna()]
    assert first["source_path"].tolist() == ["automatic.docx"]
    assert len(reports) > 20
    assert set(reports["duplicate_of"].dropna()) == set(first["report_id"])
    assert set(corpus.metrics["report_id"]) == set(first["report_id"])
    assert reports["report_id"].is_unique


def test_another_report_of_the_same_bureau_and_year_is_kept(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    head = "高青县教育局2023年法治政府建设年度报告\n"
    one = "一、普法宣传\n发放宣传资料300份，开展宣讲活动12场，覆盖师生两千人，营造了浓厚的法治氛围。\n"
    two = "一、行政执法\n检查校外培训机构86家次，责令整改9家，受理举报投诉24件，按期办结率为百分之百。\n"
    (raw / "a.txt").write_text(head + one * 3, encoding="utf-8")
    (raw / "b.txt").write_text(head + two * 3, encoding="utf-8")
    fz.build(raw, tmp_path / "out")
    reports = fz.load(tmp_path / "out").reports
    assert reports["duplicate_of"].isna().all()
    assert reports["report_id"].str.startswith("370322-教育局-2023").all()
    assert reports["report_id"].is_unique
