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


def chinese_value(text: str) -> int | None:
    """The value of a Chinese numeral; None if the characters do not make one.

    >>> [chinese_value(t) for t in ("十", "二十三", "两千零五", "一百二", "三万五千", "万")]
    [10, 23, 2005, 120, 35000, 10000]
    >>> chinese_value("二三")
    """
    total = section = digit = 0
    last_scale = 0
    seen_digit = False
    for char in text:
        if char in _DIGITS:
            if seen_digit and digit and last_scale == 0 and section == 0:
                return None  # 二三: two or three, not a numeral
            if digit and seen_digit:
                return None
            digit, seen_digit = _DIGITS[char], char != "零"
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            last_scale, digit, seen_digit = _SMALL[char], 0, False
        elif char in _LARGE:
            total = (total + section + digit or 1) * _LARGE[char]
            last_scale, section, digit, seen_digit = _LARGE[char], 0, 0, False
        else:
            return None
    if digit and last_scale >= 100 and text[-2] in "百千万亿":
        digit *= last_scale // 10  # 一百二 is 120
    return total + section + digit


def value_of(numeral: str) -> float | None:
    """The value of an Arabic, Chinese or mixed numeral.

    >>> [value_of(t) for t in ("1,200", "3.5万", "2.02亿", "1万2千", "十二", "3千")]
    [1200, 35000, 202000000, 12000, 12, 3000]
    >>> value_of("98.6")
    98.6
    """
    if numeral[0] not in "0123456789":
        return chinese_value(numeral)
    total = 0.0
    for digits, scales in re.findall(r"([\d,]+(?:\.\d+)?)([十百千万亿]*)", numeral):
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
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded
