"""Bytes → characters: which encoding a text file is in."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from fzanalysis.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65536


def decode(data: bytes) -> tuple[str, str]:
    """Decode the bytes of a Chinese text file.

    The order is: byte-order mark, UTF-16 without a mark (by its shape), strict UTF-8, strict
    GB18030 (which includes GB2312 and GBK), Big5 where that reads as Chinese and GB18030 does
    not, and only then a statistical guess.

    Returns:
        The text and the name of the encoding, as it is recorded in ``reports.encoding``.

    Raises:
        ReadError: if the bytes are not text in any encoding that is known.

    >>> decode("法治政府".encode("gb18030"))
    ('法治政府', 'gb18030')
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strict(data, name), name
    shaped = _utf16_shape(data[:_SAMPLE])
    if shaped:
        return _strict(data, shaped), shaped
    if b"\0" in data[:_SAMPLE]:
        raise ReadError(
            "the file holds binary data, not text",
            hint="give the report as text, HTML, Word or PDF",
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # the usual way to find out: the next encodings are tried below
    return _legacy(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"the file says it is {encoding} but byte {error.start} is not",
            hint="the file may be cut short: save it again as UTF-8",
        ) from error


def _utf16_shape(data: bytes) -> str:
    """UTF-16 without a mark: line ends, digits and punctuation leave a zero in every second byte."""
    if len(data) < 8 or b"\0" not in data:
        return ""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > max(even, odd) // 8:
        return ""
    text = data[: len(data) // 2 * 2].decode(name, errors="replace")
    return name if _chinese_share(text) > 0.5 else ""


def _legacy(data: bytes) -> tuple[str, str]:
    found: dict[str, str] = {}
    for name in ("gb18030", "big5hkscs"):
        try:
            found[name] = data.decode(name)
        except UnicodeDecodeError:
            continue
    if len(found) == 2:
        better = max(found, key=lambda name: (_common_share(found[name]), name == "gb18030"))
        return found[better], better
    if found:
        name, text = next(iter(found.items()))
        return text, name
    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is not None:
        text = data.decode(guess.encoding, errors="replace")
        if _chinese_share(text) > 0.3 and text.count("\ufffd") * 200 < len(text):
            return text, guess.encoding
    return _damaged(data)


def _damaged(data: bytes) -> tuple[str, str]:
    """A few bad bytes must not cost the report: the damaged characters are marked as such."""
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, errors="replace")
        if text.count("\ufffd") * 100 < len(text) and _chinese_share(text) > 0.3:
            return text, f"{name}, damaged"
    raise ReadError(
        "the file is not text in UTF-8, GB18030, Big5 or UTF-16",
        hint="open it in the program that made it and save it as UTF-8 text",
    )


def _chinese_share(text: str) -> float:
    seen = [c for c in text if not c.isspace()]
    return sum("\u4e00" <= c <= "\u9fff" for c in seen) / len(seen) if seen else 0.0


# The commonest characters of official prose, both scripts: a wrong decoding yields rare ones.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "法治政府建设行依年度推进工作组织领导学习宣传执法公开管理制度部门服务开展全面落实加强责任报告情况"
    "這個國時來們對會發動過設進組織領導學習傳執開門務開責報況實強"
)


def _common_share(text: str) -> float:
    seen = [c for c in text[:_SAMPLE] if ord(c) > 0x2E80]
    return sum(c in _COMMON for c in seen) / len(seen) if seen else 0.0
