"""Web pages: main text, title and metadata, without what stands around them."""

from __future__ import annotations

import pytest

from fzanalysis.errors import ReadError
from fzanalysis.reading.html import read_html
from fzanalysis.reading.html_fields import is_label_line, read_labels
from fzanalysis.reading.limits import Limits
from fzanalysis.reading.mhtml import read_mhtml

TITLE = "某县水务局2023年度法治政府建设情况报告"
BODY = [
    "一、主要做法",
    "（一）抓学习。全年学法12次，干部职工参加率100%，邀请律师授课3场。",
    "（二）抓宣传。走进村社宣讲9场，发放资料2000余份，接受咨询130人次。",
    "二、存在问题",
    "基层执法人员数量不足，业务能力还需提升，制度执行的检查不够经常。",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return read_html(page.encode(encoding)).text.splitlines()


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "container",
    [
        'div id="zoom"', 'div id="Zoom"', 'font id="zoom"', 'div class="TRS_Editor"',
        'div class="view TRS_UEDITOR trs_paper_default trs_word"', 'div id="UCAP-CONTENT"',
        'div id="Content"', 'div class="article-content"', 'div class="xxgk_content"',
        'div id="fontzoom"', 'div class="pages_content"', 'div class="news_content"',
        'div id="vsb_content"', 'div class="wp_articlecontent"', 'div class="j-fontContent minh300"',
        'td class="bt_content"', 'div id="ivs_content"', "article", 'div class="print"',
    ],
)  # fmt: skip
def test_known_containers(container: str) -> None:
    tag = container.split()[0]
    text = f"<{container}>{PARAGRAPHS}</{tag}>"
    text = f"<table><tr>{text}</tr></table>" if tag == "td" else text
    around = '<div class="top"><a href="/">首页</a><a href="/gk">公开</a></div>'
    assert lines(page(f"{around}<h1>{TITLE}</h1>{text}<div>版权所有</div>")) == [TITLE, *BODY]


def test_title_is_not_repeated_when_the_body_has_it() -> None:
    first, second = TITLE[:5], TITLE[5:]
    inside = f"<p>{first}</p><p>{second}</p>{PARAGRAPHS}"
    assert lines(page(f"<h1>{TITLE}</h1><div id='zoom'>{inside}</div>")) == [first, second, *BODY]


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE}_某县人民政府",
        f"{TITLE} - 水务局 - 某县政府网",
        f"某县人民政府门户网站 {TITLE}",
        f"{TITLE}-某县人民政府",
    ],
)
def test_title_from_the_window(window: str) -> None:
    source = f"<html><title>{window}</title><body><div id='zoom'>{PARAGRAPHS}</div></body></html>"
    content = read_html(source.encode())
    assert content.fields["title"].endswith(TITLE)
    assert content.text.splitlines()[1:] == BODY


def test_headings_within_anchors_are_kept() -> None:
    inside = PARAGRAPHS.replace(
        "<p>一、主要做法</p>", '<p><a name="t1"></a><a name="t2">一、主要做法</a></p>'
    )
    assert lines(page(f"<h1>{TITLE}</h1><div class='TRS_Editor'>{inside}</div>"))[1:] == BODY


def test_page_without_any_known_name() -> None:
    body = (
        "<table><tr><td><a href='a'>首页</a></td><td><a href='b'>动态</a></td></tr></table>"
        f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td>发布时间：2024-1-18 点击：61次</td></tr>"
        f"<tr><td class='STYLE3'>{PARAGRAPHS}</td></tr></table><p>版权所有：某县水务局</p>"
    )
    content = read_html(page(body).encode())
    assert content.text.splitlines() == [TITLE, *BODY]
    assert content.fields["published_on"] == "2024-01-18"


def test_the_cell_named_zw_holds_the_text_and_not_the_line_below_the_table() -> None:
    body = (
        f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td class=zw>{PARAGRAPHS}</td></tr></table>"
        "<table><tr><td>测试网站，内容均为虚构</td></tr></table>"
    )
    content = read_html(page(body).encode())
    assert content.text.splitlines() == [TITLE, *BODY]
    assert content.warnings == ()


