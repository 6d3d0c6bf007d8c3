"""Contradictions between ages and places: bands, capacities, shares of them, care seats, groups."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .adults import fewest_people
from .band_dates import admits_anybody, is_covered, meet
from .found import Found, found
from .policy import Band, Care, Policy, Zone

YEARS_MOST = 18
"""No band counts more years; a larger number was meant in months."""
MONTHS_MOST = 9 * 12 + 11
"""The last month of the tenth year; whoever is older is counted in years."""
ZONES_MOST = 20
"""No café has so many parts: more were meant otherwise, and each is compared with all the others."""
NAMED_MOST = 3
"""So many zones are named in one sentence."""


def place_contradictions(policy: Policy) -> Iterator[Found]:
    """What would leave a band, a place or a seat to nobody."""
    upside_down = _band("ages", policy.ages, policy.contents.get("ages", {}))
    if upside_down is not None:
        yield upside_down
    else:
        yield from _bands(policy)
    yield from _zones(policy)
    yield from _no_places(policy)
    yield from _shares(policy)
    yield from _care(policy)
    yield from _groups(policy)


def _bands(policy: Policy) -> Iterator[Found]:
    named: list[tuple[str, Band | None]] = [("door_ages", policy.door_ages), ("siblings", policy.siblings)]
    named += [(f"zone.{zone.name}", zone) for zone in policy.zones]
    for section, band in named:
        if band is not None:
            problem = _band(section, band, policy.contents.get(section, {}))
            if problem is not None:
                yield problem
            elif section == "door_ages" and not meet(band, policy.ages):
                yield _apart(section)


def _apart(section: str) -> Found:
    sentence = f"[{section}]의 나이가 지점의 나이([ages])와 겹치지 않아 아무도 올 수 없습니다."
    return found(sentence, f"{section}:min", "ages:min")


def _band(section: str, band: Band, said: Mapping[str, Any]) -> Found | None:
    """What is wrong with a band in itself. ``said``: what is stated of it."""
    low_basis, high_basis = band.min_basis or band.basis, band.max_basis or band.basis
    if high_basis == "preschool":
        if band.max is not None:
            return found('max_basis가 "preschool"(미취학)이면 max를 적지 않습니다.', f"{section}:max")
    elif band.max is None:
        return found('max를 적거나, max_basis를 "preschool"(미취학)로 적습니다.', f"{section}:max")
    for key, basis, number in (("min", low_basis, band.min), ("max", high_basis, band.max)):
        if basis != "months" and number is not None and number > YEARS_MOST:
            return found(f"{number}세는 너무 많습니다. 개월 수이면 기준을 months로 적습니다.", f"{section}:{key}")
        if basis == "months" and number is not None and number > MONTHS_MOST:
            sentence = f"개월 수는 {MONTHS_MOST}(9년 11개월)까지 적습니다. 더 큰 나이는 연나이나 만 나이로 셉니다."
            return found(sentence, f"{section}:{key}")
    if "max_reach" in said and high_basis != "months":
        return found("max_reach는 위 끝을 개월로 셀 때만 적습니다.", f"{section}:max_reach")
    if not admits_anybody(band):
        return found(f"최소({band.min})가 최대({band.max or '미취학'})보다 큽니다.", f"{section}:max", f"{section}:min")
    return None


def _zones(policy: Policy) -> Iterator[Found]:
    if len(policy.zones) > ZONES_MOST:
        sentence = f"구역은 {ZONES_MOST}곳까지 적습니다. 지금은 {len(policy.zones)}곳입니다."
        yield found(sentence, *(f"zone.{zone.name}" for zone in policy.zones[ZONES_MOST:]))
        return
    for number, zone in enumerate(policy.zones):
        if zone.children > policy.capacity:
            sentence = f"구역 정원({zone.children}명)이 개인 정원({policy.capacity}명)보다 큽니다."
            yield found(sentence, f"zone.{zone.name}:children", "capacity.individual:children")
        earlier = policy.zones[:number]
        if admits_anybody(zone) and is_covered(zone, earlier):
            names = _names([one for one in earlier if meet(zone, one)])
            sentence = f"이름이 앞선 {names}이(가) 이 나이의 아이를 모두 받아 아무도 이 구역에 배정되지 않습니다."
            yield found(sentence, f"zone.{zone.name}:min")


def _names(zones: Sequence[Zone]) -> str:
    others = len(zones) - NAMED_MOST
    named = ", ".join(f"[zone.{one.name}]" for one in zones[:NAMED_MOST])
    return f"{named} 외 {others}곳" if others > 0 else named


def _no_places(policy: Policy) -> Iterator[Found]:
    """Nobody can be let in where places are taken here; a café that is only being prepared may have none yet."""
    operation = policy.operation
    if policy.capacity == 0 and policy.admits != "group" and operation.runs and operation.booking == "online":
        sentence = (
            "개인 정원이 0명이라 아무도 예약하지 못합니다. 아직 열지 않은 지점이면 [operation] state를, "
            "단체만 받는 회차이면 [admission] admits를 적습니다."
        )
        yield found(sentence, "capacity.individual:children", "operation", "admission")
    for zone in policy.zones:
        if zone.children == 0:
            yield found(f"구역 [zone.{zone.name}]의 정원이 0명이라 아무도 가지 못합니다.", f"zone.{zone.name}:children")


def _shares(policy: Policy) -> Iterator[Found]:
    share, held = policy.walk_in, policy.house_reserve
    if share.percent and share.children:
        yield found("percent와 children 가운데 하나만 적습니다.", "capacity.walk_in:children", "capacity.walk_in:percent")
        return
    for_walk_ins = share.children or policy.capacity * share.percent // 100
    for_house = held.children if held is not None else 0
    if for_walk_ins > policy.capacity:
        sentence = f"현장 접수 몫({for_walk_ins}명)이 개인 정원({policy.capacity}명)보다 큽니다."
        yield found(sentence, "capacity.walk_in:children", "capacity.individual:children")
    elif for_house > policy.capacity:
        sentence = f"남겨 두는 자리({for_house}명)가 개인 정원({policy.capacity}명)보다 큽니다."
        yield found(sentence, "capacity.reserve:children", "capacity.individual:children")
    elif for_walk_ins + for_house > policy.capacity:
        both = f"현장 접수 몫({for_walk_ins}명)과 남겨 두는 자리({for_house}명)"
        sentence = f"{both}를 더하면 개인 정원({policy.capacity}명)보다 큽니다."
        yield found(sentence, "capacity.reserve:children", "capacity.walk_in", "capacity.individual:children")
    yield from _people_of_a_family(policy)


def _people_of_a_family(policy: Policy) -> Iterator[Found]:
    """People that are fewer than the smallest family with the adults whom it must bring."""
    people = policy.people_capacity
    children, adults = fewest_people(policy)
    if people is not None and policy.capacity and policy.admits != "group" and people < children + adults:
        sentence = f"사람 수({people}명)가 아이 {children}명과 보호자 {adults}명보다 적어 아무도 올 수 없습니다."
        yield found(sentence, "capacity.people:people", "adults:min", "capacity.individual")


def _care(policy: Policy) -> Iterator[Found]:
    care = policy.care
    if care.months_max is not None and care.months_min > care.months_max:
        sentence = f"최소({care.months_min}개월)가 최대({care.months_max}개월)보다 큽니다."
        yield found(sentence, "care:months_max", "care:months_min")
    if not care.offered:
        return
    if care.children == 0:
        yield found("놀이돌봄이 있다고 적었지만 돌봄 자리(children)가 없습니다.", "care:children", "care:offered")
    if care.children > policy.capacity:
        sentence = f"돌봄 자리({care.children}명)가 개인 정원({policy.capacity}명)보다 큽니다."
        yield found(sentence, "care:children", "capacity.individual:children", "care:offered")


def bands_apart(policies: Sequence[Policy]) -> Iterator[Found]:
    """Zones and play-care that no child of these periods' ages can use: with an age of its own a period may leave some of
    them empty, as long as another one does not."""
    sound = [policy for policy in policies if admits_anybody(policy.ages)]
    for zone in sound[0].zones if sound else ():
        if admits_anybody(zone) and not any(meet(zone, policy.ages) for policy in sound):
            yield _apart(f"zone.{zone.name}")
    caring = [policy for policy in sound if policy.care.offered]
    if caring and not any(meet(_care_band(policy.care), policy.ages) for policy in caring):
        sentence = "놀이돌봄의 개월 수가 지점의 나이([ages])와 겹치지 않아 아무도 맡길 수 없습니다."
        yield found(sentence, "care:months_min", "ages:max", "care:offered")


def _care_band(care: Care) -> Band:
    return Band("months", care.months_min, care.months_max)


def _groups(policy: Policy) -> Iterator[Found]:
    group, capacity = policy.group, policy.group_capacity
    if group.max is not None and group.min > group.max:
        yield found(f"최소({group.min}명)가 최대({group.max}명)보다 큽니다.", "group:max", "group:min")
    if policy.admits == "individual":
        return
    yield from too_large_groups(policy)
    if policy.admits == "shared":
        yield from too_little_together(policy)
    yield from _people_of_a_group(policy)
    if capacity is None:
        sentence = "단체를 받는 회차인데 단체 정원([capacity.group])이 없습니다."
        yield found(sentence, "admission:admits", "capacity.group")
    elif group.counts == "children" and group.min > capacity:
        sentence = f"단체의 최소({group.min}명)가 단체 정원({capacity}명)보다 커서 어느 단체도 올 수 없습니다."
        yield found(sentence, "group:min", "capacity.group:children", "admission:admits")


def too_large_groups(policy: Policy) -> Iterator[Found]:
    """A group that may be larger than the places that groups have. With its leaders it may be more people than that."""
    group, capacity = policy.group, policy.group_capacity
    if group.counts == "children" and group.max is not None and capacity is not None and group.max > capacity:
        sentence = f"단체의 최대({group.max}명)가 단체 정원({capacity}명)보다 큽니다."
        yield found(sentence, "group:max", "capacity.group:children")


def too_little_together(policy: Policy) -> Iterator[Found]:
    """Places for families and groups together that are fewer than the smallest group."""
    group, together = policy.group, policy.together_capacity
    if together is not None and group.counts == "children" and group.min > together:
        sentence = f"함께 세는 정원({together}명)이 단체의 최소({group.min}명)보다 적어 어느 단체도 올 수 없습니다."
        yield found(sentence, "capacity.together:children", "group:min")


def _people_of_a_group(policy: Policy) -> Iterator[Found]:
    """People that are fewer than the smallest group with the adults whom it must bring."""
    group, people = policy.group, policy.people_capacity
    least = group.min if group.counts == "people" else group.min + policy.adults.min
    if people is not None and people < least:
        sentence = f"사람 수({people}명)가 가장 작은 단체({least}명)보다 적어 어느 단체도 올 수 없습니다."
        yield found(sentence, "capacity.people:people", "group:min", "adults:min", "admission")
