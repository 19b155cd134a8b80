"""Realistic reports in any number, each with the truth of what a reader must find in it.

Nothing in them is copied: sentences are put together from ``templates.toml``, figures are drawn.
The same seed and number give the same report on every machine.

    python benchmarks/generator.py 1000 FOLDER        writes FOLDER/*.txt and FOLDER.truth.jsonl
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

YEARS = range(2018, 2026)
BUREAUS = (
    "科学技术局", "教育局", "司法局", "市场监督管理局", "农业农村局", "交通运输局", "应急管理局",
    "民政局", "财政局", "水利局", "文化和旅游局", "人力资源和社会保障局",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"
_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Figure:
    """One figure as it must be found: value and bounds in the base unit, catalogue code."""

    code: str
    value: float
    lower: float | None
    upper: float | None
    bound: str
    unit: str


@dataclass(frozen=True)
class Report:
    """One generated report with its truth."""

    name: str
    text: str
    encoding: str
    issuer: str
    region: str
    year: int
    published_on: str | None
    figures: tuple[Figure, ...]
    problems: int
    plans: int

    def truth(self) -> dict[str, Any]:
        """All but the text."""
        return {k: v for k, v in asdict(self).items() if k != "text"}


def make_report(number: int, seed: int = 7) -> Report:
    """The report of a number; reports of 12 bureaus and 8 years of one county follow each other.

    >>> report = make_report(5)
    >>> report == make_report(5), 1500 < len(report.text) < 4000, len(report.figures) > 10
    (True, True, True)
    """
    rng = random.Random(f"{seed}/{number}")
    county = _counties()[number // (len(BUREAUS) * len(YEARS)) % len(_counties())]
    bureau = BUREAUS[number % len(BUREAUS)]
    year = YEARS[number // len(BUREAUS) % len(YEARS)]
    return _Writer(rng, f"{county}{bureau}", county, year).report(number)


def make_reports(count: int, first: int = 0, seed: int = 7) -> Iterator[Report]:
    """So many reports, one after the other."""
    for number in range(first, first + count):
        yield make_report(number, seed)


def write_reports(folder: Path, count: int, seed: int = 7) -> Path:
    """Write reports as files, a folder for every 1,000, and their truth beside the folder.

    Returns:
        The file of the truth, a JSON object a line.
    """
    truth = folder.with_name(folder.name + ".truth.jsonl")
    folder.mkdir(parents=True, exist_ok=True)
    with truth.open("w", encoding="utf-8") as stream:
        for number, report in enumerate(make_reports(count, seed=seed)):
            path = folder / f"{number // 1000:04d}" / report.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(report.text.encode(report.encoding))
            line = {**report.truth(), "name": path.relative_to(folder).as_posix()}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return truth


@cache
def _templates() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("templates.toml").read_text("utf-8"))


@cache
def _counties() -> tuple[str, ...]:
    """Counties that exist today and share their name with nothing else, in a mixed order."""
    packed = files("fzanalysis.catalogue").joinpath("data/divisions.tsv.gz").read_bytes()
    rows = list(csv.DictReader(gzip.decompress(packed).decode().splitlines(), delimiter="\t"))
    times = Counter(row["name"] for row in rows)
    found = [
        row["name"]
        for row in rows
        if row["level"] == "county" and row["name"].endswith("县") and len(row["name"]) == 3
        and not row["to_year"] and int(row["from_year"]) <= 2000 and times[row["name"]] == 1
    ]  # fmt: skip
    random.Random(1).shuffle(found)
    return tuple(found)


class _Writer:
    """Writes one report and notes what it put into it."""

    def __init__(self, rng: random.Random, issuer: str, region: str, year: int) -> None:
        self.rng, self.issuer, self.region, self.year = rng, issuer, region, year
        self.figures: list[Figure] = []

    def report(self, number: int) -> Report:
        t = _templates()
        lines = [self.fill(self.rng.choice(t["titles"]))]
        posted = f"{self.year + 1}-0{self.rng.randint(1, 3)}-{self.rng.randint(1, 28):02d}"
        noisy = self.rng.random() < 0.4
        if noisy:
            lines.append(t["noise"].format(posted=posted, issuer=self.issuer))
        lines.append(self.fill(self.rng.choice(t["openings"])))
        lines.append(f"一、{self.heading('measures')}")
        blocks = self.rng.sample(t["block"], k=self.rng.randint(5, 6))
        for place, block in enumerate(blocks):
            lines.append(self.block(block, _ORDINALS[place]))
        lines.append(f"二、{self.heading('first_responsible')}")
        lines.append(self.prose(t["first_responsible"]))
        lines.append(f"三、{self.heading('problems')}")
        problems = self.rng.sample(t["problems"]["items"], k=self.rng.randint(2, 4))
        lead = self.rng.choice(t["problems"]["lead"])
        lines.append(lead + "".join(f"{_ORDINALS[i]}是{p}" for i, p in enumerate(problems)))
        lines.append(f"四、{self.heading('plans')}")
        plans = self.rng.sample(t["plans"]["items"], k=self.rng.randint(2, 5))
        lines += [f"（{_ORDINALS[i]}）{plan}" for i, plan in enumerate(plans)]
        return Report(
            name=f"{self.region}-{self.year}-{number:07d}.txt",
            text="\n".join(lines) + "\n",
            encoding="gb18030" if self.rng.random() < 0.2 else "utf-8",
            issuer=self.issuer,
            region=self.region,
            year=self.year,
            published_on=posted if noisy else None,
            figures=tuple(self.figures),
            problems=len(problems),
            plans=len(plans),
        )

    def heading(self, part: str) -> str:
        return self.fill(self.rng.choice(_templates()["headings"][part]))

    def block(self, block: dict[str, Any], ordinal: str) -> str:
        heading = self.rng.choice(block["headings"])
        sentences = self.sentences(block, common=self.rng.randint(3, 5))
        if self.rng.random() < 0.6:
            return f"（{ordinal}）{heading}。{''.join(sentences)}"
        # As points: a third of the sentences or so begins a new one.
        points = [sentences[i : i + 3] for i in range(0, len(sentences), 3)]
        said = "".join(f"{_ORDINALS[i]}是{''.join(p)}" for i, p in enumerate(points))
        return f"（{ordinal}）{heading}。{said}"

    def prose(self, block: dict[str, Any]) -> str:
        return "".join(self.sentences(block, common=2))

    def sentences(self, block: dict[str, Any], common: int) -> list[str]:
        """Sentences with some figures among them."""
        own = block["prose"]
        sentences = self.rng.sample(own, k=self.rng.randint(len(own) - 2, len(own)))
        sentences += self.rng.sample(_templates()["common"], k=common)
        self.rng.shuffle(sentences)
        chosen = self.rng.sample(block["figures"], k=self.rng.randint(1, len(block["figures"])))
        for figure in chosen:
            sentences.insert(self.rng.randint(1, len(sentences)), figure)
        return [self.fill(s) if isinstance(s, str) else self.figure(s) for s in sentences]

    def fill(self, sentence: str) -> str:
        t = _templates()
        words = {name: self.rng.choice(t[name]) for name in ("a", "b", "c")}
        return sentence.format(
            issuer=self.issuer, year=self.year, next=self.year + 1, n="", **words
        )

    def figure(self, template: dict[str, Any]) -> str:
        value = self.rng.randint(template["low"], template["high"])
        style = self.rng.choice(template["styles"])
        said, value, bound = _said(style, value, template["unit"])
        lower = value if bound in ("exact", "at_least") else None
        upper = value if bound == "exact" else None
        self.figures.append(Figure(template["code"], value, lower, upper, bound, template["unit"]))
        return str(template["text"]).format(n=said)


def _said(style: str, value: int, unit: str) -> tuple[str, float, str]:
    """A value in words, the value that these words give, and its bound.

    >>> _said("odd", 1234, "份"), _said("zh", 12, "次"), _said("wan", 23456, "份")
    (('1230余份', 1230, 'at_least'), ('十二次', 12, 'exact'), ('2.3万份', 23000, 'exact'))
    """
    if style == "zh" and value != 2:
        return f"{_chinese(value)}{unit}", value, "exact"
    if style == "odd" and value >= 20:
        value = value // 10 * 10
        return f"{value}余{unit}", value, "at_least"
    if style == "wan" and value >= 10_000:
        value = value // 1000 * 1000
        return f"{value / 10_000:g}万{unit}", value, "exact"
    if style == "about":
        return f"约{value}{unit}", value, "about"
    if style == "least":
        return f"{value}{unit}以上" if unit == "%" else f"超过{value}{unit}", value, "at_least"
    return f"{value}{unit}", value, "exact"


def _chinese(value: int) -> str:
    """A number below 100 in Chinese.

    >>> [_chinese(n) for n in (3, 10, 12, 40, 75)]
    ['三', '十', '十二', '四十', '七十五']
    """
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def main() -> None:
    """Write reports from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(write_reports(options.folder, options.count, options.seed))


if __name__ == "__main__":
    main()