def test_a_title_above_its_labels_where_nothing_has_a_name() -> None:
    rows = [f"<b>{TITLE}</b>", "来源：县水务局　日期：2024-1-18　点击：61次", "<br>".join(BODY)]
    table = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    source = f"<html><title>某县政府信息公开</title><table>{table}</table></html>"
    content = read_html(source.encode())
    assert content.text.splitlines() == [TITLE, *BODY]
    assert content.fields == {"source": "县水务局", "published_on": "2024-01-18"}


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-01-18", "2024-01-18"),
        ("2024年01月18日 14:51　县水务局　点击：[ ]", "2024-01-18"),
        ("[2024/1/18] 来源：县水务局", "2024-01-18"),
        ("2026年5月6日 星期三", None),
        ("2026-05-06 10:20 星期三", None),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_date_without_a_label(stamp: str, day: str | None, inside: bool) -> None:
    head, text = f"<h1>{TITLE}</h1><p>{stamp}</p>", PARAGRAPHS
    head, text = ("", head + text) if inside else (head, text)
    content = read_html(page(f"{head}<div id='zoom'>{text}</div><li>2023-12-01 9:00</li>").encode())
    assert content.fields.get("published_on") == day
    assert content.text.splitlines()[0] == TITLE
    assert content.text.splitlines()[-len(BODY) :] == BODY


def test_a_report_on_several_pages_is_warned_of() -> None:
    pages = "<a href='2.html'>2</a> <a href='2.html'>下一页</a>"
    content = read_html(page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}</div>{pages}").encode())
    assert content.warnings == ("the page links to a next page: the report may go on there",)
    article = page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}</div><a href='3'>下一篇：通知</a>")
    assert read_html(article.encode()).warnings == ()


def test_a_page_whose_text_a_script_loads_is_no_report() -> None:
    with pytest.raises(ReadError, match="no text but its title") as caught:
        read_html(page(f"<h1>{TITLE}</h1><div id='zoom'></div><script>load()</script>").encode())
    assert "script" in caught.value.hint
    shown = "<iframe src='/view.html?file=/P0202401.pdf'></iframe>"
    with pytest.raises(ReadError, match="no text") as caught:
        read_html(page(f"<h1>{TITLE}</h1><div id='zoom'>{shown}</div>").encode())
    assert caught.value.hint == "download its attachment P0202401.pdf"


