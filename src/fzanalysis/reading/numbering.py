"""Numbers as word processors and browsers print them before a paragraph."""

from __future__ import annotations

from collections.abc import Callable

_COUNTING = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_LEGAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _digits(number: int, alphabet: str) -> str:
    return "".join(alphabet[int(digit)] for digit in str(number))


def _counting(number: int, digits: str, units: str) -> str:
    """Spoken numerals up to 9999; beyond, digit by digit."""
    if not 0 < number < 10_000:
        return _digits(number, digits)
    words, gap = "", False
    for digit, unit in zip(f"{number:04d}", (units[2], units[1], units[0], ""), strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[int(digit)] + unit
        gap = False
    return words


def _chinese(number: int) -> str:
    text = _counting(number, _COUNTING, "十百千").replace("〇", "零")
    return text[1:] if text.startswith("一十") else text


def _letters(number: int) -> str:
    """a … z, aa, bb …, as Word does."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _cycle(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)] if number > 0 else ""


def _enclosed(number: int, *ranges: tuple[int, int, int]) -> str:
    """A ready-made sign where Unicode has one: (first number, last number, first code point)."""
    for first, last, code in ranges:
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": lambda number: _digits(number, _COUNTING),
    "japaneseDigitalTenThousand": lambda number: _digits(number, _COUNTING),
    "taiwaneseDigital": lambda number: _digits(number, "○一二三四五六七八九"),
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _counting(number, _TRADITIONAL_LEGAL, "拾佰仟"),
    "japaneseLegal": lambda number: _counting(number, "零壱弐参四伍六七八九", "拾百阡"),
    "ideographTraditional": lambda number: _cycle(number, _STEMS),
    "ideographZodiac": lambda number: _cycle(number, _BRANCHES),
    "decimalEnclosedCircle": lambda number: _enclosed(
        number, (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)
    ),
    "decimalEnclosedCircleChinese": lambda number: _enclosed(
        number, (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)
    ),
    "decimalEnclosedFullstop": lambda number: _enclosed(number, (1, 20, 0x2488)),
    "decimalEnclosedParen": lambda number: _enclosed(number, (1, 20, 0x2474)),
    "ideographEnclosedCircle": lambda number: _enclosed(number, (1, 10, 0x3280)),
    "none": lambda number: "",
    "bullet": lambda number: "",
}


def known(format_: str) -> bool:
    """Whether a number format of Word is among those that are printed as Word prints them."""
    return format_ in _FORMATS


def numeral(number: int, format_: str) -> str:
    """A number in one of Word's number formats; one that is not known is printed in digits.

    >>> [numeral(12, name) for name in ("chineseCounting", "decimal", "decimalEnclosedCircle")]
    ['十二', '12', '⑫']
    >>> numeral(3, "ideographTraditional"), numeral(21, "chineseLegalSimplified")
    ('丙', '贰拾壹')
    """
    return _FORMATS.get(format_, str)(number)
