"""Who, where, when: the identity of a report, with the evidence for each part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fzanalysis.catalogue.bureaus import bureau_type
from fzanalysis.catalogue.divisions import Division, load
from fzanalysis.document import Document
from fzanalysis.parsing.dates import find_published, find_year
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.issuer import find_issuer

_TITLE_BREAK = re.compile(r"[ ]*\n+[ ]*")


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a report beside its content; None where the text does not say."""

    title: str | None
    issuer: str | None
    region: str | None
    city: str | None
    province: str | None
    division_code: str | None
    level: str | None
    bureau_type: str | None
    year: int | None
    published_on: date | None
    evidence: tuple[str, ...]
    warnings: tuple[str, ...]


def find_identity(document: Document, folded: str, front: Front) -> Identity:
    """The identity of a report from its title, body, page lines and cited documents.

    Args:
        document: the document; what its page says of itself is weak evidence for the issuer and
            strong evidence for the day of publication.
        folded: its folded text.
        front: what stands before the body.
    """
    day, _, day_why = find_published(folded, front, document.fields.get("published_on"))
    year, year_why = find_year(folded, front, day)
    issuer = find_issuer(folded, front, document.fields.get("source"))
    warnings = []
    division = issuer.division
    if len(issuer.candidates) > 1:
        places = "、".join(
            "".join(p.name for p in reversed(load().parents(d))) for d in issuer.candidates[:6]
        )
        warnings.append(
            f"region ambiguous: {issuer.region} is in {places}; state it in sources.csv"
        )
    if issuer.name and division is None and re.search(r"[镇乡]$|街道$", issuer.region or ""):
        warnings.append(f"the county of {issuer.region} is not named; state it in sources.csv")
    if year is None:
        warnings.append("year not found; state it in sources.csv")
    if issuer.name is None:
        warnings.append("issuer not found; state it in sources.csv")
    title = _TITLE_BREAK.sub("", front.title.of(document.text).strip()) or document.fields.get(
        "title"
    )
    evidence = [f"issuer {w}" for w in issuer.evidence] + [f"year {w}" for w in year_why[:3]]
    if day:
        evidence.append(f"published_on {day}: {day_why}")
    code = division.code if division else None
    around = _above(division, issuer.candidates or issuer.above)
    return Identity(
        title, issuer.name, issuer.region, *around, code,
        _level(issuer.name, division, issuer.region), bureau_type(issuer.name or ""), year, day,
        tuple(evidence), tuple(warnings),
    )  # fmt: skip


def _above(
    division: Division | None, candidates: tuple[Division, ...]
) -> tuple[str | None, str | None]:
    """City and province: of the division, or what all candidates share."""
    divisions = load()
    chosen = (division,) if division else candidates
    cities = {(c.name if (c := divisions.city_of(d)) else None) for d in chosen}
    provinces = {divisions.province_of(d).name for d in chosen}
    return (
        cities.pop() if len(cities) == 1 else None,
        provinces.pop() if len(provinces) == 1 else None,
    )


def _level(issuer: str | None, division: Division | None, region: str | None) -> str | None:
    """county, district, city, province, township, subdistrict or state."""
    if issuer and re.search(r"街道(?:办事处|办)?$", issuer):
        return "subdistrict"
    if issuer and re.search(r"(?:镇|乡)(?:人民政府|政府)?$", issuer):
        return "township"
    if division is None:
        name = region or ""
        return {"区": "district", "县": "county", "旗": "county"}.get(name[-1:])
    if division.level == "county":
        return "district" if division.name.endswith("区") else "county"
    return division.level
