"""Who issued a report, and where: every name of an office in the text is weighed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fzanalysis.catalogue.bureaus import bureau_type, same_office
from fzanalysis.catalogue.divisions import Division, load
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import (
    OFFICE_WORDS,
    Mention,
    find_mentions,
    is_settled,
    stated_mentions,
)

_BARE_TITLE_OFFICE = re.compile(rf"(?P<level>[省市区县旗州镇乡])?(?P<office>{OFFICE_WORDS})")
_TITLE_CUT = re.compile(
    r"关于|20[012]\d|二零[一二]|法治|依法行政|依法治|法制|年度|的报告|推进|落实|履行|全面|深入|开展|普法"
)
_SELF = re.compile(r"我(?P<w>局|委|厅|办|县|市|区|州|旗|镇|乡|街道|院|中心|省|盟)")
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
    """

    name: str | None
    region: str | None
    division: Division | None
    candidates: tuple[Division, ...]
    evidence: tuple[str, ...]


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
        mentions = list(find_mentions(folded, front, front.body_start + _NEAR))
    if max((m.weight for m in mentions), default=0.0) < _CLEAR:
        mentions = list(find_mentions(folded, front, _FAR))
    title_name = _title_office(front.title.of(folded).replace("\n", ""))
    own = _SELF.search(folded, front.body_start)
    self_word = own.group("w") if own else ""
    if not mentions and source:
        mentions = list(stated_mentions(source))
    if title_name and _MINISTRY.match(title_name + "关于"):
        return Issuer(title_name, None, None, (), ("title",))
    if title_name and not _has_division(title_name):
        return _completed(title_name, mentions)
    weak = max((m.weight for m in mentions), default=0.0) < _CLEAR
    if not title_name and (self_word in ("镇", "乡", "街道") or weak):
        town = _township(folded, mentions)
        if town is not None:
            return town
    if not mentions and not title_name:
        unknown = _UNKNOWN_PLACE.search(folded[front.body_start : front.body_start + 400])
        if unknown:
            place, name = unknown.group("place"), unknown.group("name")
            return Issuer(name, place, None, (), (f"{name}: opening words",))
    if not mentions:
        return Issuer(title_name, None, None, (), ("title",) if title_name else ())
    if not title_name:
        bare = _bare_office(folded, front)
        best = _best(mentions, self_word)
        if bare and not best.office:
            return _completed(bare, mentions)
        return _from_mention(best, mentions, self_word)
    return _from_title(title_name, mentions, self_word)


_TOWNSHIP = re.compile(
    r"(?<![\u4e00-\u9fff])(?:在|是|由|对|经|全|本|我)?(?P<n>[\u4e00-\u9fff]{2,4}(?:镇|乡|街道))"
    r"(?=[\u4e00-\u9fff])(?![长村级干民镇领直])"
    r"|(?:[县区市旗])(?P<m>[\u4e00-\u9fff]{2,4}(?:镇|乡|街道))(?=人民政府|政府|办事处|党)"
)
_NO_TOWNSHIP = re.compile(
    r"[各全本我该两多乡城集村县在和的以为由与及向到从对调]|(?:乡镇|街镇|镇街)"
)


def _township(folded: str, mentions: Sequence[Mention]) -> Issuer | None:
    """A township that the text names oftenest; townships are in no list of divisions here."""
    names: Counter[str] = Counter()
    for match in _TOWNSHIP.finditer(folded[:4000]):
        name = re.sub(r"^中共", "", match.group("n") or match.group("m"))
        if not _NO_TOWNSHIP.search(name[:-1]):
            names[name] += 1
    named = [m for m in mentions if re.search(r"(?:镇|乡|街道)", m.office)]
    if named or not names:
        return None
    name = names.most_common(1)[0][0]
    office = name + ("办事处" if name.endswith("街道") else "人民政府")
    above = max(mentions, key=lambda m: m.weight, default=None)
    if above is None:
        return Issuer(office, name, None, (), (f"{office}: named in the text",))
    return _issuer(above.name + office, above, mentions, "township named in the text")


_MINISTRY = re.compile(
    r"^(?:国家[\u4e00-\u9fff]{2,8}(?:总?局|委员会|委)|[\u4e00-\u9fff]{2,8}部)(?=关于|20[012]\d|法治|年度)"
)


