"""Reports written for these tests."""

from __future__ import annotations

from pathlib import Path

COUNTIES = ("沭阳县", "高青县", "弥勒市", "滑县", "新乡县", "泗洪县")
_TEXT = """{issuer}{year}年法治政府建设工作情况报告
{year}年，{issuer}认真落实上级部署，扎实推进法治政府建设。现将有关情况报告如下：
一、主要举措和成效
（一）加强学习培训，提高法治素养。全年组织党组理论学习中心组学法{learn}次。举办法治培训班{train}期。
（二）深化法治宣传，营造良好氛围。一是向群众发放宣传资料{materials}余份。二是制作宣传展板{boards}块。
二、党政主要负责人履行推进法治建设第一责任人职责情况
主要负责人带头学习《中华人民共和国宪法》，对重要工作亲自部署。
三、存在的问题
一是普法宣传形式比较单一。二是执法队伍力量薄弱，专业人员偏少。
四、下一步工作打算
（一）创新普法方式，扩大宣传的覆盖面。
（二）加强执法队伍建设，提高办案质量。
"""


def report(number: int, *, learn: int | None = None, extra: str = "") -> str:
    """One report; numbers give different offices, years and figures."""
    issuer = COUNTIES[number % len(COUNTIES)] + ("教育局", "水利局")[number // 6 % 2]
    return (
        _TEXT.format(
            issuer=issuer,
            year=2015 + number // 12 % 10,
            learn=learn if learn is not None else 3 + number,
            train=2 + number,
            materials=100 + 10 * number,
            boards=4 + number,
        )
        + extra
    )


def write_reports(folder: Path, count: int) -> None:
    """So many reports in a folder and a folder within it."""
    (folder / "more").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        place = folder / "more" if number % 3 == 0 else folder
        (place / f"r{number:04d}.txt").write_text(report(number), "utf-8")


def table_bytes(out: Path) -> dict[str, bytes]:
    """All table files of a build."""
    return {p.name: p.read_bytes() for p in sorted((out / "tables").glob("*.parquet"))}
