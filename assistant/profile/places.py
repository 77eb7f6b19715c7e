"""Where something lies: place names and zone words of a text, and whose place each of them is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.profile.cues import Places, ProfileCues
from assistant.profile.mentions import Mention, contains, find, polarity
from assistant.profile.text import sentence_around

_COMMA_COST = 6
_ITSELF_COST = 6
_SUFFIX = r"(?P<suffix>都|道|府|県|市|区| prefecture| pref\.?| city|-ken|-shi)?"
_INNER = re.compile(r"^(?P<town>[ぁ-んァ-ヶ一-龠]{1,6}?(?P<kind>市|町|村|郡))(?![内外長役工民場議立営])")
_GENERIC = re.compile(
    r"^(?:の|に(?:ある|所在する)|内の|外の|、)?(?:(?!から|まで|会社|企業|本社|かいしゃ|[とやをへも、])[ぁ-んァ-ヶ一-龠]){0,6}?(?P<kind>町|村)(?![内外長役工民場議立営])"
)
_METRO = r"三?大都市圏|首都圏|東京圏|名古屋圏|中京圏|関西圏|近畿圏|大阪圏|3大都市圏|(?:the )?(?:three|3) (?:major |big )?metropolitan(?: areas?| regions?)?|metropolitan areas?|greater tokyo(?: area)?"
_ZONE_JA = re.compile(
    rf"(?:{_METRO})(?P<out>以外|の?(?:外|そと)側?|ではない|じゃない|にない|には?ない|から(?:離れ|はなれ|外れ)た?)?(?:に(?:ある|所在する|位置する))?(?:内|の中(?!核)|のなか)?(?:(?:の|にある|、)?(?P<small>(?:小さな|小さい|ちいさな|ちいさい|いなかの|田舎の|ある)*(?:町|村)(?![内外長役工民場議立営])))?"
)
_OUT_EN = re.compile(
    r"(?P<small>(?:a |the )?(?:(?:small|rural|tiny|little|remote) )*(?:town|village),? (?:that (?:is|lies) |lying |located |somewhere |far )?)?(?:outside|out of|beyond|not (?:in|inside|within)|nowhere near|neither in) (?:of )?(?:the |all )?$"
)
_RANK = re.compile(
    r"(?:政令)?指定都市|政令市|中核市|県庁所在[市地]|県庁のある市|designated cit(?:y|ies)|core cit(?:y|ies)|prefectural capitals?|ordinance-designated cit(?:y|ies)"
)
_NO_RANK = re.compile(
    r"^(?:でも|では|じゃ|でもな|には?)(?:な[いく]|ありません|該当しない)|^(?:でも|にも|も|や|・|、|とか)[^。]{0,24}?(?:でも|にも|では?|も)(?:な[いく]|ありません|入ら|該当し|当たら|あたら)"
)
_NO_RANK_EN = re.compile(
    r"(?:\bno|\bnot an?|\bneither an?|\bnor an?|\bn't an?|\bnot one of the) (?:[a-z]+ )?(?:(?:designated|core) cit(?:y|ies),? )?$"
)
_CHAIN = re.compile("(?:の|にある|に所在する|内の)")
# neither this nor that: a second place that only denies a rank belongs to the first
_NEITHER = re.compile(
    r"[:;,]? ?(?:(?:and|but|it|is|isn't|that|which|not|neither|nor|or|an?|one of|the|designated|either|in) ?)*"
)
_COMPANY = r"会社|企業(?!人|派遣)|本社|本店|支社|支店|勤務先|勤め先|弊社|当社|自社|(?:it|食品|建設|大手|民間)企業|メーカー|銀行|商社|かいしゃ"
# the company stands right behind the place, or the place is where it is said to sit
_COMPANY_OF = re.compile(
    rf"^(?:都|府|県|市|区|内)?(?:の|にある|に所在する|に本社(?:を|の)(?:置く|ある)|内の)(?:[ぁ-んァ-ヶ一-龠a-z]{{1,5}}な|(?:大きい|小さい|ある|別の|ほかの|他の))?(?:{_COMPANY})|^ ?(?:hq|head ?office|headquarters|branch)"
)
_COMPANY_IS = re.compile(
    rf"(?:{_COMPANY})(?:の(?:本社|所在地|場所))?(?:は|が|も|って)(?:、)?(?:[^。、のにを]{{0,8}}、)?$"
)
_SEAT = re.compile(
    r"^[^。、]{0,12}?に(?:しか|だけ|のみ|は)?(?:本社|本店|支店|会社|工場|拠点|事務所)?(?:を|が|は|だけ|しか)?(?:あ[りるっ]|な[いく]|所在|位置|置[いく]|構え|構えて)"
)
_SEAT_EN = re.compile(
    r"(?:compan(?:y|ies)|firms?|employers?|headquarters|head office|business(?:es)?|manufacturers?)\b[^.?;,]{0,50}?\b(?:in|sits?|lies|based|located) (?:in )?(?:an?|the|another|some|one) (?:[a-z-]+ ){0,3}(?:city|town|place|area)[:,]? (?:(?:that|which) (?:is|lies) |lying |located )?$"
)
# nothing of the company is there: 東京に拠点はありません, no branch in Tokyo
_NOTHING_THERE = re.compile(
    r"^(?:都|府|県|市|区|内)?(?:など)?に(?:は|も)?(?:本社|本店|支社|支店|支所|営業所|拠点|事業所|オフィス|事務所|工場|会社|窓口)?(?:や(?:本社|支社|支店|営業所|拠点|事業所|オフィス|工場|会社))?(?:は|も|が|を|すら|さえ)?(?:一切|いっさい|全く|まったく|ひとつも|1つも)?(?:あ(?:りませ|らず)|な[いくし](?!か)|無[いく]|ござ(?:いませ|らん)|持(?:って|た)[ぁ-ん]{0,2}(?:な|ませ|ず)|置(?:いて|か)[ぁ-ん]{0,2}(?:な|ませ|ず))"
)
_NOTHING_THERE_EN = re.compile(
    r"(?:\bno |\bnot an? |\bwithout (?:an? |any )?|\bnothing |n't (?:have )?(?:an? |any )?)(?:[a-z]+ )?(?:(?:office|branch|base|site|subsidiary|presence|location|headquarters)(?:es|s)? )?(?:at all )?(?:in|inside|within) (?:the )?$"
)
# the asker lives there: 名古屋のまんなかに住んで, 新宿のマンションを解約して, I have been in central Tokyo
_LIVED = re.compile(
    r"^(?:都|府|県|市|区)?(?:の|内の?)?[^。、]{0,8}?(?:に|で)(?:今|いま|現在|ずっと|もう|家族と|一人で|ひとりで|長く|\d+年)*(?:住(?:ん[でだ]|まい)|在住|暮ら(?:して|し[、。])|くらして|すん[でだ]|ずまい|育[ちっ])(?!た[いく]|替え|みた)|^(?:都|府|県|市|区|内)?(?:の)?[^。、]{0,4}?(?:マンション|アパート|部屋|家|自宅|住まい|団地|賃貸|実家|下宿|社宅)(?:を|は|も|の)[^。、]{0,6}?(?:解約|引き払|引きはら|売|うり|処分|手放|出[てま]|離れ|空け|返|なくな|残し|のこし|もう)"
)
_LIVED_EN = re.compile(
    r"(?:been|living|lived|lives?|grew up|home is|apartment|flat|condo|house|stayed|spent [a-z0-9 ]{1,20}) (?:right )?(?:in|at) (?:the (?:middle|heart|centre|center) of |the )?$"
)
_KIND_EN = re.compile(
    r"(?:a |the )?(?:(?:small|rural|tiny|little|depopulated) )*(?P<kind>town|village|city) (?:in|of) (?:the )?$"
)
_ITSELF = re.compile(r"[市町村]$|^(?:a |the )?(?:[a-z]+ )*(?:town|village|city) (?:in|of) ")
Zone = str


@dataclass(frozen=True)
class Place(Mention):
    """A named place: zone (three_metro, partial, outside, unknown) and rank (ranked, plain, unknown)."""

    zone: Zone = "unknown"
    rank: str = "unknown"


@cache
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(f"(?P<name>{'|'.join(map(re.escape, ordered))}){_SUFFIX}")


def places_in(text: str, table: Places, cues: ProfileCues) -> list[Place]:
    """Every place of a text, neighbours joined (宮城県 + 石巻市), places of a mere distance left out."""
    found = sorted(
        [*_named(text, table), *_zones(text, cues), *_ranks(text)],
        key=lambda place: (place.start, -place.end),
    )
    joined: list[Place] = []
    for place in found:
        if joined and place.start < joined[-1].end:
            continue
        between = text[joined[-1].end : place.start] if joined else ""
        beyond = between == " " and place.words.startswith(("outside", "beyond"))
        if joined and (
            beyond
            or re.fullmatch(
                r"の、?|にある、?|に所在する|、|,? (?:in )?(?:a )?|,? ?or |・|や|か|または|でも|にも| ?\((?:the )?| ?\),? ?(?:in )?",
                between,
            )
            or (place.rank == "plain" and place.zone == "unknown" and _NEITHER.fullmatch(between))
        ):
            joined[-1] = _join(text, joined[-1], place)
        else:
            joined.append(place)
    return [place for place in joined if not _distant(text, place, cues) and not _nothing_there(text, place)]


def _nothing_there(text: str, place: Place) -> bool:
    return bool(_NOTHING_THERE.match(text[place.end :]) or _NOTHING_THERE_EN.search(text[: place.start]))


def _join(text: str, first: Place, second: Place) -> Place:
    zone = first.zone if first.zone != "unknown" else second.zone
    rank = second.rank if second.rank != "unknown" else first.rank
    return Place(first.start, second.end, text[first.start : second.end], zone, rank)


def _named(text: str, table: Places) -> list[Place]:
    found = []
    for match in _name_pattern(tuple(table.names)).finditer(text):
        name, suffix = match["name"], (match["suffix"] or "").strip()
        before = text[match.start() - 1] if match.start() else ""
        after = text[match.end()] if match.end() < len(text) else ""
        if name.isascii() and (
            (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        ):
            continue
        zone, rank = _meaning(table.names[name], suffix)
        end = match.end()
        inner = None if rank == "ranked" or name.isascii() else _INNER.match(text[end:])
        if inner and not re.search("[のにはがへで]", inner["town"]) and not suffix.endswith("市"):
            rank, end = _inner_rank(inner["town"], table), end + inner.end()
        elif rank != "ranked" and (small := _GENERIC.match(text[end:])) and not suffix.endswith("市"):
            rank, end = "plain", end + small.start("kind") + 1 if not name.isascii() else end
        start = match.start()
        if name.isascii() and (kind := _KIND_EN.search(text[:start])):
            start, rank = kind.start(), rank if kind["kind"] == "city" else "plain"
        found.append(Place(start, end, text[start:end], zone, rank))
    return found


def _meaning(meanings: Sequence[tuple[str, Zone]], suffix: str) -> tuple[Zone, str]:
    """Zone and rank of a name; a name of both prefecture and city is read by its suffix."""
    if suffix in {"県", "府", "都", "道", "prefecture", "pref", "pref.", "-ken"}:
        meanings = [item for item in meanings if item[0] == "prefecture"] or meanings
    elif suffix in {"市", "city", "-shi", "区"}:
        meanings = [item for item in meanings if item[0] != "prefecture"] or meanings
    kinds, zones = {kind for kind, _ in meanings}, {zone for _, zone in meanings}
    rank = kinds.pop() if len(kinds) == 1 else "unknown"
    zone = zones.pop() if len(zones) == 1 else "unknown"
    return zone, {"ranked": "ranked", "plain": "plain"}.get(rank, "unknown")


def _inner_rank(town: str, table: Places) -> str:
    kinds = {kind for kind, _ in table.names.get(town.removesuffix("市"), [])}
    return "ranked" if "ranked" in kinds and town.endswith("市") else "plain"


def _zones(text: str, cues: ProfileCues) -> list[Place]:
    found = []
    for match in _ZONE_JA.finditer(text):
        mention = Mention(match.start(), match.end(), match[0])
        before = _OUT_EN.search(text[: match.start()])
        start = before.start() if before else match.start()
        denied = polarity(text, mention, cues.polarity) == "denied"
        zone = "outside" if match["out"] or before or denied else "three_metro"
        small = match["small"] or (before and before["small"])
        found.append(
            Place(start, match.end(), text[start : match.end()], zone, "plain" if small else "unknown")
        )
    return found


def _ranks(text: str) -> list[Place]:
    found = []
    for match in _RANK.finditer(text):
        denied = _NO_RANK.match(text[match.end() :])
        plain = denied or _NO_RANK_EN.search(text[: match.start()])
        end = match.end() + (denied.end() if denied else 0)
        found.append(
            Place(match.start(), end, text[match.start() : end], "unknown", "plain" if plain else "ranked")
        )
    return found


def _distant(text: str, place: Place, cues: ProfileCues) -> bool:
    before, after = text[: place.start], text[place.end :]
    return any(re.search(p, after) if p.startswith("^") else re.search(p, before) for p in cues.distance)


def owner_of(text: str, place: Place, others: list[Place], cues: ProfileCues) -> tuple[str, Mention] | None:
    """Whose place it is: the owner whose word stands nearest in the sentence, no other place between.

    Returns:
        The owner and its word, or None when the sentence names none.
    """
    first, last = sentence_around(text, place.start, place.end)
    first = max([first, *(other.end for other in others if other.end <= place.start)])
    last = min([last, *(other.start for other in others if other.start >= place.end)])
    if outright := _outright(text[first : place.start], text[place.end : last]):
        owner, start, end = outright
        return owner, Mention(start + place.end, end + place.end, text[start + place.end : end + place.end])
    words: list[tuple[int, str, Mention]] = []
    if _ITSELF.search(place.words):  # with no nearer word, a town is spoken of as a municipality
        words.append((_ITSELF_COST, "municipality", Mention(place.end, place.end, "")))
    for owner, owner_cues in cues.owners.items():
        for mention in find(text[place.end : last], owner_cues.after):
            at = Mention(mention.start + place.end, mention.end + place.end, mention.words)
            words.append((_cost(text[place.end : at.start]), owner, at))
        for mention in find(text[first : place.start], owner_cues.before):
            at = Mention(mention.start + first, mention.end + first, mention.words)
            words.append((_cost(text[at.end : place.start]), owner, at))
    if not words:
        return None
    _, best, word = min(words, key=lambda item: item[0])
    for _, owner, at in sorted(words, key=lambda item: item[2].start):
        if word.start >= place.end and _CHAIN.fullmatch(text[word.end : at.start]):
            best, word = owner, at  # the head of a chain stands last: 市 の 会社 is a company
    return best, word


def _outright(before: str, after: str) -> tuple[str, int, int] | None:
    """The owner and its word behind the place (offsets, -1 before it) where the words right beside it leave no doubt."""
    if of := _COMPANY_OF.match(after):
        return "company", 0, of.end()
    if (_COMPANY_IS.search(before) and _SEAT.match(after)) or _SEAT_EN.search(before):
        return "company", -1, -1
    return ("origin", -1, -1) if _LIVED.match(after) or _LIVED_EN.search(before) else None


def _cost(gap: str) -> int:
    return len(gap) + _COMMA_COST * len(re.findall("[、,]", gap))


def as_meant(text: str, place: Place, word: Mention, cues: ProfileCues) -> Place | None:
    """The place after what is said of its owner: denied, it lies outside; a question of duty says nothing."""
    how = polarity(text, word, cues.polarity) if word.start >= place.end else "said"
    if how == "duty" or (how == "denied" and place.zone != "three_metro"):
        return None
    return replace(place, zone="outside") if how == "denied" else place


def value_of(place: Place, owner: str) -> str | None:
    """The value a place gives to the location attribute of its owner; None when it is not clear."""
    if owner == "company":
        if place.zone == "three_metro":
            return "three_metro"
        if place.rank == "ranked":
            return "designated_city_outside"
        return "elsewhere" if place.rank == "plain" and place.zone == "outside" else None
    if owner in {"municipality", "destination"}:
        return {"three_metro": "inside_three_metro", "outside": "outside_three_metro"}.get(place.zone)
    if place.rank == "ranked" or (place.zone == "three_metro" and not contains(place.words[-1:], ["[町村]"])):
        return "urban"
    return "rural" if place.words[-1:] in {"町", "村"} else None
