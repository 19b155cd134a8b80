"""Every division that a text names, with the office behind it and what the place says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fzanalysis.catalogue.bureaus import is_known
from fzanalysis.catalogue.divisions import Match, load
from fzanalysis.parsing.front import Front

OFFICE_WORDS = (
    r"(?:[\u4e00-\u9fff、]{1,16}?(?:局|厅|委员会|委(?![会托员书组派任属任])|办公室|办事处|管委会|中心|支队|大队|分局|总队|银行|法院|检察院|总站|公司|学校|医院|行政公署|(?<![直各关级府])部门)"
    r"|(?:[\u4e00-\u9fff]{1,6}(?:镇|乡|街道))?(?:人民政府|政府(?!信息|职能|网|建设|投资|采购|部门|性|系统|工作|常务|立法|主导|购买))(?:办公室)?|[\u4e00-\u9fff]{1,6}街道办事处|[\u4e00-\u9fff]{1,5}(?:镇|乡|街道)(?=[\u4e00-\u9fff]|$)|区委会)"
)
_AFTER_DIVISION = re.compile(OFFICE_WORDS)
_LEADING_GROUP = re.compile(
    r"(?P<n>[\u4e00-\u9fff]{2,24}?)(?:法治|依法行政|普法|全面依法)[\u4e00-\u9fff]{0,14}领导小组"
)
# What an author does in an opening: 市水务局坚持…, 区司法局在区委领导下….
VERB = (
    r"(?:党组|党委|党工委|领导班子)?(?:[、,]办事处)?(?:坚持|认真|深入|全面|始终|高度|紧紧|紧扣|严格|积极|切实|学习|学深"
    r"|贯彻|落实|以|用|按|照|围绕|在|牢固|持续|不断|扎实|依法|大力|着力|聚焦|把|将|对照|对标|立足|充分|进一步|统筹|根据|结合)"
)
_NOT_ISSUER = re.compile(
    r"(?:来源|发文机关|责任单位|报送|抄送|主办|承办|地址|住址|版权所有)[:\s]*$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A division with the office that follows it, if any."""

    match: Match
    start: int
    name: str
    office: str
    weight: float
    where: str


def is_settled(mentions: Sequence[Mention]) -> bool:
    """Whether the title alone names an office of one certain place."""
    titled = [m for m in mentions if m.where == "title"]
    return any(m.office and len(m.match.candidates) == 1 for m in titled)


def find_mentions(folded: str, front: Front, reach: int) -> Iterator[Mention]:
    """All mentions in the first ``reach`` characters, in reading order."""
    text = folded[:reach]
    matches = load().find(text)
    previous_end, chain_start = -1, 0
    for i, match in enumerate(matches):
        if match.start != previous_end:
            above = _ABOVE.search(text, max(0, match.start - 12), match.start)
            chain_start = above.start() if above else match.start
        previous_end = match.end
        if i + 1 < len(matches) and matches[i + 1].start == match.end:
            continue
        yield _mention(text, front, match, chain_start)


def signature_mentions(folded: str, front: Front, reach: int) -> Iterator[Mention]:
    """All mentions in the signature of a text that is longer than ``reach``."""
    if len(folded) > reach:
        tail = folded[-200:]
        for match in load().find(tail):
            yield _mention(tail, front, match, match.start, signature=True)


_ABOVE = re.compile(r"国家[\u4e00-\u9fff]{2,6}(?:总局|局)$")


_OPENING = re.compile(r"(?:^|\n|20\d\d年(?:度)?(?:以来|来)?,?)[ ]*$")
# Further on in the opening only the verb shows who speaks: …指导下,某市水务局坚持….
_LATER = re.compile(r"[,。][ ]*$")
_VERB = re.compile(VERB)
_ADDRESSEE = re.compile(r"[、,]?[\u4e00-\u9fff]{0,8}[:]")
# 与某区、某区市场监管局联合执法: somebody else, in lists too.
_PARTNER = re.compile(r"(?:与|向|会同|联合|赴)[^,。;:]{0,14}$")
_HELD = re.compile(r"(?:召开|举办|举行)")
_AUTHORITY = re.compile(r"(?:中共|按照|根据|贯彻|落实|关于)[^,。]{0,6}$")


