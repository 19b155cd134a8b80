"""Numerals of every form as numbers: 1000, 1,200, 3.5万, 二十三, 两千零五, 百分之九十五."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "壹": 1,
    "贰": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

#: One numeral in folded text, without unit. Groups are parsed by :func:`value_of`.
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
CHINESE = r"[零一二两三四五六七八九十百千万亿]+"


_PART = re.compile(r"([\d,]+(?:\.\d+)?)([十百千万亿]*)")


def chinese_value(text: str) -> int | None:
    """The value of a Chinese numeral; None if the characters do not make one.

    >>> [chinese_value(t) for t in ("十", "二十三", "两千零五", "一百二", "三万五千", "万")]
    [10, 23, 2005, 120, 35000, 10000]
    >>> chinese_value("二三")
    """
    if not text:
        return None
    for scale, factor in _BIG:
        high, found, low = text.rpartition(scale)
        if found:
            return _scaled(high, low, factor)
    return _below_ten_thousand(text)


_BIG = (("亿", 100_000_000), ("万", 10_000))


def _scaled(high: str, low: str, factor: int) -> int | None:
    times = chinese_value(high) if high else 1
    if low and len(low) == 1 and low in _DIGITS and high:
        rest: int | None = _DIGITS[low] * factor // 10  # 三万五 is 35,000
    else:
        rest = chinese_value(low.lstrip("零")) if low else 0
    return None if times is None or rest is None else times * factor + rest


def _below_ten_thousand(text: str) -> int | None:
    """Digits and falling scales: 两千零五, 一百二, 十八; anything else is no numeral."""
    total, digit, last = 0, None, 10_000
    for i, char in enumerate(text):
        if char in _SMALL:
            scale = _SMALL[char]
            if scale >= last or (
                digit is None and i and not (char == "十" and text[i - 1] == "零")
            ):
                return None
            total += (1 if digit is None else digit) * scale
            digit, last = None, scale
        elif char == "零":
            if digit is not None or (i and len(text) == i + 1):
                return None
            digit = 0 if len(text) == 1 else None
        elif char in _DIGITS and digit is None:
            digit = _DIGITS[char]
        else:
            return None
    if digit and last in (100, 1000) and text[-2] in _SMALL:
        digit *= last // 10  # 一百二 is 120
    return total + (digit or 0)


def value_of(numeral: str) -> float | None:
    """The value of an Arabic, Chinese or mixed numeral.

    >>> [value_of(t) for t in ("1,200", "3.5万", "2.02亿", "1万2千", "十二", "3千")]
    [1200, 35000, 202000000, 12000, 12, 3000]
    >>> value_of("98.6")
    98.6
    """
    if numeral[0] not in "0123456789":
        return chinese_value(numeral)
    if len(numeral) < 16 and numeral.isdecimal():
        return int(numeral)
    total = 0.0
    for digits, scales in _PART.findall(numeral):
        part = float(digits.replace(",", ""))
        for scale in scales:
            part *= _SMALL.get(scale) or _LARGE[scale]
        total += part
    return tidy(total)


def tidy(number: float) -> float:
    """Whole numbers as int, others without the noise of binary fractions.

    >>> tidy(3.0), tidy(749.34 * 10000)
    (3, 7493400)
    """
    if isinstance(number, int):
        return number
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded
