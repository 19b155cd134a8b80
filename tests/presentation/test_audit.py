"""Audit pages: the text as it is, every mark in its place, nothing that could do harm."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from fzanalysis.errors import SpanError, UsageError
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.audit import Audit, audit_page, write_audit

Tables = Mapping[str, pd.DataFrame]


def canonical(tables: Tables, report_id: str) -> str:
    return str(tables["texts"].set_index("report_id")["text"][report_id])


def text_of(column: html.HtmlElement) -> str:
    """The text as a reader copies it: without the signs before the marks."""
    for sign in column.xpath(".//a[contains(@class, 'fz-sign')]"):
        sign.drop_tree()
    return str(column.text_content())


def column_of(page: str) -> html.HtmlElement:
    (column,) = html.fromstring(page).xpath("//div[@class='fz-text']")
    return column


@pytest.mark.parametrize("report_id", ["r1", "r2", "r3"])
def test_the_text_is_shown_unchanged(report_id: str, tables: Tables) -> None:
    assert text_of(column_of(audit_page(report_id, tables))) == canonical(tables, report_id)


def test_every_row_has_a_mark_on_its_words_and_a_card(tables: Tables) -> None:
    page = html.fromstring(audit_page("r1", tables))
    keys = {
        "metrics": ("metric_id", "m"),
        "problems": ("item_id", "p"),
        "plans": ("item_id", "n"),
        "citations": ("citation_id", "c"),
        "measures": ("measure_id", "e"),
    }
    for table, (key, prefix) in keys.items():
        for row in tables[table].query("report_id == 'r1'").to_dict("records"):
            mark = page.get_element_by_id(f"{prefix}-{row[key]}")
            card = page.get_element_by_id(f"d-{prefix}-{row[key]}")
            assert mark.xpath("./a/@href") == [f"#d-{prefix}-{row[key]}"]
            assert card.xpath("./a/@href") == [f"#{prefix}-{row[key]}"]
            assert text_of(mark).startswith(row["quote"][:5])
            assert mark.get("title")


def test_a_card_tells_code_value_bound_role_unit_counted_and_why(tables: Tables) -> None:
    page = html.fromstring(audit_page("r1", tables))
    card = page.get_element_by_id("d-m-r1-m2").text_content()
    for word in (
        "宣传资料份数（pub_materials）",
        "≥1000份",
        "至少",
        "已完成",
        "计数对象",
        "原文是下限",
    ):
        assert word in card
    uncoded = html.fromstring(audit_page("r3", tables)).get_element_by_id("d-m-r3-m2")
    assert "不在指标目录中" in uncoded.text_content()


def test_ids_are_unique_and_links_lead_somewhere(tables: Tables) -> None:
    page = html.fromstring(audit_page("r1", tables))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)


def test_nothing_runs_and_nothing_is_fetched(tables: Tables) -> None:
    page = audit_page("r2", tables)
    assert not re.search(r"<(script|img|link|iframe|object)\b|\bon\w+=|url\(|@import|https?:", page)
    assert "default-src 'none'" in page


def test_hostile_words_are_shown_not_obeyed() -> None:
    evil = "<script>alert(1)</script>\"'&amp;</div><b id=x>"
    tables = {
        "reports": pd.DataFrame({"report_id": ["a"], "title": [evil], "issuer": [evil]}),
        "texts": pd.DataFrame({"report_id": ["a"], "text": [evil]}),
        "citations": pd.DataFrame(
            {
                "report_id": ["a"],
                "citation_id": ['1" onmouseover="x'],
                "name": [evil],
                "start": [0],
                "end": [len(evil)],
                "quote": [evil],
            }
        ),
    }
    page = audit_page("a", tables)
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //b | //@onmouseover")
    assert text_of(column_of(page)) == evil


def test_a_row_that_does_not_quote_its_text_is_an_error(tables: Tables) -> None:
    moved = tables["metrics"].assign(start=lambda f: f["start"] + 1)
    with pytest.raises(SpanError, match="r1-m1"):
        audit_page("r1", {**tables, "metrics": moved})


def test_an_unknown_report_is_refused(tables: Tables) -> None:
    with pytest.raises(UsageError, match="r9"):
        audit_page("r9", tables)


def test_a_report_alone_is_enough(tables: Tables) -> None:
    few = {name: tables[name] for name in ("reports", "texts")}
    assert text_of(column_of(audit_page("r1", few))) == canonical(tables, "r1")


@settings(max_examples=60, deadline=None)
@given(
    st.text("法治<>&\"' \n12", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=6),
)
def test_any_spans_may_overlap(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = sorted({(min(a, b) % len(text), min(max(a, b), len(text))) for a, b in pairs})
    spans = [(a, b) for a, b in spans if a < b]
    rows = [
        {
            "report_id": "a",
            "citation_id": str(i),
            "name": "",
            "start": a,
            "end": b,
            "quote": text[a:b],
        }
        for i, (a, b) in enumerate(spans)
    ]
    tables = {
        "reports": pd.DataFrame({"report_id": ["a"]}),
        "texts": pd.DataFrame({"report_id": ["a"], "text": [text]}),
    }
    if rows:
        tables["citations"] = pd.DataFrame(rows)
    page = audit_page("a", tables)
    assert text_of(column_of(page)) == text
    tree = html.fromstring(page)
    for row in rows:
        # A mark that another one cuts is in pieces: together they are the quote.
        first = tree.get_element_by_id(f"c-{row['citation_id']}")
        assert row["quote"].startswith(text_of(first))


def test_pages_are_written_where_links_point(tables: Tables, tmp_path: Path) -> None:
    paths = write_audit(tables, tmp_path / "audit")
    assert [p.name for p in paths] == ["r1.html", "r2.html", "r3.html"]
    target, anchor = link("metrics", "r1", "r1-m2").split("#")
    assert (tmp_path / target).is_file()
    assert f'id="{anchor}"' in (tmp_path / target).read_text("utf-8")


def test_a_notebook_shows_it_inline(tables: Tables) -> None:
    shown = Audit("r1", tables)
    assert "集中学法12次" in shown._repr_html_()
    assert "<html" not in shown._repr_html_()
    assert "r1" in repr(shown)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the browser chromium")
def test_a_browser_opens_it_from_the_file(tables: Tables, tmp_path: Path) -> None:
    (path, *_) = write_audit(tables, tmp_path / "audit", reports=["r1"])
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        "--disable-background-networking",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"{path.as_uri()}#m-r1-m2",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert text_of(column_of(shown)) == canonical(tables, "r1")