def test_sentences_of_a_footer() -> None:
    footer = (
        "<p>本网站由某县人民政府主办，某县大数据中心承办，联系电话：0000-1234567，欢迎来电。</p>"
        "<p>未经许可，任何单位和个人不得转载本网站内容。</p>"
    )
    assert lines(page(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{footer}")) == [TITLE, *BODY]


def test_text_outside_the_container_is_warned_of() -> None:
    outside = "".join(f"<p>{line}</p>" for line in BODY * 3)
    content = read_html(
        page(f"<div id='zoom'>{PARAGRAPHS}</div><div>三、下一步打算</div>{outside}").encode()
    )
    assert any("may be missing" in warning for warning in content.warnings)


def test_the_larger_container_wins_over_a_specific_fragment() -> None:
    body = f"<div class='TRS_Editor'>摘要：略</div><div class='article-content'>{PARAGRAPHS}</div>"
    assert lines(page(body))[-len(BODY) :] == BODY


def test_paragraphs_that_begin_like_a_footer_or_a_label_stay() -> None:
    odd = [
        "相关信息：全年公开214条。",
        "主办单位：某县水务局，承办单位：某县司法局。",
        "更多",
        "来源：群众来信63件",
        "审核：合同31份",
    ]
    inside = "".join(f"<p>{line}</p>" for line in [*BODY[:3], *odd, *BODY[3:]])
    footer = "<p>相关附件</p><p>附表.xlsx</p><p>主办单位：某县人民政府</p>"
    found = lines(page(f"<h1>{TITLE}</h1><div id='zoom'>{inside}{footer}</div>"))
    assert found == [TITLE, *BODY[:3], *odd, *BODY[3:]]


def test_signature_and_date_below_the_last_paragraph_stay() -> None:
    end = "<p>特此报告。</p><p>某县水务局</p><p>2024年1月18日</p><p>（此件公开发布）</p>"
    foot = "<p>【打印】 【关闭】</p><p>扫一扫在手机打开当前页</p><p>分享到：</p>"
    found = lines(page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}{end}{foot}</div>"))
    assert found[-4:] == ["特此报告。", "某县水务局", "2024年1月18日", "（此件公开发布）"]


def test_hidden_text_is_left_out_unless_there_is_no_other() -> None:
    hidden = "<div style='display: none'>后台备注</div>"
    assert "后台备注" not in "\n".join(lines(page(f"<div id='zoom'>{PARAGRAPHS}{hidden}</div>")))
    only = f"<div id='zoom'><div style='display:none'>{PARAGRAPHS}</div></div>"
    assert lines(page(only))[-len(BODY) :] == BODY


def test_line_breaks_blanks_and_wrapped_source() -> None:
    inside = (
        "&nbsp;&nbsp;　　一、主要做法<br><br>\n全年学法\n12次，推进\n依法 行政<br/>第二&emsp;段"
    )
    assert lines(f"<div id='zoom'>{inside}{PARAGRAPHS}</div>")[:2] == [
        "一、主要做法",
        "全年学法12次，推进依法 行政",
    ]


def test_source_lines_that_only_a_style_sheet_shows() -> None:
    inside = (
        "一、主要做法\n　　全年学法12次，推进依法行政。\n　　开展宣讲9场。\n二、存在问题\n　　人手不足，办法不多，"
        + "有待改进" * 20
    )
    assert lines(f"<div id='zoom' style='white-space:pre-wrap'>{inside}</div>")[0] == "一、主要做法"
    assert lines(f"<div id='zoom'>{inside}</div>")[1] == "全年学法12次，推进依法行政。"


def test_tables_are_one_line_a_row() -> None:
    table = "<table><tr><th>指标</th><th>数量</th></tr><tr><td><p>学法</p></td><td>12次</td></tr><tr><td></td><td>9场</td><td>乡镇</td></tr></table>"
    found = lines(f"<div id='zoom'>{PARAGRAPHS}{table}</div>")
    assert found[-3:] == ["指标 | 数量", "学法 | 12次", "| 9场 | 乡镇"]


def test_ordered_lists_have_the_numbers_a_browser_shows() -> None:
    inside = (
        "<ol><li>甲</li><li>乙</li></ol><ol start='3' type='a'><li>丙</li></ol>"
        "<ol style='list-style-type:cjk-ideographic'><li>丁</li></ol><ol><li>1.戊</li></ol>"
        "<ol style='list-style:none'><li>己</li></ol><ul><li>庚</li></ul>"
    )
    assert lines(f"<div id='zoom'>{PARAGRAPHS}{inside}</div>")[-7:] == [
        "1. 甲",
        "2. 乙",
        "c. 丙",
        "一、丁",
        "1.戊",
        "己",
        "庚",
    ]


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", ""])
@pytest.mark.parametrize("real", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_charset_declared_right_or_wrong(declared: str, real: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    found = lines(page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}</div>", meta), real)
    assert found == [TITLE, *BODY]


def test_a_page_that_is_cut_short_is_warned_of() -> None:
    whole = page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}</div>")
    assert read_html(whole.encode()).warnings == ()
    cut = read_html(whole[: whole.index("制度执行")].encode())
    assert cut.text.splitlines()[:-1] == [TITLE, *BODY[:-1]]
    assert cut.warnings == ("the page does not end as it should: it may be cut short",)


def test_a_page_that_only_links_to_the_report() -> None:
    link = "<p>附件：<a href='/files/P0.PDF'>某县水务局年度报告.pdf</a></p>"
    with pytest.raises(ReadError, match="no text but its title") as caught:
        read_html(page(f"<h1>{TITLE}</h1><div id='zoom'>{link}</div>").encode())
    assert caught.value.hint == "download its attachment 某县水务局年度报告.pdf"
    link = f"<p>现将本局年度报告予以公布，欢迎监督，报告全文请看附件。</p>{link}"
    stub = read_html(page(f"<h1>{TITLE}</h1><div id='zoom'>{link}</div>").encode())
    assert any("某县水务局年度报告.pdf" in warning for warning in stub.warnings)
    with pytest.raises(ReadError) as caught:
        read_html(b"<html><body><a href='a.docx'></a></body></html>")
    assert caught.value.hint == "download its attachment a.docx"


def test_scripts_styles_and_comments_are_not_text() -> None:
    noise = "<script>var a='脚本';</script><style>p{}</style><!-- 注释 --><noscript>请启用</noscript><textarea>输入</textarea>"
    assert lines(page(f"<h1>{TITLE}</h1><div id='zoom'>{noise}{PARAGRAPHS}</div>")) == [
        TITLE,
        *BODY,
    ]


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (
            ["索引号000/2025-01发文字号 发文时间2025-01-18发布机构某县水务局有效性 有效"],
            ("000/2025-01", "某县水务局", "2025-01-18"),
        ),
        (
            ["[ 索引号 ] 12-3 [ 发布机构 ] 某局 [ 发布日期 ] 2024-1-2"],
            ("12-3", "某局", "2024-01-02"),
        ),
        (
            ["索引号", "XX-1", "发布机构", "某局", "发布日期", "2024年01月02日"],
            ("XX-1", "某局", "2024-01-02"),
        ),
        (["索引号 | XX-2 | 发布日期 | 2024/02/03 10:20"], ("XX-2", None, "2024-02-03")),
        (
            ["来源: 发布时间:", "发布时间：2024-03-04 来源：某局 浏览量:1"],
            (None, "某局", "2024-03-04"),
        ),
        (["成文日期：2024-01-02", "发布日期：2024-01-05"], (None, None, "2024-01-05")),
        (["索 引 号：A/1", "信息来源：县司法局　时间：2024-13-40"], ("A/1", "县司法局", None)),
        (["今天是：2026年5月6日 星期三"], (None, None, None)),
        ([], (None, None, None)),
    ],
)
def test_metadata_in_the_shapes_of_real_pages(
    around: list[str], expected: tuple[str | None, ...]
) -> None:
    fields = read_labels(around)
    assert (
        tuple(fields.get(name) for name in ("index_number", "source", "published_on")) == expected
    )


def test_sentences_are_no_label_lines() -> None:
    assert not is_label_line("来源于基层的意见建议得到办理")
    assert not is_label_line("时间紧、任务重，全年工作按期完成")
    assert is_label_line("发布时间：2024-01-02 来源：某局")


def test_meta_elements() -> None:
    head = '<meta name="ArticleTitle" content="{}"><meta name="PubDate" content="2024-01-18 14:51"><meta name="ContentSource" content="某县水务局">'
    fields = read_html(
        page(f"<div id='zoom'>{PARAGRAPHS}</div>", head.format(TITLE)).encode()
    ).fields
    assert fields == {"title": TITLE, "published_on": "2024-01-18", "source": "某县水务局"}


def test_nested_a_hundred_thousand_deep() -> None:
    with pytest.raises(ReadError, match="deep"):
        read_html(b"<html><body>" + b"<div>" * 100_000 + BODY[1].encode())


def test_unclosed_tags_of_old_editors_are_read() -> None:
    inside = "".join(f"<p><font size=2><span>{line}</p>" for line in BODY * 60)
    assert len(lines(f"<div id='zoom'>{inside}</div>")) == 60 * len(BODY)


def test_too_large_and_empty_pages() -> None:
    with pytest.raises(ReadError, match="limit"):
        read_html(b"<html>" + b"x" * 2000, Limits(text_bytes=1000))
    with pytest.raises(ReadError, match="103 elements, the limit is 100"):
        read_html(b"<html><body>" + b"<p>x</p>" * 101, Limits(elements=100))
    with pytest.raises(ReadError, match="no text"):
        read_html(b"<html><body><img src='scan.jpg'></body></html>")


def test_entities_are_not_expanded_from_outside() -> None:
    source = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><div id="zoom">&e;{PARAGRAPHS}</div>'
    assert [line for line in lines(source) if line.strip("]>")][-len(BODY) :][1:] == BODY[1:]


def test_page_saved_as_one_file() -> None:
    inner = page(f"<h1>{TITLE}</h1><div id='zoom'>{PARAGRAPHS}</div>")
    data = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="cut"\r\n\r\n--cut\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{inner}\r\n--cut\r\nContent-Type: image/png\r\n\r\nx\r\n--cut--\r\n"
    ).encode()
    assert read_mhtml(data).text.splitlines() == [TITLE, *BODY]
    with pytest.raises(ReadError, match="no HTML"):
        read_mhtml(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")
