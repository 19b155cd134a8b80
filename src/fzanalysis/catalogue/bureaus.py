"""Kinds of offices: from an issuer's name to the short name of its kind."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    source = files("fzanalysis.catalogue").joinpath("data/bureaus.toml").read_text("utf-8")
    return tomllib.loads(source)


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    kinds = _data()["bureaus"]
    pairs = [(full, short) for short, fulls in kinds.items() for full in fulls]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


def bureau_type(issuer: str) -> str | None:
    """The short name of an office's kind; None if the name names no office that is known.

    >>> bureau_type("重庆市大足区科学技术局"), bureau_type("某镇人民政府"), bureau_type("某某公司")
    ('科技局', '乡镇政府', None)
    """
    for full, short in _patterns():
        if full in issuer:
            return short
    return None


def is_known(name: str) -> bool:
    """Whether a name without its place is a name of some kind of office, letter for letter.

    >>> is_known("教育局"), is_known("加强教育局")
    (True, False)
    """
    return name in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(full for full, _ in _patterns())


# Short names of fields that are nothing else: 教育 and 文化 are common words, 林草 is not.
_PLAIN_FIELDS = frozenset(
    {"林草", "水利", "水务", "卫健", "住建", "城管", "人社", "医保", "文旅", "农牧"}
)


@cache
def _fields(least: int, behind: str) -> re.Pattern[str]:
    fields = {re.sub(r"(?:局|厅|委员会|委)$", "", name) for name in _known()}
    fields = {f for f in fields if len(f) >= least or f in _PLAIN_FIELDS}
    names = "|".join(sorted(fields, key=lambda f: (-len(f), f)))
    return re.compile(rf"(?<!宣传)(?<!普法)(?<!生态)(?P<f>{names}){behind}")


def field_of_work(text: str) -> list[str]:
    """The fields that a text calls a system or a cause, as offices are named after them.

    >>> field_of_work("全市交通运输系统依法行政,助力卫生健康事业")
    ['交通运输', '卫生健康']
    """
    behind = r"(?:行政)?(?:系统|事业|领域|行业|法治政府部门)"
    return [m.group("f") for m in _fields(2, behind).finditer(text)]


def fields_named(text: str) -> list[str]:
    """All fields of four characters or more that a text names, and shorter ones of no other sense.

    >>> fields_named("生态环境执法,教育培训,林草资源监测")
    ['生态环境', '林草']
    """
    return [m.group("f") for m in _fields(4, "").finditer(text)]


def field_of_topics(text: str) -> str | None:
    """The field whose matters a text speaks of most, if no other field comes near.

    >>> field_of_topics("检查特种设备,抽检食品安全,规范企业登记,办理商标、计量案件,保护知识产权")
    '市场监督管理'
    """
    named = Counter(
        {
            field: sum(1 for topic in topics if topic in text)
            for field, topics in _data()["topics"].items()
        }
    )
    (best, most), (_, next_most) = named.most_common(2)
    # A short text names few things; then no other field may be there at all.
    plain = most >= 2 * next_most if most >= _TOPICS else most >= 2 and not next_most
    return best if plain else None


_TOPICS = 4


def same_office(a: str, b: str) -> bool:
    """Whether two names can be the long and the short form of one office.

    One is the other with characters left out: 科技局 and 科学技术局, 住建局 and 住房和城乡建设局.

    >>> same_office("科技局", "科学技术局"), same_office("科技局", "教育局")
    (True, False)
    """
    short, long = sorted((_plain(a), _plain(b)), key=len)
    if not short or (short[0] != long[0] and bureau_type(short) != bureau_type(long)):
        return False
    if bureau_type(short) is not None and bureau_type(short) == bureau_type(long):
        return True
    rest = iter(long)
    return all(char in rest for char in short)


def _plain(name: str) -> str:
    return name.replace("委员会", "委").replace("厅", "局")
