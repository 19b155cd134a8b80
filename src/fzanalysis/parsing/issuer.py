"""Who issued a report, and where: every name of an office in the text is weighed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fzanalysis.catalogue.bureaus import same_office
from fzanalysis.catalogue.divisions import Division, Match, load
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import (
    OFFICE_WORDS,
    Mention,
    find_mentions,
    is_settled,
    signature_mentions,
    stated_mentions,
)
from fzanalysis.parsing.opening import (
    BUREAU_WORDS,
    bare_office,
    level_word,
    office_by_field,
    self_word,
    whole_place,
)
from fzanalysis.parsing.surroundings import (
    fits_level,
    narrowed_by_text,
    own_places,
    province_named,
    shared_above,
)
from fzanalysis.parsing.title_office import is_ministry, title_office
from fzanalysis.parsing.townships import (
    branch_place,
    new_area,
    place_above,
    township_named,
    with_body,
    zone_city,
    zone_name,
)

_OTHER = re.compile(r"(?:人民法院|检察院|中级法院|司法局)$")


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


# A title or an opening that names the issuer settles it; else documents cited later are asked.
_NEAR, _FAR, _CLEAR = 700, 6000, 6.0


def find_issuer(folded: str, front: Front, source: str | None) -> Issuer:
    """Weigh all names of offices and places in a text.

    Args:
        folded: the folded text.
        front: what stands before the body.
        source: who posted the page, by the page itself; weak evidence.
    """
    mentions = list(find_mentions(folded, front, front.body_start))
    if not is_settled(mentions):
        near = front.body_start + _NEAR
        signed = list(signature_mentions(folded, front, near))
        mentions = [*find_mentions(folded, front, near), *signed]
        if max((m.weight for m in mentions), default=0.0) < _CLEAR:
            signed = signed if len(folded) > _FAR else []
            mentions = [*find_mentions(folded, front, _FAR), *signed]
    own = [] if is_settled(mentions) else own_places(folded, front)
    found = _decide(folded, front, source, mentions, own)
    return _settled(found, folded, own)


def _decide(
    folded: str, front: Front, source: str | None, mentions: list[Mention], own: list[Mention]
) -> Issuer:
    """The title decides; without one the opening, then the documents that the text cites."""
    title_name = title_office(front.title.of(folded).replace("\n", ""))
    if not mentions and source:
        mentions = list(stated_mentions(source))
    if title_name and is_ministry(title_name):
        return Issuer(title_name, None, None, (), ("title",))
    if title_name and (named := load().named(title_name)):
        # 岷县: two characters are no place in running text, but they are one alone in a title.
        match = Match(front.title.start, front.title.start, title_name, named, False)
        place = Mention(match, match.start, title_name, "", 12.0, "title")
        return _from_mention(place, mentions, title_name[-1])
    if title_name and mentions and _has_division(title_name):
        return _from_title(title_name, mentions, folded, front)
    word = self_word(folded, front)
    level = level_word(folded, front) if word in BUREAU_WORDS else word
    level = level or whole_place(folded, front)
    bare = None if title_name else bare_office(folded, front)
    if bare and bare[0] in "省市区县旗州":
        level = bare[0]
    local = [m for m in own if fits_level(m, level)]
    if title_name:
        return _completed(title_name, mentions or local)
    weak = max((m.weight for m in mentions), default=0.0) < _CLEAR
    # A subdistrict too may call itself 本单位.
    office_speaks = word in BUREAU_WORDS and word != "单位"
    town = None if office_speaks else township_named(folded, front, word, weak)
    if town is not None:
        return _township(town, mentions)
    if weak:
        mentions = mentions + local
    best = _best(mentions, word) if mentions else None
    if bare and not (best and best.office and best.weight >= _CLEAR):
        return _completed(bare, mentions)
    if best is None:
        return _unknown_place(folded, front) or Issuer(None, None, None, (), ())
    if word in BUREAU_WORDS and best.office.endswith("政府"):
        best = replace(best, office="")  # the site's own name; no government says 我局
    word = word or whole_place(folded, front)
    if not best.office and (office := office_by_field(folded, front, word)):
        return _issuer(best.name + office, best, mentions, f"{best.where}, field of work")
    return _from_mention(best, mentions, word)


def _settled(issuer: Issuer, folded: str, own: Sequence[Mention]) -> Issuer:
    """The place once more: which of several of one name, and what lies above an unknown one."""
    if len(issuer.candidates) > 1:
        candidates = narrowed_by_text(issuer.candidates, folded, own)
        division = candidates[0] if len(candidates) == 1 else None
        return replace(issuer, candidates=candidates, division=division)
    if issuer.division is None and not issuer.above:
        return replace(issuer, above=shared_above(own) or province_named(folded))
    return issuer


def _township(name: str, mentions: Sequence[Mention]) -> Issuer:
    """A township with the county that it lies in, if the text names one."""
    above = place_above(mentions)
    if above is not None:
        name = above.name + with_body(name).removeprefix(above.match.name)
        return _issuer(name, above, mentions, "township named in the text")
    evidence = (f"{name}: named in the text",)
    return Issuer(with_body(name), name, None, (), evidence, shared_above(mentions))


def _unknown_place(folded: str, front: Front) -> Issuer | None:
    unknown = _UNKNOWN_PLACE.search(folded[front.body_start : front.body_start + 400])
    if not unknown:
        return None
    place, name = unknown.group("place"), unknown.group("name")
    return Issuer(name, place, None, (), (f"{name}: opening words",))


def _has_division(name: str) -> bool:
    return not re.match(r"[省市区县旗州]", name) and _names_a_place(name)


@lru_cache(maxsize=1024)
def _names_a_place(name: str) -> bool:
    return bool(load().find(name))


# A place that no list of divisions has (a new one, a zone): named with its office all the same.
_UNKNOWN_PLACE = re.compile(
    rf"(?:^|[\n,。由度年])(?P<name>(?P<place>(?![全各本我该])[\u4e00-\u9fff]{{2,3}}[县区市旗])(?![委级直内在以按]){OFFICE_WORDS})"
)


def _best(mentions: Sequence[Mention], self_word: str) -> Mention:
    totals: Counter[tuple[str, str]] = Counter()
    for m in mentions:
        key = (m.match.name, m.office)
        totals[key] += m.weight  # type: ignore[assignment]

    def score(m: Mention) -> float:
        fits = _fits_self(m, self_word)
        penalty = 0.3 if _OTHER.search(m.office) and self_word not in ("局",) else 1.0
        same_place = sum(w for (name, _), w in totals.items() if name == m.match.name)
        level = {"province": 0.35, "city": 0.8}.get(m.match.candidates[0].level, 1.0)
        if self_word == "省":  # 我省: a county that it praises is not the author
            level = 1.0 if m.match.candidates[0].level == "province" else 0.05
        return (totals[(m.match.name, m.office)] + 0.3 * same_place) * fits * penalty * level + (
            0.5 if m.office else 0
        )

    return max(mentions, key=score)


def _fits_self(m: Mention, self_word: str) -> float:
    """我局 wants an office that ends in 局; 我县 wants the county itself."""
    if not self_word:
        return 1.0
    if self_word in "县市区州旗镇乡省盟" or self_word == "街道":
        if m.office and not re.search(r"政府|镇|乡|街道", m.office):
            return 0.3
        return 1.5 if m.match.name.endswith(self_word) or m.office.endswith(self_word) else 0.8
    if not m.office:
        return 0.4
    return 1.5 if m.office.endswith(self_word) or m.office.endswith(self_word + "员会") else 0.5


def _completed(name: str, mentions: Sequence[Mention]) -> Issuer:
    """区科技局 with the district that the documents it cites belong to."""
    name = re.sub(r"^中共", "", name)
    if town := re.match(r"(?P<n>[\u4e00-\u9fff]{2,5}(?:镇|乡|街道))(?:人民政府|办事处)?$", name):
        return _township(town.group("n"), mentions)
    if zone_city(name) is not None:
        return _zone(name)
    match = re.match(r"(?P<level>[省市区县旗州])?(?P<office>.+)", name)
    level = match.group("level") or "" if match else ""
    office = match.group("office") if match else name
    if level and not office:
        level, office = "", name
    fitting = [m for m in mentions if not level or m.match.name.endswith(level)]
    same = [m for m in fitting if m.office and same_office(m.office, office)]
    if same:
        best = max(same, key=lambda m: (m.weight, len(m.name + m.office)))
        return _issuer(
            best.name + _longer(best.office, office), best, mentions, "title and " + best.where
        )
    if fitting:
        places: Counter[str] = Counter()
        for m in fitting:
            places[m.match.name] += m.weight  # type: ignore[assignment]
        place = places.most_common(1)[0][0]
        best = max((m for m in fitting if m.match.name == place), key=lambda m: len(m.name))
        return _issuer(place + office, best, mentions, "title and places named")
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


def _from_title(name: str, mentions: Sequence[Mention], folded: str, front: Front) -> Issuer:
    """A title names the issuer in full: its place is the lowest division that it names.

    Of joint issuers (Party committee and bureau) the last one speaks.
    """
    pieces = [p for p in re.split(r"[ 、,]+", name) if len(p) >= 3]
    whole = [p for p in pieces if _names_a_place(p)]
    name = whole[-1] if whole else name
    in_title = [m for m in mentions if m.where == "title" and m.match.name in name]
    if not in_title:
        best = max(mentions, key=lambda m: m.weight)
        return _from_mention(best, mentions, self_word(folded, front))
    best = max(in_title, key=lambda m: (_DEPTH[m.match.candidates[0].level], m.start))
    if name.endswith(best.match.name):
        return _from_mention(best, mentions, self_word(folded, front))
    if (branch := branch_place(name, best.match.candidates)) is not None:
        return Issuer(name, branch.name, branch, (branch,), (f"{name}: title",))
    return _issuer(name, best, mentions, "title")


def _from_mention(best: Mention, mentions: Sequence[Mention], self_word: str) -> Issuer:
    office = best.office
    if not office and self_word in ("县", "市", "区", "州", "旗", "省", "盟", ""):
        office = "行政公署" if best.match.name.endswith(("地区", "盟")) else "人民政府"
    if not office and self_word:
        like = [
            m.office
            for m in mentions
            if m.office.endswith(self_word) and m.match.name == best.match.name
        ]
        office = max(like, key=len) if like else ""
    name = best.name + office if office else None
    return _issuer(name, best, mentions, best.where)


def _issuer(name: str | None, best: Mention, mentions: Sequence[Mention], where: str) -> Issuer:
    candidates = best.match.candidates
    if name and re.search(r"[镇乡]$", name):
        name += "人民政府"
    elif name and name.endswith("街道"):
        name += "办事处"
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
    return tuple(newest.values())