def _title_office(title: str) -> str | None:
    """The office in a title: what stands before 关于, a year or 法治, or between them."""
    if not title:
        return None
    pieces = [p.strip(" (),、:《》的“”-") for p in _TITLE_CUT.split(title)]
    ministry = _MINISTRY.search(title)
    if ministry:
        return ministry.group()
    for piece in pieces:
        piece = re.sub(r"^(?:年度?|印发|报送|呈报|上报)", "", piece).strip("《“”: ")
        offices = _BARE_TITLE_OFFICE.finditer(piece)
        match = max(offices, key=lambda m: m.start(), default=None)
        if match and match.end() >= len(piece) - 2 and len(piece) >= 3:
            return _without_party(piece[: match.end()])
        if piece and load().named(piece):
            return piece
    return None


def _without_party(name: str) -> str:
    """中共某市交通局党组 speaks for the bureau; 中共某县委员会 is a body of its own."""
    return name if name.endswith(("委", "委员会")) else re.sub(r"^中共", "", name)


def _has_division(name: str) -> bool:
    return bool(load().find(name)) and not re.match(r"[省市区县旗州]", name)


# A place that no list of divisions has (a new one, a zone): named with its office all the same.
_UNKNOWN_PLACE = re.compile(
    rf"(?:^|[\n,。由度年])(?P<name>(?P<place>[\u4e00-\u9fff]{{2,3}}[县区市旗])(?!委|级|直|内){OFFICE_WORDS})"
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


def _bare_office(folded: str, front: Front) -> str | None:
    """县教育局 or 市科技局 without the place's name, in the opening or before 领导小组."""
    head = folded[front.body_start : front.body_start + 400]
    match = re.search(
        rf"(?:^|[\n,。]|20\d\d年(?:度)?,?)(?P<n>[市区县旗州](?!委|政府|级|直|人大|政协|内|域|里){OFFICE_WORDS})",
        head,
    )
    return match.group("n") if match and bureau_type(match.group("n")) else None


def _completed(name: str, mentions: Sequence[Mention]) -> Issuer:
    """区科技局 with the district that the documents it cites belong to."""
    name = re.sub(r"^中共", "", name)
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
    town = re.match(r"(?P<n>[\u4e00-\u9fff]{2,5}(?:镇|乡|街道))(?:人民政府|办事处)?$", office)
    if town:
        place = town.group("n")
        suffix = "办事处" if place.endswith("街道") else "人民政府"
        return Issuer(place + suffix, place, None, (), ("title",))
    return _zone(name) or Issuer(name, None, None, (), ("title",))


_ZONE = re.compile(
    r"^(?P<n>[\u4e00-\u9fff]{2,4}?)(?:市)?(?:高新|经开|经济技术|经济开发|国家级|综合保税|工业园|产业)"
)


def _zone(name: str) -> Issuer | None:
    """襄阳高新区管委会: a development zone belongs to the city it is named after."""
    match = _ZONE.match(name)
    found = load().short(match.group("n")) if match else ()
    cities = [d for d in found if d.level == "city"] or list(found)
    if len(cities) != 1:
        return None
    return Issuer(name, cities[0].name, cities[0], (cities[0],), ("title",))


def _longer(a: str, b: str) -> str:
    return a if len(a) >= len(b) else b


_DEPTH = {"province": 0, "city": 1, "county": 2}


def _from_title(name: str, mentions: Sequence[Mention], self_word: str) -> Issuer:
    """A title names the issuer in full: its place is the lowest division that it names.

    Of joint issuers (Party committee and bureau) the last one speaks.
    """
    pieces = [p for p in re.split(r"[ 、,]+", name) if len(p) >= 3]
    whole = [p for p in pieces if load().find(p)]
    name = whole[-1] if whole else name
    in_title = [m for m in mentions if m.where == "title" and m.match.name in name]
    if not in_title:
        return _from_mention(max(mentions, key=lambda m: m.weight), mentions, self_word)
    best = max(in_title, key=lambda m: (_DEPTH[m.match.candidates[0].level], m.start))
    if name.endswith(best.match.name):
        return _from_mention(best, mentions, self_word)
    return _issuer(name, best, mentions, "title")


def _from_mention(best: Mention, mentions: Sequence[Mention], self_word: str) -> Issuer:
    office = best.office
    if not office and self_word in ("县", "市", "区", "州", "旗", "省", "盟", ""):
        office = "人民政府"
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
