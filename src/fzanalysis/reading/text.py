"""Bytes → characters: which encoding a text file is in."""

from __future__ import annotations

import codecs
from functools import cache

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
#: One character of so many may be damaged.
_DAMAGED = 100


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Decode the bytes of a Chinese text file.

    The order is: byte-order mark, UTF-16 without a mark (by its shape), strict UTF-8, UTF-8 with
    a few damaged bytes, strict GB18030 (which includes GB2312 and GBK) or Big5, whichever reads
    as Chinese, and only then a statistical guess. What a page declares of itself is wrong too
    often to be believed: it only decides between two that are equally likely.

    Args:
        data: the raw bytes.
        declared: the encoding that the file names for itself, if any.

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
    refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # the usual way to find out: the next encodings are tried below
    return (_nearly(data, "utf-8") if _few_bad(data) else None) or _legacy(data, declared)


def refuse_binary(data: bytes) -> None:
    """Tell binary data by its beginning, however much there is of it.

    Raises:
        ReadError: if it is no text in any encoding.

    >>> refuse_binary("法治政府".encode("utf-16"))
    """
    sample = data[:_SAMPLE]
    marked = any(data.startswith(bom) for bom, _ in _BOMS)
    if b"\0" in sample and not marked and not _utf16_shape(sample):
        raise _binary()


def _binary() -> ReadError:
    return ReadError(
        "the file holds binary data, not text",
        hint="give the report as text, HTML, Word or PDF",
    )


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"the file says it is {encoding} but byte {error.start} is not",
            hint="the file may be cut short: save it again as UTF-8",
        ) from error


def _utf16_shape(data: bytes) -> str:
    """UTF-16 without a mark: line ends and digits leave zeros in every second byte."""
    if len(data) < 8 or b"\0" not in data:
        return ""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > max(even, odd) // 8:
        return ""
    text = data[: len(data) // 2 * 2].decode(name, errors="replace")
    return name if _chinese_share(text) > 0.5 else ""


def _legacy(data: bytes, declared: str) -> tuple[str, str]:
    found: dict[str, str] = {}
    for name in ("gb18030", "big5hkscs"):
        try:
            found[name] = data.decode(name)
        except UnicodeDecodeError:
            continue
    if len(found) == 2:
        bias = {"gb18030": 0.02, "big5hkscs": 0.1 if declared.lower().startswith("big5") else 0.0}
        best = max(found, key=lambda name: _plausible(found[name], name) + bias[name])
        return _checked(found[best], best)
    if found:
        name, text = next(iter(found.items()))
        return _checked(text, name)
    damaged = _nearly(data, "gb18030") or _nearly(data, "big5hkscs")
    return damaged or _guess(data)


def _checked(text: str, name: str) -> tuple[str, str]:
    """Almost any bytes can be read as GB18030: what comes out must look like writing."""
    if _plausible(text[:_GLANCE], name) < 0.3 or _controls(text) > 0.02:
        raise _binary()
    return text, name


def _few_bad(data: bytes) -> bool:
    """Whether the beginning leaves hope that UTF-8 is only damaged; in GB18030 it never does.

    To replace bad bytes is slow, so a file in another encoding should not be decoded to its end.
    """
    beginning = data[: 64 + len(data) // 20].decode("utf-8", errors="replace")
    # One may be bad only because it is cut here; the text has no more characters than bytes.
    return (beginning.count("\ufffd") - 1) * _DAMAGED <= len(data) + _DAMAGED


def _nearly(data: bytes, name: str) -> tuple[str, str] | None:
    """A few bad bytes must not cost the report: the damaged characters are marked as such."""
    text = data.decode(name, errors="replace")
    bad = text.count("\ufffd")
    if bad * _DAMAGED > len(text) + _DAMAGED or _chinese_share(text[:_SAMPLE]) < 0.3:
        return None
    if name != "utf-8" and (_plausible(text, name) < 0.6 or _controls(text) > 0.02):
        return None
    return text, f"{name}, damaged"


def _guess(data: bytes) -> tuple[str, str]:
    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is not None:
        text = data.decode(guess.encoding, errors="replace")
        written = _chinese_share(text) > 0.3 and _plausible(text, "gb18030") > 0.3
        if written and text.count("\ufffd") * 200 < len(text) and _controls(text) == 0:
            return text, guess.encoding
    raise ReadError(
        "the file is not text in UTF-8, GB18030, Big5 or UTF-16",
        hint="open it in the program that made it and save it as UTF-8 text",
    )


def _chinese_share(text: str) -> float:
    seen = [c for c in text if not c.isspace()]
    return sum("\u4e00" <= c <= "\u9fff" for c in seen) / len(seen) if seen else 0.0


# ASCII without what ends lines and sets words apart.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v"))


def _controls(text: str) -> float:
    sample = text[:_SAMPLE]
    plain = sample.encode("ascii", errors="ignore")
    return (len(plain) - len(plain.translate(None, _CONTROLS))) / max(len(sample), 1)


# The commonest characters of official prose, both scripts: a wrong decoding yields rare ones.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "法治政府建设行依年度推进工作组织领导学习宣传执法公开管理制度部门服务开展全面落实加强责任报告情况"
    "這個國時來們對會發動過設進組織領導學習傳執開門務開責報況實強"
)
_PUNCTUATION = frozenset("，。、；：！？（）《》〈〉“”‘’【】〔〕—…·　％")
# So many characters are weighed where two decodings compete, and where there is one alone.
_JUDGED, _GLANCE = 4096, 1024


def _plausible(text: str, name: str) -> float:
    """How much a text looks like Chinese that someone wrote, from about -1 to 1.5.

    Each standard set its common characters apart from its rare ones; a wrong decoding lands among
    the rare ones, in private-use areas and in scripts that no report uses.
    """
    sample = text[:_JUDGED]
    seen = len(sample) - len(sample.encode("ascii", errors="ignore"))
    if not seen:
        return 1.0
    return sum(map(_weights(name).__getitem__, sample)) / seen


class _Weights(dict[str, float]):
    """What each character says for an encoding, worked out when it is first met."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, char: str) -> float:
        weight = self[char] = 0.0 if char.isascii() else _weight(char, self._name)
        return weight


@cache
def _weights(name: str) -> _Weights:
    return _Weights(name)


def _weight(char: str, name: str) -> float:
    if char in _COMMON:
        return 1.5
    if char in _PUNCTUATION:
        return 1.0
    if "\ue000" <= char <= "\uf8ff" or char == "\ufffd":
        return -2.0
    if not "\u4e00" <= char <= "\u9fff":
        return 0.5 if "\uff01" <= char <= "\uff5e" or "\u2460" <= char <= "\u249b" else -1.0
    if name == "gb18030":
        code = char.encode("gb18030")
        if len(code) != 2 or code[0] < 0xB0 or code[1] < 0xA1:
            return -0.5  # outside GB2312: traditional and rare characters
        return 1.0 if code[0] <= 0xD7 else 0.2
    return 1.0 if char.encode("big5hkscs")[0] <= 0xC6 else -0.2
