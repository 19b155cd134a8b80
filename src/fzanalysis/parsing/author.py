"""A name with the place that it belongs to: completed, narrowed down, of a township or a zone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fzanalysis.catalogue.bureaus import same_office
from fzanalysis.catalogue.divisions import Division, load
from fzanalysis.catalogue.townships import counties_of
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import Mention
from fzanalysis.parsing.opening import self_word
from fzanalysis.parsing.surroundings import shared_above
from fzanalysis.parsing.townships import (
    branch_place,
    new_area,
    place_above,
    with_body,
    zone_city,
    zone_name,
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer with its place and the evidence for both.

    Attributes:
        name: full name as far as the text gives it; None if it gives none.
        division: the lowest division of the place; None if unknown or ambiguous.
        region: name of the place; filled even where the division is ambiguous.
        candidates: the divisions it may be.
        evidence: what spoke for it, one phrase each.
        above: the city or province that is known where the place itself is not.
    """

    name: str | None
    region: str | None
    division: Division | None
    candidates: tuple[Division, ...]
    evidence: tuple[str, ...]
    above: tuple[Division, ...] = ()


def completed(name: str, mentions: Sequence[Mention]) -> Issuer:
    """区科技局 with the district that the documents it cites belong to."""
    name = re.sub(r"^中共", "", name)
    if town := re.match(r"(?P<n>[\u4e00-\u9fff]{2,5}(?:镇|乡|街道))(?:人民政府|办事处)?$", name):
        return of_township(town.group("n"), mentions)
    if zone_city(name) is not None:
        return _zone(name)
    match = re.match(r"(?P<level>自治区|[省市区县旗州])?(?P<office>.+)", name)
    level = match.group("level") or "" if match else ""
    office = match.group("office") if match else name
    if level and not office:
        level, office = "", name
    mentions = [m for m in mentions if m.where != "partner"]
    fitting = [m for m in mentions if not level or m.match.name.endswith(level)]
    same = [m for m in fitting if m.office and same_office(m.office, office)]
    if same:
        best = max(same, key=lambda m: (m.weight, len(m.name + m.office)))
        return placed(
            best.name + _longer(best.office, office), best, mentions, "title and " + best.where
        )
    if fitting:
        places: Counter[str] = Counter()
        for m in fitting:
            places[m.match.name] += m.weight  # type: ignore[assignment]
        place = places.most_common(1)[0][0]
        best = max((m for m in fitting if m.match.name == place), key=lambda m: len(m.name))
        return placed(place + office, best, mentions, "title and places named")
    return _zone(name)


def _zone(name: str) -> Issuer:
    """襄阳高新区管委会: a development zone belongs to the city it is named after."""
    city = zone_city(name)
    if city is None:
        return Issuer(name, zone_name(name), None, (), ("title",), new_area(name))
    return Issuer(name, city.name, city, (city,), ("title",))


def _longer(a: str, b: str) -> str:
    return a if len(a) >= len(b) else b


_DEPTH = {"province": 0, "city": 1, "county": 2}


def from_title(name: str, mentions: Sequence[Mention], folded: str, front: Front) -> Issuer:
    """A title names the issuer in full: its place is the lowest division that it names.

    Of joint issuers (Party committee and bureau) the last one speaks.
    """
    pieces = [p for p in re.split(r"[ 、,]+", name) if len(p) >= 3]
    whole = [p for p in pieces if names_a_place(p)]
    name = whole[-1] if whole else name
    in_title = [m for m in mentions if m.where == "title" and m.match.name in name]
    if not in_title:
        best = max(mentions, key=lambda m: m.weight)
        return from_mention(best, mentions, self_word(folded, front))
    best = max(in_title, key=lambda m: (_DEPTH[m.match.candidates[0].level], m.start))
    if name.endswith(best.match.name):
        return from_mention(best, mentions, self_word(folded, front))
    if (branch := branch_place(name, best.match.candidates)) is not None:
        return Issuer(name, branch.name, branch, (branch,), (f"{name}: title",))
    return placed(name, best, mentions, "title")


def from_mention(best: Mention, mentions: Sequence[Mention], word: str) -> Issuer:
    """The issuer that a mention names; ``word`` is what the author calls itself."""
    office = best.office
    if not office and word in ("县", "市", "区", "州", "旗", "省", "盟", ""):
        office = "行政公署" if best.match.name.endswith(("地区", "盟")) else "人民政府"
    if not office and word:
        like = [
            m.office
            for m in mentions
            if m.office.endswith(word) and m.match.name == best.match.name
        ]
        office = max(like, key=len) if like else ""
    name = best.name + office if office else None
    return placed(name, best, mentions, best.where)


def placed(name: str | None, best: Mention, mentions: Sequence[Mention], where: str) -> Issuer:
    """A name with the place of the mention that it was found by."""
    candidates = best.match.candidates
    if name and re.search(r"[镇乡]$", name):
        name += "人民政府"
    elif name and name.endswith("街道"):
        name += "办事处"
    if name:
        name = re.sub(r"(?<=[省市县区旗州盟])政府$", "人民政府", name)
    if len(candidates) > 1:
        candidates = _narrowed(candidates, mentions)
    division = candidates[0] if len(candidates) == 1 else None
    region = (candidates if best.match.is_short else best.match.candidates)[0].name
    evidence = (f"{best.name}{best.office}: {where}",)
    return Issuer(name, region, division, tuple(candidates), evidence)


def _narrowed(
    candidates: tuple[Division, ...], mentions: Sequence[Mention]
) -> tuple[Division, ...]:
    """Which of several places of one name: the one whose city or province the text names."""
    named = {d.code for m in mentions for d in m.match.candidates if d.level != "county"}
    divisions = load()
    same = [
        m.match.candidates
        for m in mentions
        if len(m.match.candidates) < len(candidates) and set(m.match.candidates) <= set(candidates)
    ]
    if same:
        return min(same, key=len)
    fitting = [d for d in candidates if any(p.code in named for p in divisions.parents(d))]
    fitting = fitting or list(candidates)
    newest = {(d.code[:4], d.name): d for d in sorted(fitting, key=lambda d: d.to_year or 9999)}
    return tuple(sorted(newest.values(), key=lambda d: -(d.to_year or 9999)))


def of_township(name: str, mentions: Sequence[Mention]) -> Issuer:
    """A township with the county that it lies in, by the text or by the list of townships."""
    above = place_above(mentions)
    if above is not None:
        name = above.name + with_body(name).removeprefix(above.match.name)
        return placed(name, above, mentions, "township named in the text")
    evidence = (f"{name}: named in the text",)
    counties = counties_of(name)
    if len(counties) == 1:
        return Issuer(with_body(name), counties[0].name, counties[0], counties, evidence)
    return Issuer(with_body(name), name, None, counties, evidence, shared_above(mentions))


@lru_cache(maxsize=1024)
def names_a_place(name: str) -> bool:
    """Whether a division stands within a name."""
    return bool(load().find(name))
