"""The place of an issuer once more: which of several of one name, and where an unnamed one lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fzanalysis.catalogue.divisions import Division, load
from fzanalysis.catalogue.townships import county_of_all
from fzanalysis.parsing.author import Issuer
from fzanalysis.parsing.mentions import Mention
from fzanalysis.parsing.surroundings import (
    narrowed_by_text,
    place_by_short,
    province_named,
    shared_above,
)
from fzanalysis.parsing.townships import towns_named


def settled(issuer: Issuer, folded: str, own: Sequence[Mention]) -> Issuer:
    """The issuer with its place chosen among several of one name, or found where none is named.

    Args:
        issuer: as the names of offices give it.
        folded: the folded text.
        own: places that the text calls its own.
    """
    if issuer.division is not None:
        return issuer
    above = issuer.above or shared_above(own) or province_named(folded)
    if len(issuer.candidates) > 1:
        return _chosen(issuer, folded, own, above)
    return (
        _of_province(issuer, above)
        or (None if issuer.region else _of_county(issuer, folded, above))
        or replace(issuer, above=above)
    )


def _chosen(
    issuer: Issuer, folded: str, own: Sequence[Mention], above: Sequence[Division]
) -> Issuer:
    """Which of several places of one name."""
    candidates = issuer.candidates
    if above and re.search(r"[镇乡道]$", issuer.region or ""):
        # The list knows today's townships only: what the text calls its own goes before it.
        codes = {d.code for d in above}
        candidates = tuple(d for d in candidates if codes & {p.code for p in load().parents(d)})
        if not candidates:
            return replace(issuer, candidates=(), above=tuple(above))
    candidates = _coded(candidates, folded) or narrowed_by_text(candidates, folded, own)
    if len(candidates) > 1 and (one := county_of_all(towns_named(folded), candidates)):
        candidates = (one,)
    division = candidates[0] if len(candidates) == 1 else None
    return replace(issuer, candidates=candidates, division=division)


def _of_province(issuer: Issuer, above: Sequence[Division]) -> Issuer | None:
    """省教育厅 with the one province that the text names."""
    level = re.match(r"省|自治区", issuer.name or "")
    provinces = {load().province_of(d) for d in above}
    if issuer.name is None or level is None or len(provinces) != 1:
        return None
    (province,) = provinces
    if not province.name.endswith(level.group()):
        return None
    return _placed_in(issuer, province, issuer.name[level.end() :], "named in the text")


def _of_county(issuer: Issuer, folded: str, above: Sequence[Division]) -> Issuer | None:
    """县教育局, or 我局, with the county whose townships or short name the text names."""
    name = issuer.name or ""
    office = re.sub(r"^[县区市旗]", "", name)
    # 市教育局 speaks of the townships of several counties.
    if not name.startswith(("市", "省", "州")):
        county = county_of_all(towns_named(folded))
        if county is not None:
            return _placed_in(issuer, county, office, "its townships are named")
    level = name[:1]
    place = place_by_short(folded, level, above) if level and level in "县区旗市" else None
    return _placed_in(issuer, place, office, "named in short") if place else None


def _placed_in(issuer: Issuer, place: Division, office: str, why: str) -> Issuer:
    evidence = (*issuer.evidence, f"{place.name}: {why}")
    name = place.name + office if office else None
    return Issuer(name, place.name, place, (place,), evidence)


def _coded(candidates: Sequence[Division], folded: str) -> tuple[Division, ...]:
    """The one of several places whose code stands in the page's index number: 370402/2022-00029."""
    named = [d for d in candidates if d.code in folded[:800]]
    return tuple(named) if len(named) == 1 else ()
