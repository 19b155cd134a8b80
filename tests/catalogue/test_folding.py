"""The folding table: one traditional character, one simplified one, and no harm to plain text."""

from importlib.resources import files

import pytest


@pytest.fixture(scope="module")
def table() -> dict[str, str]:
    text = (files("fzanalysis.catalogue") / "data" / "folding.tsv").read_text(encoding="utf-8")
    pairs = [tuple(line.split("\t")) for line in text.splitlines()]
    assert len(pairs) == len({source for source, _ in pairs})
    return dict(pairs)


def test_every_pair_is_one_character_each(table: dict[str, str]) -> None:
    assert len(table) > 2500
    for source, target in table.items():
        assert len(source) == len(target) == 1
        assert source != target


def test_there_are_no_chains(table: dict[str, str]) -> None:
    assert not set(table) & set(table.values())


def test_it_is_sorted(table: dict[str, str]) -> None:
    assert list(table) == sorted(table)


def test_what_must_not_change() -> None:
    """Characters of simplified text that OpenCC would fold in some words."""
    text = (files("fzanalysis.catalogue") / "data" / "folding.tsv").read_text(encoding="utf-8")
    sources = {line[0] for line in text.splitlines()}
    assert not sources & set("干乾著了瞭借藉复覆系里么钟余后征于台面只制历发松冲准折沈咨范游")


def test_simplified_standard_characters_stay(table: dict[str, str]) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    standard = {pair.decode("gb2312", "ignore") for pair in rows}
    # Six of the 6,763 are folded: nobody writes them in simplified prose.
    assert standard & set(table) == set("於後徵夥菸麽")


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("場戶個餘萬", "场户个余万"),
        ("縣區鄉鎮黨處證權", "县区乡镇党处证权"),
        ("後於徵係裏裡麼鐘鍾", "后于征系里里么钟钟"),
        ("説衞臺灣爲為衆眾", "说卫台湾为为众众"),
        ("複議覆議", "复议覆议"),
        ("法治政府建设", "法治政府建设"),
    ],
)
def test_samples(table: dict[str, str], traditional: str, simplified: str) -> None:
    assert "".join(table.get(char, char) for char in traditional) == simplified
