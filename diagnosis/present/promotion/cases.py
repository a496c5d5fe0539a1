"""The real cases nearest to a firm, each with why it is near, why not, and what was published.

A case's practices serve the matching and are not shown: what is shown is where the *firm* is
still below what the case did.
"""

from collections.abc import Iterable

from diagnosis.domain.promotion.match_cases import (
    KINDRED,
    NEAR_FROM,
    PARTLY,
    Match,
    Matches,
    Seeker,
)
from diagnosis.domain.promotion.nearness import PARTS, Kinship, Region
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.catalogue.case import show_case, show_case_briefly
from diagnosis.present.intake.code_names import industry_name
from diagnosis.present.parts import show_item_name, topic
from diagnosis.present.say import Say, Shown, joined, named
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import CaseMatch

BASIS = Text(
    "远近由本项目自定的距离算出，只用于排序，不是对任何企业的评价。",
    "Nearness comes from distances that this project chose; it ranks cases and rates nobody.",
)
LARGER = Text(
    "以下是同行业、规模大得多的工厂，只看方向：它们的投入、人手和成效数字不适用于贵厂。",
    "Far larger plants of the same industry, for direction only: their budgets, staff and figures "
    "do not carry over.",
)
NOTHING = Text(
    "案例库里没有与贵厂相近的案例。",
    "The catalogue holds no case that is near to this firm.",
)
IN_PART = Text(
    "下列案例只是部分相近，请先看「为什么不像」。",
    "The cases below are near in part only: read first why they are not.",
)
NO_INDUSTRY = Text(
    "案例库里还没有「{industry}」的案例。",
    "The catalogue has no case yet in “{industry}”.",
)
NO_CASE_OF_SIZE = Text(
    "案例库里「{industry}」只有规模大得多的工厂，没有{size}企业的案例；没有拿大厂来凑数。",
    "In “{industry}” the catalogue has far larger plants only and no case of a {size} firm; they "
    "do not fill the gap.",
)
NONE_OF_TRADE = Text(
    "下面没有一家是「{trade}」这一行的，只是行业或做的事沾边：看它们怎么做、先做什么，数字不要拿来比。",
    "No case below is of the trade “{trade}”, only near by industry or by what it did: see how "
    "they did it and what came first, and do not compare the figures.",
)
OTHER_TYPE = Text(
    "案例库里「{industry}」有 {count} 个案例是另一种生产类型（流程型或离散型），没有拿来对比。",
    "In “{industry}” the catalogue has {count} of the other production type (process or "
    "discrete); these were not compared.",
)
UNKNOWN_FIRM = Text(
    "没有填{facts}，这些方面一律按「不相近」算。",
    "Not given: {facts}. What is not known counts as far.",
)
_FACTS = {
    "industry": Text("行业", "industry"),
    "size": Text("人数和营业收入", "headcount and revenue"),
    "place": Text("所在地", "place"),
}
_PARTS = {
    "gap": Text("差距", "gap"),
    "industry": Text("行业", "industry"),
    "size": Text("规模", "size"),
    "scene": Text("场景", "scene"),
    "region": Text("地区", "region"),
}
_KINSHIPS = {
    Kinship.SAME_CLASS: Text("同一个行业小类", "the same class of industry"),
    Kinship.SAME_GROUP: Text("同一个行业中类", "the same group of industry"),
    Kinship.SAME_DIVISION: Text("同一个行业大类", "the same division of industry"),
    Kinship.RELATED: Text(
        "行业不同但工厂运作相近（{name}）", "another industry whose plants work alike ({name})"
    ),
    Kinship.OTHER: Text("不是一个行业（{name}）", "another industry ({name})"),
    Kinship.UNKNOWN: Text("没有填行业，无法比较", "the firm's industry is not known"),
}
_REGIONS = {
    Region.SAME_DISTRICT: Text("同一个区县", "the same district"),
    Region.SAME_CITY: Text("同一个城市", "the same city"),
    Region.SAME_DELTA: Text("都在珠三角", "both in the Pearl River Delta"),
    Region.SAME_PROVINCE: Text("都在广东省", "both in Guangdong"),
    Region.SAME_COUNTRY: Text("在外省（{site}）", "in another province ({site})"),
    Region.ABROAD: Text("在国外（{site}）", "abroad ({site})"),
    Region.UNKNOWN: Text("所在地不清楚，无法比较", "a place is not known"),
}
_FAR_REGIONS = (Region.SAME_COUNTRY, Region.ABROAD, Region.UNKNOWN)


