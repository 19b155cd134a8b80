"""Who issued a report, and where: every name of an office in the text is weighed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fzanalysis.catalogue.divisions import Match, load
from fzanalysis.parsing.author import (
    Issuer,
    completed,
    from_mention,
    from_title,
    names_a_place,
    of_township,
    placed,
)
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
from fzanalysis.parsing.settling import settled
from fzanalysis.parsing.surroundings import (
    fits_level,
    own_places,
    place_by_short,
)
from fzanalysis.parsing.title_office import is_ministry, title_office
from fzanalysis.parsing.townships import township_named

_OTHER = re.compile(r"(?:人民法院|检察院|中级法院|司法局)$")


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
    return settled(found, folded, own)


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
        return from_mention(place, mentions, title_name[-1])
    if title_name and mentions and _has_division(title_name):
        return from_title(title_name, mentions, folded, front)
    word = self_word(folded, front)
    level = level_word(folded, front) if word in BUREAU_WORDS else word
    level = level or whole_place(folded, front)
    bare = None if title_name else bare_office(folded, front)
    if bare and bare[0] in "省市区县旗州":
        level = bare[0]
    local = [m for m in own if fits_level(m, level)]
    if title_name:
        return completed(title_name, mentions or local)
    weak = max((m.weight for m in mentions), default=0.0) < _CLEAR
    # A subdistrict too may call itself 本单位.
    office_speaks = word in BUREAU_WORDS and word != "单位"
    town = None if office_speaks or bare else township_named(folded, front, word, weak)
    if town is not None:
        return of_township(town, mentions)
    if weak:
        mentions = mentions + local
    # 2023年,某市文旅局在…: who opens the report speaks, however often places are named below.
    opens = [m for m in mentions if m.office and m.where == "opening words"]
    best = _best(opens or mentions, word) if mentions else None
    if bare and not (best and best.office and best.weight >= _CLEAR):
        return completed(bare, mentions)
    if best is None:
        return _unknown_place(folded, front) or _without_place(folded, front, word, level)
    if word in BUREAU_WORDS and best.office.endswith("政府"):
        best = replace(best, office="")  # the site's own name; no government says 我局
    word = word or whole_place(folded, front)
    if word in ("县", "区", "旗") and best.match.candidates[0].level != "county":
        # 我区 is none of the cities that it names.
        county = place_by_short(folded, word, best.match.candidates)
        if county is not None:
            why = (f"{county.name}: named in short",)
            return Issuer(county.name + "人民政府", county.name, county, (county,), why)
    own_group = [
        m
        for m in mentions
        if m.where in ("leading group", "signature")
        and m.match.name == best.match.name
        and m.office.endswith(word or "-")
    ]
    if not best.office and own_group:
        return from_mention(max(own_group, key=lambda m: m.weight), mentions, word)
    if not best.office and (office := office_by_field(folded, front, word)):
        return placed(best.name + office, best, mentions, f"{best.where}, field of work")
    return from_mention(best, mentions, word)


def _unknown_place(folded: str, front: Front) -> Issuer | None:
    unknown = _UNKNOWN_PLACE.search(folded[front.body_start : front.body_start + 400])
    if not unknown:
        return None
    place, name = unknown.group("place"), unknown.group("name")
    return Issuer(name, place, None, (), (f"{name}: opening words",))


def _without_place(folded: str, front: Front, word: str, level: str) -> Issuer:
    """我局 in 区委、区政府领导下, with a field of its own: 区市场监督管理局."""
    office = office_by_field(folded, front, word) if level and word in BUREAU_WORDS else None
    if office is None:
        return Issuer(None, None, None, (), ())
    return Issuer(level + office, None, None, (), ("field of work",))


def _has_division(name: str) -> bool:
    """Whether a title's office names its place: 市教育局 does not, 市中区教育局 does."""
    if re.match(r"[省市县区旗州]", name):
        return any(m.start == 0 for m in load().find(name))
    return names_a_place(name)


# A place that no list of divisions has (a new one, a zone): named with its office all the same.
_UNKNOWN_PLACE = re.compile(
    rf"(?:^|[\n,。由度年])(?P<name>(?P<place>(?![全各本我该按照据在经由])(?!自治)(?:(?!委)[\u4e00-\u9fff]){{2,3}}[县区市旗])(?![委级直内在以按]){OFFICE_WORDS})"
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
