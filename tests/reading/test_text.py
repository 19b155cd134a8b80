"""Encodings: what is written in one comes back, however it was marked."""

from __future__ import annotations

import random

import pytest

from fzanalysis.errors import ReadError
from fzanalysis.reading.text import decode

SAMPLE = "一、主要做法。全年举办宣讲16场，发放资料3500余份；满意率98.4%。\n"
OLD = "一、主要做法。全年舉辦宣講16場，發放資料3500餘份；滿意率98.4%。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("times", [1, 50])
def test_simplified_comes_back(encoding: str, times: int) -> None:
    text, name = decode((SAMPLE * times).encode(encoding))
    assert text == SAMPLE * times
    assert name == encoding


@pytest.mark.parametrize("times", [1, 50])
def test_traditional_in_big5_comes_back(times: int) -> None:
    assert decode((OLD * times).encode("big5")) == (OLD * times, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_traditional_in_other_encodings_comes_back(encoding: str) -> None:
    assert decode(OLD.encode(encoding))[0] == OLD


def windows(text: str, length: int) -> list[str]:
    """Every stretch of a text that holds at least three Chinese characters."""
    pieces = (text[i : i + length] for i in range(len(text) - length))
    return [piece for piece in pieces if sum("一" <= char <= "鿿" for char in piece) > 2]


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", SAMPLE), ("big5", OLD)])
@pytest.mark.parametrize("length", [6, 8, 12, 20])
def test_short_texts_are_rarely_mistaken(encoding: str, text: str, length: int) -> None:
    pieces = windows(text * 2, length)
    wrong = []
    for piece in pieces:
        try:
            if decode(piece.encode(encoding))[0] != piece:
                wrong.append(piece)
        except ReadError:
            wrong.append(piece)
    assert len(wrong) <= 0.05 * len(pieces), wrong


def test_declared_encoding_does_not_override_the_bytes() -> None:
    assert decode(SAMPLE.encode("gb18030"), "big5")[0] == SAMPLE
    assert decode(SAMPLE.encode("utf-8"), "gb2312")[0] == SAMPLE
    assert decode(OLD.encode("big5"), "gb2312")[0] == OLD


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_within_a_character_is_kept(encoding: str) -> None:
    data = (SAMPLE * 30).encode(encoding)
    cut = data[: data.rindex("率".encode(encoding)) + 1]
    text, name = decode(cut)
    assert name == f"{encoding}, damaged"
    assert text.startswith(SAMPLE * 29)


def test_a_damaged_byte_costs_one_character() -> None:
    data = bytearray((SAMPLE * 30).encode("utf-8"))
    data[300] = 0xFF
    text, name = decode(bytes(data))
    assert name == "utf-8, damaged"
    assert 1 <= text.count("\ufffd") <= 3


@pytest.mark.parametrize("size", [100, 1000, 50_000])
def test_random_bytes_are_refused(size: int) -> None:
    source = random.Random(7)
    for _ in range(50):
        data = bytes(source.randrange(1, 256) for _ in range(size))
        with pytest.raises(ReadError):
            decode(data)


def test_binary_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match="binary data"):
        decode(b"\x01\x02\x00\x00\x03" * 100)