_AHEAD = Text(
    "它在「{topics}」做的事，正是贵厂还没做到的",
    "what it did in {topics} is what this firm has not reached",
)
_SAME_SIZE = Text("规模相同", "the same size class")
_SAME_SCENES = Text("做了计划涉及的场景：{scenes}", "has scenes of this plan: {scenes}")
_SAME_PACKAGES = Text("做过贵厂计划里的事：{packages}", "did packages of this plan: {packages}")
_OTHER_GRADE = Text("{name}（贵厂计划的是{planned}）", "{name} (planned: {planned})")
_THERE_ALREADY = Text(
    "它在「{topics}」做的事，贵厂已经做到",
    "what it did in {topics} this firm has reached already",
)
_NOT_ANSWERED = Text("这几题没有答，比不了：{items}", "not answered, so not compared: {items}")
_FROM_MEMORY = Text("案例凭记忆整理，未核实", "the case rests on memory and is unconfirmed")
_NO_FIGURES = Text("没有公布可用的成效数字", "no usable figures were published")
_ONLY_RELATED = Text("不是同一个行业，最多算部分相近", "another industry, so near in part at best")
_ONLY_EXPECTED = Text(
    "公布的只有预计数字，不是实测", "all its figures are expected ones; none was measured"
)
_NO_SIZE = Text("没有公布规模", "its size was not published")
_SIZE_UNKNOWN = Text("它是{size}企业，贵厂规模不清楚", "it is {size}; your size is not known")
_SIZE_APART = Text("它是{size}企业，比贵厂{far} {by}", "it is {size}, {by} {far}")
_LARGER, _SMALLER = Text("大", "larger"), Text("小", "smaller")
_BY_ONE = Text("1 档", "one size class")
_BY_SEVERAL = Text("{steps} 档", "{steps} size classes")
_INFERRED = Text("按报道推断的{size}", "{size} (inferred from reports)")


def show_cases(content: Content, match: CaseMatch, say: Say, *, details: bool = False) -> Shown:
    """Return the nearest cases as JSON values, and what must be said about them.

    With `details` each case stands in full beside its match, with how near it is in each respect
    and on which questions the firm is below it.
    """
    seeker, matches = match.seeker, match.matches
    return {
        "cases": [_match(content, seeker, near, say, details=details) for near in matches.cases],
        "larger": {
            "note": say(LARGER) if matches.larger else None,
            "cases": [
                _match(content, seeker, larger, say, details=details) for larger in matches.larger
            ],
        },
        "nothing_near": matches.nothing_near,
        "notes": [say(text) for text in _notes(content, seeker, matches)],
        "method": {
            "basis": "ours",
            "weights": {part: numbers.share(weight) for part, weight in PARTS.items()},
            "near_from": numbers.share(NEAR_FROM),
            "in_part_from": numbers.share(PARTLY),
            "looked_at": matches.looked_at,
            "note": say(BASIS),
        },
    }


def _notes(content: Content, seeker: Seeker, matches: Matches) -> Iterable[Text]:
    if matches.nothing_near:
        yield NOTHING
    if matches.nothing_near and matches.cases:
        yield IN_PART
    division, size = (seeker.industry or "")[:3], seeker.size
    if division and size is not None and not matches.cases_of_size:
        words = NO_CASE_OF_SIZE if matches.cases_in_industry else NO_INDUSTRY
        industry, size_name = content.codes.industry_names[division], names.SIZES[size]
        yield words.fill(industry=industry, size=size_name)
    shown = (*matches.cases, *matches.larger)
    if seeker.industry and shown and not any(map(_is_of_trade, shown)):
        yield NONE_OF_TRADE.fill(trade=industry_name(content.codes, seeker.industry))
    if matches.cases_of_other_type:
        count = str(matches.cases_of_other_type)
        yield OTHER_TYPE.fill(industry=content.codes.industry_names[division], count=count)
    blank = [fact for fact in _FACTS if getattr(seeker, fact) is None]
    if blank:
        yield UNKNOWN_FIRM.fill(facts=names.names_of(_FACTS, blank))


def _is_of_trade(match: Match) -> bool:
    """Return whether a case is of the firm's trade, or of its class where that has no trade."""
    return match.is_same_trade or match.kinship is Kinship.SAME_CLASS


