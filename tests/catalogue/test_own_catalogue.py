"""A folder of one's own: entries are added and replaced without code."""

from __future__ import annotations

import pickle

import pytest
from tests.conftest import ROOT

from fzanalysis.catalogue import load_catalogue
from fzanalysis.document import Document
from fzanalysis.errors import CatalogueError
from fzanalysis.extraction import extract_document

TEXT = "一、应急管理。全年组织应急演练12次，发放宣传资料300份。"


def codes(catalogue) -> list[str | None]:
    _, records = extract_document(Document(TEXT), catalogue)
    return [row["code"] for row in records.tables["metrics"]]


def test_the_example_adds_metrics():
    assert codes(load_catalogue()) == [None, "pub_materials"]
    assert codes(load_catalogue(ROOT / "examples" / "catalogue")) == ["emg_drills", "pub_materials"]


def test_an_entry_of_a_known_code_replaces_it(tmp_path):
    (tmp_path / "metrics.toml").write_text(
        '[[metric]]\ncode = "pub_materials"\nzh = "宣传品"\ntheme = "PUB"\nunits = ["箱"]\ncues = ["宣传品"]\n',
        encoding="utf-8",
    )
    own = load_catalogue(tmp_path)
    assert len(own.metrics) == len(load_catalogue().metrics)
    assert codes(own) == [None, None]
    assert own.digest != load_catalogue().digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[metric]]\nzh = '无代码'\n", "no code"),
        ("[[metric]]\ncode = 'x'\n", "lacks 'zh'"),
        ("[[metric]]\ncode = 'x'\nzh = 'y'\ntheme = 'PUB'\ncues = ['甲&']\n", "empty term"),
        ("[[metric]]\ncode = 'x'\nzh = 'y'\ntheme = 'PUB'\ncomparable = 'often'\n", "known are"),
        ("[[metric]\n", "not valid TOML"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path, text, said):
    (tmp_path / "metrics.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_catalogue(tmp_path)


def test_a_folder_without_vocabulary_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="holds none of"):
        load_catalogue(tmp_path)
    with pytest.raises(CatalogueError, match="there is no folder"):
        load_catalogue(tmp_path / "nowhere")


def test_every_metric_is_complete():
    catalogue = load_catalogue()
    themes = {t.code for t in catalogue.themes}
    units = set(catalogue.countable_units) | set(catalogue.loose_units)
    for metric in catalogue.metrics:
        assert metric.definition.endswith("。"), metric.code
        assert metric.theme in themes
        assert metric.cues
        assert metric.units
        assert metric.parent is None or metric.parent in catalogue.metrics_by_code
        assert {u.split("(")[0] for u in metric.units} <= units, metric.code


def test_an_edit_is_seen_in_the_same_process(tmp_path):
    entry = '[[metric]]\ncode = "own"\nzh = "{}"\ntheme = "PUB"\nunits = ["次"]\ncues = ["演练"]\n'
    (tmp_path / "metrics.toml").write_text(entry.format("甲"), encoding="utf-8")
    assert load_catalogue(tmp_path).metrics_by_code["own"].zh == "甲"
    (tmp_path / "metrics.toml").write_text(entry.format("乙"), encoding="utf-8")
    assert load_catalogue(tmp_path).metrics_by_code["own"].zh == "乙"


def test_a_catalogue_that_is_sent_twice_arrives_once() -> None:
    """Patterns are kept for a catalogue: a worker must not make them anew for each task."""
    sent = pickle.dumps(load_catalogue())
    assert pickle.loads(sent) is pickle.loads(sent)
    assert list(pickle.loads(sent).metrics_by_code) == list(load_catalogue().metrics_by_code)
