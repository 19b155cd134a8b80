"""The command line: exit status, messages, nothing lost."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from tests.conftest import ROOT

from fzanalysis.cli import main
from fzanalysis.reading.limits import options as limit_options

FIVE = ROOT / "data" / "raw" / "five"
REPORT = "某县教育局2023年法治政府建设年度报告\n2023年，我局坚持依法治教，认真落实法治政府建设各项任务，现报告如下。\n一、普法宣传\n发放宣传资料1000余份，开展法治讲座3场，接受群众咨询200人次。\n"


@pytest.fixture
def built(tmp_path):
    assert main(["build", str(FIVE), "--out", str(tmp_path), "--quiet"]) == 0
    return tmp_path


def test_missing_folder_is_a_usage_error(tmp_path, capsys):
    assert main(["build", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_empty_folder_is_a_usage_error(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    assert main(["build", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 2
    assert "holds no" in capsys.readouterr().err


def test_one_bad_file_does_not_stop_the_build(tmp_path, capsys):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "good.txt").write_text(REPORT, encoding="utf-8")
    (raw / "empty.txt").write_bytes(b"")
    (raw / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (raw / "poem.txt").write_text("床前看月光，疑是地上霜。" * 20, encoding="utf-8")
    assert main(["build", str(raw), "--out", str(tmp_path / "out"), "--quiet"]) == 1
    printed = capsys.readouterr().out
    failures = pd.read_parquet(tmp_path / "out" / "tables" / "failures.parquet")
    assert set(failures["source_path"]) == {"empty.txt", "noise.txt", "poem.txt"}
    assert failures["hint"].str.len().min() > 5
    assert all(name in printed for name in failures["source_path"])
    metrics = pd.read_parquet(tmp_path / "out" / "tables" / "metrics.parquet")
    assert metrics["value"].tolist() == [1000, 3, 200]


def test_limits_are_options(tmp_path, capsys):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "good.txt").write_text(REPORT, encoding="utf-8")
    (raw / "long.txt").write_text(REPORT + "依法行政工作扎实推进。" * 500, encoding="utf-8")
    build = ["build", str(raw), "--out", str(out), "--quiet"]
    assert main([*build, "--max-file-mb", "0.01"]) == 1
    printed = capsys.readouterr().out
    assert "failed: long.txt" in printed
    assert "--max-file-mb 1" in printed
    assert main([*build, "--max-file-mb", "1"]) == 0
    with pytest.raises(SystemExit) as stopped:
        main([*build, "--max-pages", "0"])
    assert stopped.value.code == 2
    assert "0 is no number above 0" in capsys.readouterr().err
    assert main([*build, "--max-pages", "0.5"]) == 2
    assert "the limit pages is 0" in capsys.readouterr().err


def test_help_tells_every_limit(capsys):
    with pytest.raises(SystemExit):
        main(["build", "--help"])
    told = capsys.readouterr().out
    assert all(option in told for option in limit_options())


def test_csv_opens_in_excel_and_has_chinese_headers_on_request(tmp_path):
    main(["build", str(FIVE), "--out", str(tmp_path), "--quiet", "--headers", "zh"])
    data = (tmp_path / "csv" / "metrics.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[0].startswith("报告编号,指标编号,")


def test_explain_says_why(built, capsys):
    reports = pd.read_parquet(built / "tables" / "reports.parquet")
    rid = reports.loc[reports["year"] == 2023, "report_id"].iloc[0]
    assert main(["explain", rid, "--tables", str(built)]) == 0
    assert "→ pub_materials" in capsys.readouterr().out
    assert main(["explain", "nobody", "--tables", str(built)]) == 2
    assert "there is no report nobody" in capsys.readouterr().err


def test_score_and_gold_go_round(built, tmp_path, capsys):
    gold = tmp_path / "gold"
    assert main(["gold", str(built), "--out", str(gold)]) == 0
    assert main(["score", str(gold), str(built), "--min", "metric_f1=1.0", "year=1.0"]) == 0
    out = capsys.readouterr().out
    assert "metric_f1              1.000" in out
    assert main(["score", str(gold), str(built), "--min", "metric_f1=1.1"]) == 1
    assert main(["score", str(tmp_path / "none"), str(built)]) == 2


def test_audit_writes_a_page(built, tmp_path):
    rid = pd.read_parquet(built / "tables" / "reports.parquet")["report_id"].iloc[0]
    page = tmp_path / "page.html"
    assert main(["audit", rid, "--tables", str(built), "--out", str(page)]) == 0
    assert rid in page.read_text("utf-8")


def test_doctor_finds_everything(capsys):
    assert main(["doctor"]) == 0
    assert "Chinese font" in capsys.readouterr().out


def test_help_needs_no_heavy_library():
    """--help answers at once: nothing but the standard library is loaded for it."""
    code = (
        "import sys; sys.argv = ['fzanalysis', '--help']\n"
        "from fzanalysis.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'matplotlib', 'jieba', 'sklearn'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_sources_csv_wins_over_the_text(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(REPORT, encoding="utf-8")
    (raw / "sources.csv").write_text(
        "path,issuer,region,year,published_on\na.txt,高青县教育和体育局,高青县,2022,2023-03-05\n",
        encoding="utf-8-sig",
    )
    assert main(["build", str(raw), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    report = pd.read_parquet(tmp_path / "out" / "tables" / "reports.parquet").iloc[0]
    assert report["report_id"] == "370322-教体局-2022"
    assert (report["province"], report["city"]) == ("山东省", "淄博市")
    assert report["published_on"] == "2023-03-05"


def test_sources_csv_that_names_no_file_stops(tmp_path, capsys):
    shutil.copytree(FIVE, tmp_path / "raw")
    (tmp_path / "raw" / "sources.csv").write_text("path,year\nnowhere.txt,2020\n")
    assert main(["build", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--quiet"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_a_terminal_shows_a_bar_with_rate_and_remaining_time(tmp_path, monkeypatch, capsys):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    out = ["--out", str(tmp_path / "out")]
    assert main(["build", str(FIVE), *out, "--workers", "1"]) == 0
    shown = screen.getvalue()
    assert "0/5 [00:00<?" in shown
    assert "files/s]" in shown
    assert main(["build", str(FIVE), *out, "--quiet", "--fresh"]) == 0
    assert screen.getvalue() == shown
    assert "reports" in capsys.readouterr().out


def test_a_console_without_chinese_characters_is_no_obstacle(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "报告.txt").write_text("某", encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run(
        [sys.executable, "-m", "fzanalysis.cli", "build", str(tmp_path / "raw"), "--out",
         str(tmp_path / "out")],
        capture_output=True, env={**os.environ, **plain}, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert rb"failed: \u62a5\u544a.txt" in done.stdout