def _match(content: Content, seeker: Seeker, match: Match, say: Say, *, details: bool) -> Shown:
    """Return a match: the case, how near, why, why not, its scenes and packages."""
    packages = names.names_of_packages(content)
    return {
        "case": show_case_briefly(match.case, say),
        "near": numbers.share(match.near),
        "is_near": match.is_near,
        "why": [say(text) for text in _why(content, seeker, match)],
        "why_not": [say(text) for text in _why_not(content, seeker, match)],
        "scenes_of_your_plan": named(content.scenes, match.scenes, say),
        "packages_of_your_plan": [
            {
                "id": seeker.packages[done],
                "name": say(packages[seeker.packages[done]]),
                "done": done,
                "done_name": say(packages[done]),
            }
            for done in match.packages
        ],
        "details": _details(content, seeker, match, say) if details else None,
    }


def _details(content: Content, seeker: Seeker, match: Match, say: Say) -> Shown:
    return {
        "case": show_case(content, match.case, say),
        "parts": [
            {"part": name, "name": say(_PARTS[name]), "near": numbers.share(1.0 - far)}
            for name, far in match.distances.items()
            if far is not None
        ],
        "where_you_are_below": [
            {
                **show_item_name(content, item, say),
                "topic": say(topic(content, item)),
                "your_position": numbers.position(seeker.positions[item]),
            }
            for item in match.gap.ahead
        ],
    }


def _topics(content: Content, items: Iterable[str]) -> Text:
    return joined({text.zh: text for text in (topic(content, item) for item in items)}.values())


def _why(content: Content, seeker: Seeker, match: Match) -> Iterable[Text]:
    yield _AHEAD.fill(topics=_topics(content, match.gap.ahead))
    if match.kinship in KINDRED:
        yield _KINSHIPS[match.kinship]
    elif match.kinship is Kinship.RELATED:
        yield _kinship(content, match)
    if match.size_steps == 0:
        yield _SAME_SIZE
    if match.region not in _FAR_REGIONS:
        yield _REGIONS[match.region]
    if match.scenes:
        yield _SAME_SCENES.fill(scenes=names.names_of(content.scenes, match.scenes))
    if match.packages:
        yield _SAME_PACKAGES.fill(packages=_packages(content, seeker, match))


def _packages(content: Content, seeker: Seeker, match: Match) -> Text:
    texts = []
    for done in match.packages:
        planned = content.packages[seeker.packages[done]].name
        name = content.packages[done].name
        texts.append(name if name == planned else _OTHER_GRADE.fill(name=name, planned=planned))
    return joined(texts)


def _kinship(content: Content, match: Match) -> Text:
    name = content.codes.industry_names[match.case.division]
    return _KINSHIPS[match.kinship].fill(name=name)


def _why_not(content: Content, seeker: Seeker, match: Match) -> Iterable[Text]:
    case = match.case
    if match.kinship in (Kinship.OTHER, Kinship.UNKNOWN):
        yield _kinship(content, match)
    elif match.kinship is Kinship.RELATED:
        yield _ONLY_RELATED
    yield from _size_apart(match)
    if match.region in _FAR_REGIONS:
        yield _REGIONS[match.region].fill(site=case.site)
    if match.gap.there:
        yield _THERE_ALREADY.fill(topics=_topics(content, match.gap.there))
    blank = [item for item in match.gap.unknown if item in seeker.not_answered]
    if blank:
        yield _NOT_ANSWERED.fill(items=joined(content.bank[item].name for item in blank))
    if case.is_unconfirmed:
        yield _FROM_MEMORY
    if not case.metrics:
        yield _NO_FIGURES
    elif case.is_only_expected:
        yield _ONLY_EXPECTED


def _size_apart(match: Match) -> Iterable[Text]:
    case, steps = match.case, match.size_steps
    if case.size is None:
        yield _NO_SIZE
        return
    name = names.SIZES[case.size]
    if case.is_size_inferred:
        name = _INFERRED.fill(size=name)
    if steps is None:
        yield _SIZE_UNKNOWN.fill(size=name)
    elif steps:
        by = _BY_ONE if abs(steps) == 1 else _BY_SEVERAL.fill(steps=abs(steps))
        yield _SIZE_APART.fill(size=name, far=_LARGER if steps > 0 else _SMALLER, by=by)
