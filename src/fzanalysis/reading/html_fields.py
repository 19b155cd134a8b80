"""What a government page says of itself beside the body: title, source, date, index number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fzanalysis.reading.html_names import LABELS, OTHER_LABELS
from fzanalysis.reading.html_title import folded
from fzanalysis.reading.markup import Element

_META = {
    "title": ("articletitle", "og:title", "title"),
    "index_number": ("indexnumber", "index_number", "idxid"),
    "source": ("contentsource", "source", "author"),
    "published_on": (
        "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "createdate",
        "makedate",
    ),
}  # fmt: skip
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_STAMP = re.compile(
    r"[\[【（(\s]*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)日?"
    r"(?P<time>[T\s]*\d{1,2}:\d\d(?::\d\d)?)?[\]】）)\s]*"
)
_CLOCK = re.compile(r"星期|周[一二三四五六日]|农历|今天|℃|。")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _spaced(label: str) -> str:
    return r"[ \u3000]*".join(label)


_ALL = sorted(
    {label for labels in LABELS.values() for label in labels} | set(OTHER_LABELS),
    key=len,
    reverse=True,
)
_ANY = "|".join(map(_spaced, _ALL))
# A long label is one wherever it stands: some pages run labels and values together. A short one
# is an ordinary word too: it has to stand apart and be followed by a sign that it is a label.
_LONG = "|".join(_spaced(label) for label in _ALL if len(label) > 2)
_SHORT = "|".join(_spaced(label) for label in _ALL if len(label) == 2)
_LABEL = re.compile(
    rf"(?:{_LONG})|(?:^|(?<=[|\[【（( \u3000；;]))(?:{_SHORT})(?=[ \u3000]*(?:[:：\]】|]|$))", re.M
)
_LEAD = re.compile(r"[ \u3000\]】:：|]*\n?[ \u3000:：|]*")
_VALUE = re.compile(r"(?:(?![|\[【\n]| {2,}|\u3000).)*")
_LABEL_RUN = re.compile(rf"^[\[【（(•·\s]*(?:{_ANY})[ \u3000]*(?:[:：|\]】]|$)")


def iso_date(text: str) -> str:
    """The first date in a text as ``YYYY-MM-DD``, empty if there is none.

    >>> iso_date("发布时间：2024年3月5日 10:20"), iso_date("2024-13-01")
    ('2024-03-05', '')
    """
    for found in _DATE.finditer(text):
        year, month, day = (int(group) for group in found.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def is_label_line(line: str) -> bool:
    """Whether a line opens with one of the labels of a page's head.

    >>> is_label_line("发布时间：2024-03-05 来源：某局"), is_label_line("来源广泛的意见")
    (True, False)
    """
    if len(line) >= 200:
        return False
    first = _LABEL.match(line)
    run = first is not None and _LABEL.search(line, first.end()) is not None
    return run or _LABEL_RUN.match(line) is not None


def read_meta(root: Element) -> dict[str, str]:
    """Fields from the ``<meta>`` elements of the page."""
    seen: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            seen.setdefault(name, content)
    return _checked((name, seen.get(key, "")) for name, keys in _META.items() for key in keys)


def read_labels(lines: Sequence[str]) -> dict[str, str]:
    """Fields from the lines around the body, where labels and values stand in many shapes.

    >>> read_labels(["索引号：001/2024-5 发布机构：某县教育局", "发布日期 | 2024-01-18"])
    {'index_number': '001/2024-5', 'source': '某县教育局', 'published_on': '2024-01-18'}
    """
    text = "\n".join(lines)
    found = list(_LABEL.finditer(text))
    ends = [label.start() for label in found[1:]] + [len(text)] * bool(found)
    pairs = [
        (re.sub(r"[ \u3000]", "", label.group()), _value(text[label.end() : end]))
        for label, end in zip(found, ends, strict=True)
    ]
    wanted = [
        (name, value)
        for name, labels in LABELS.items()
        for wanted_label in labels
        for label, value in pairs
        if label == wanted_label
    ]
    return _checked(iter(wanted))


def is_stamp(line: str) -> bool:
    """Whether a line is the date under the title of a page, which many pages do not label.

    A day in words alone may be the date of the document itself, a weekday is the clock of a site.

    >>> is_stamp("2024-03-05 10:20 县水务局 点击：61"), is_stamp("2024年3月5日")
    (True, False)
    """
    found = _STAMP.match(line)
    if not found or len(line) > 100 or _CLOCK.search(line):
        return False
    alone = not line[found.end() :].strip()
    in_digits = "年" not in found.group()
    labelled = _LABEL.search(line, found.end()) is not None
    return bool(found.group("time")) or labelled or (alone and in_digits)


def read_stamp(lines: Sequence[str], title: str, trimmed: Sequence[str] = ()) -> str:
    """The day that stands under the title without a label, as ``YYYY-MM-DD``, else empty.

    Args:
        lines: what stands above the text.
        title: of the document.
        trimmed: the lines just above and below the text.

    >>> read_stamp(["2023/9/1 9:30", "某局2023年报告", "2024/3/5"], "某局2023年报告")
    '2024-03-05'
    """
    wanted = folded(title)
    places = [i for i, line in enumerate(lines) if wanted and wanted in folded(line)]
    under = [line for place in reversed(places) for line in lines[place + 1 : place + 4]]
    return next((iso_date(line) for line in [*under, *trimmed] if is_stamp(line)), "")


def _value(text: str) -> str:
    """What stands behind a label, on the same line or alone on the next."""
    lead = _LEAD.match(text)
    found = _VALUE.match(text, lead.end() if lead else 0)
    return found.group() if found else ""


def _checked(candidates: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The first value of each field that can be one."""
    fields: dict[str, str] = {}
    for name, value in candidates:
        if name in fields:
            continue
        value = value.strip(" \u3000|:：;；[]【】")
        if name == "published_on":
            value = iso_date(value)
        elif name == "index_number":
            value = value if re.search(r"[0-9A-Za-z]", value) and len(value) <= 60 else ""
        elif name == "source":
            value = re.sub(r"\s.*", "", value, flags=re.S)
            value = value if _CHINESE.search(value) and 2 <= len(value) <= 40 else ""
        elif not 6 <= len(value) <= 120:
            value = ""
        if value:
            fields[name] = value
    return fields