def _mention(
    text: str, front: Front, match: Match, chain_start: int, signature: bool = False
) -> Mention:
    office = _AFTER_DIVISION.match(text, match.end)
    words = _as_office(office.group()) if office and _plausible(office.group()) else ""
    before = text[max(0, chain_start - 24) : chain_start]
    if signature:
        weight, where = 3.0, "signature"
    else:
        weight, where = _weigh(text, before, front, match, words)
    if where != "title":
        weight, where = _correct(text, match, chain_start, words, weight, where)
        if _AUTHORITY.search(before):
            weight *= 0.6
    return Mention(match, chain_start, text[chain_start : match.end], words, weight, where)


def _weigh(text: str, before: str, front: Front, match: Match, words: str) -> tuple[float, str]:
    """How much a mention says of the issuer, by where it stands."""
    if front.title.start <= match.start < front.title.end:
        return 12.0, "title"
    if match.start < front.body_start:
        return (0.4 if _NOT_ISSUER.search(before) else 1.5), "page line"
    if _OPENING.search(before) and match.start < front.body_start + 300:
        return 6.0, "opening words"
    spoken = words and _LATER.search(before) and _VERB.match(text, match.end + len(words))
    if spoken and match.start < front.body_start + 300:
        return 6.0, "opening words"
    if "《" in before and "》" not in before[before.rfind("《") :]:
        return (2.5 if words else 1.5), "quoted document"
    if re.search(r"现[将就](?:我)?$", before):
        return 7.0, "现将…"
    return 1.0, "named in the text"


def _correct(
    text: str, match: Match, chain_start: int, words: str, weight: float, where: str
) -> tuple[float, str]:
    """A leading group and a signature speak for the issuer, an addressee against it."""
    end = match.end + len(words)
    if words and _LEADING_GROUP.match(text, chain_start):
        weight, where = max(weight, 3.0), "leading group"
    if _ADDRESSEE.match(text, end):
        return 0.2, "addressee"
    if where == "named in the text" and _PARTNER.search(
        text, max(0, chain_start - 16), chain_start
    ):
        return 0.2, "partner"
    if where == "named in the text" and _HELD.match(text, match.end):
        return 0.1, "where a meeting was held"
    line_end = text.find("\n", match.end)
    alone = not text[end : line_end if line_end >= 0 else len(text)].strip()
    if alone and words and match.start > len(text) - 200:
        weight, where = max(weight, 3.0), "signature"
    return weight, where


def _as_office(words: str) -> str:
    """区财政部门 is the 区财政局; the Party committee of a place speaks for the place."""
    if words in ("党委", "党委、政府", "党委政府"):
        return "人民政府"
    words = re.sub(r"(?<=[镇乡道])党工?委$", "", words)
    return words[:-2] + "局" if words.endswith("部门") and is_known(words[:-2] + "局") else words


# 市委法治建设委员会 is the Party's, and a word that joins two places begins no name.
_NO_OFFICE = re.compile(r"[委和与及、]")


def _plausible(words: str) -> bool:
    return not _NO_OFFICE.match(words) and not re.search(
        r"坚持|贯彻|落实|按照|根据|深入|认真|推进|领导下|指导|全面|严格|围绕|组织|加强|结合|各|我|成立|以及|对|在|为|将|于",
        words,
    )


def stated_mentions(source: str) -> Iterator[Mention]:
    """Mentions in what the page says of its source; weak evidence."""
    for match in load().find(source):
        office = _AFTER_DIVISION.match(source, match.end)
        yield Mention(
            match, match.start, match.name, office.group() if office else "", 0.5, "page source"
        )
