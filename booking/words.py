"""Every sentence for a refusal and every word for a state, in Korean. A test fails while a code has none."""

from collections.abc import Mapping
from datetime import date, datetime

from .filters import clock_time, day, kst, span
from .rules.refusals import Code, Refusal

BASIS = {"year_age": "연나이", "full_age": "만 나이", "months": "개월 수"}

VISIT_STATES = {
    "reserved": "예약",
    "checked_in": "입장",
    "checked_out": "퇴장",
    "cancelled": "취소",
    "no_show": "노쇼",
    "unconfirmed": "확인 안 됨",
}
CANCEL_CAUSES = {
    "guardian": "보호자 취소",
    "capacity": "정원 변경으로 취소",
    "closing": "휴관으로 취소",
    "account": "탈퇴로 취소",
    "child": "아이 정보 삭제로 취소",
    "staff": "현장 접수 취소",
}
ROLES = {"guardian": "보호자", "staff": "직원", "admin": "관리자"}

HTTP_ERRORS = {
    400: ("요청을 알아볼 수 없어요", "화면을 새로 열어 다시 시도해 주세요."),
    403: ("권한이 없어요", "이 계정으로는 할 수 없는 일이에요."),
    404: ("찾을 수 없어요", "주소가 바뀌었거나, 이 계정으로는 볼 수 없는 화면이에요."),
    405: ("이 주소로는 할 수 없는 요청이에요", "화면의 단추를 이용해 다시 시도해 주세요."),
    413: ("보낸 내용이 너무 커요", "내용을 줄여 다시 보내 주세요."),
    429: ("요청이 너무 잦아요", "잠시 뒤 다시 시도해 주세요."),
}

SENTENCES: dict[Code, str] = {
    Code.NO_CHILD_CHOSEN: "함께 갈 아이를 한 명 이상 골라 주세요.",
    Code.TOO_MANY_CHILDREN: "한 번에 {most}명까지 예약할 수 있어요. 아이를 줄여 주세요.",
    Code.CHILD_NOT_YOURS: "우리 가족에 등록된 아이만 예약할 수 있어요. 목록에서 다시 골라 주세요.",
    Code.CHILD_TOO_YOUNG: "{child_is}{birth_explained}: {band} 이용 가능해서 아직 이용할 수 없어요.",
    Code.CHILD_TOO_OLD: "{child_is}{birth_explained}: {band} 이용 가능해서 이용할 수 없어요.",
    Code.CHILD_NOT_BORN: "{child_is}이용일에는 아직 태어나기 전이에요. 생년월일을 확인해 주세요.",
    Code.TOO_FEW_ADULTS: "보호자는 {least}명 이상 함께 와야 해요.",
    Code.TOO_MANY_ADULTS: "아이 {children}명이면 보호자는 {most}명까지 올 수 있어요.",
    Code.SLOT_CLOSED: "이 회차는 휴관이에요: {reason}",
    Code.SLOT_NOT_OPEN_YET: "{opens_at}부터 예약할 수 있어요.",
    Code.SLOT_OVER: "이 회차는 {until}에 예약이 끝났어요. 다른 회차를 골라 주세요.",
    Code.SLOT_FULL: "남은 자리가 {places_left}자리라 아이 {children}명을 예약할 수 없어요.",
    Code.ALREADY_IN_SLOT: "{child_topic} 이 회차를 이미 예약했어요. ‘내 예약’에서 확인해 주세요.",
    Code.OVERLAPS: "{child_topic} 같은 시간({span})에 다른 예약이 있어요.",
    Code.DAILY_LIMIT: "{child_topic} {date}에 이미 예약이 있어요. 아이마다 하루 {limit}번까지 이용할 수 있어요.",
    Code.EMAIL_NOT_CONFIRMED: "메일 주소를 먼저 확인해 주세요. 가입할 때 보내 드린 메일의 링크를 열면 됩니다.",
    Code.REQUEST_ID_REUSED: "이 화면으로 이미 다른 예약을 했어요. 회차 화면을 새로 열어 다시 시도해 주세요.",
    Code.CANCEL_DEADLINE_PASSED: "취소는 {deadline}까지 할 수 있었어요. 못 오시면 카페로 전화해 주세요.",
    Code.NO_VISIT_CHOSEN: "취소할 아이를 한 명 이상 골라 주세요.",
    Code.ALREADY_CANCELLED: "이미 취소된 예약이에요.",
    Code.ALREADY_CHECKED_IN: "이미 입장 처리되었어요.",
    Code.ALREADY_NO_SHOW: "이미 노쇼로 처리되었어요.",
    Code.TOO_EARLY_TO_CHECK_IN: "아직 입장 시간이 아니에요. {doors_open_at}부터 입장할 수 있어요.",
    Code.WRONG_DAY: "{starts_at} 예약이에요. 오늘 예약이 아니니 날짜를 안내해 주세요. 자리가 있으면 현장 접수할 수 있어요.",
    Code.WRONG_SLOT: "{span} 회차는 끝났어요. 지금 회차에 자리가 있으면 현장 접수해 주세요.",
    Code.VISIT_CANCELLED: "취소된 예약이에요. 자리가 있으면 현장 접수해 주세요.",
    Code.NOT_CHECKED_IN: "입장 처리되지 않은 아이예요.",
    Code.ON_ROSTER_ALREADY: "{child_topic} 이 회차 명단에 이미 있어요. 명단에서 찾아 입장 처리해 주세요.",
    Code.BELOW_TAKEN: "이미 {taken}명이 예약해서 정원을 {capacity}명으로 줄일 수 없어요.",
    Code.NOTHING_TO_CHANGE: "바뀌는 회차가 없어요. 날짜와 회차를 확인해 주세요.",
    Code.DATE_PASSED: "지난 날짜는 바꿀 수 없어요. 오늘이나 그 뒤의 날짜를 적어 주세요.",
    Code.DATES_UPSIDE_DOWN: "끝 날짜가 시작 날짜보다 빨라요.",
    Code.DATES_TOO_LONG: "한 번에 {most}일까지 정할 수 있어요.",
    Code.DATE_TOO_FAR: "{years}년 뒤까지의 날짜만 정할 수 있어요.",
    Code.CAPACITY_OUT_OF_BOUNDS: "0부터 {most}까지의 숫자로 적어 주세요.",
    Code.ALREADY_INVITED: "이 주소로 보낸 초대가 아직 살아 있어요. 아래 목록에서 다시 보낼 수 있어요.",
    Code.REASON_MISSING: "사유를 적어 주세요. 이력에 남고 가족에게 안내됩니다.",
    Code.ALREADY_CLOSED: "{date}은(는) 이미 휴관일이에요.",
    Code.NOT_CLOSED: "휴관일이 아니거나 이미 다시 열린 날이에요.",
    Code.PREVIEW_CHANGED: "미리보기 뒤에 예약이 달라졌어요. 새 미리보기를 확인하고 다시 눌러 주세요.",
    Code.CANNOT_BLOCK_SELF: "자신의 계정은 막을 수 없어요.",
    Code.EMAIL_TAKEN: "이미 쓰이는 메일 주소예요.",
    Code.SIGN_IN_WRONG: "메일 주소나 비밀번호가 맞지 않아요.",
    Code.ACCOUNT_BLOCKED: "사용이 중지된 계정이에요. 관리자에게 문의해 주세요.",
    Code.LINK_INVALID: "링크가 올바르지 않아요. 메일의 주소를 끝까지 복사했는지 확인해 주세요.",
    Code.LINK_EXPIRED: "링크의 유효 기간이 지났어요. 새 메일을 받아 주세요.",
    Code.LINK_USED: "이미 사용했거나 보낸 쪽에서 거둔 링크예요.",
    Code.FAMILY_FULL: "한 가족에는 보호자를 {most}명까지 둘 수 있어요.",
    Code.CHILD_HAS_RESERVATION: "예약이 남아 있어요. 예약을 먼저 취소해 주세요.",
    Code.BIRTH_DATE_IN_FUTURE: "생년월일이 오늘보다 뒤예요. 확인해 주세요.",
    Code.BIRTH_DATE_TOO_OLD: "이 서비스는 0~9세 아이를 위한 곳이에요. 생년월일을 확인해 주세요.",
    Code.TOO_MANY_CHILDREN_IN_FAMILY: "한 가족에 아이를 {most}명까지 등록할 수 있어요.",
    Code.CHILD_ALREADY_THERE: "이름과 생년월일이 같은 아이가 이미 있어요.",
    Code.CHANGE_BREAKS_RESERVATION: "이 생년월일로는 {date} 예약을 이용할 수 없어요. 그 예약을 먼저 취소해 주세요.",
    Code.PASSWORD_WRONG: "비밀번호가 맞지 않아요.",
    Code.TOO_OFTEN: "방금 메일을 보냈어요. {minutes}분 뒤에 다시 보낼 수 있어요.",
    Code.TOO_MANY_TOKENS: "API 토큰은 한 계정에 {most}개까지 쓸 수 있어요. 쓰지 않는 것을 먼저 끝내 주세요.",
    Code.ALREADY_IN_FAMILY: "이미 우리 가족의 보호자예요.",
    Code.TOO_MANY_PASSWORDS: (
        "비밀번호가 여러 번 맞지 않았어요. {until}부터 다시 시도해 주세요. "
        "메일로 비밀번호를 새로 정하면 기다리지 않아도 돼요."
    ),
    Code.TOO_MANY_MAILS: (
        "같은 요청이 너무 많았어요. 먼저 보낸 메일의 링크를 그대로 쓸 수 있으니 메일함과 스팸함을 확인해 주세요. "
        "새로 요청하는 것은 {until}부터 할 수 있어요."
    ),
    Code.TOO_MANY_CODES: "없는 코드가 너무 여러 번 들어왔어요. {until}부터 다시 시도해 주세요.",
}


PROBLEM_OF_STATUS = {
    400: "bad_request",
    401: "token_missing",
    404: "not_there",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    429: "too_many_requests",
    500: "broken",
    503: "away",
}
"""The API's code for an error that is only an HTTP status."""

PROBLEMS = {
    "bad_request": "요청을 알아볼 수 없어요. 주소와 헤더를 확인해 주세요.",
    "token_missing": "토큰이 필요해요. Authorization 헤더에 ‘Bearer 토큰’을 적어 주세요.",
    "token_wrong": "토큰이 맞지 않거나, 기한이 지났거나, 끝낸 토큰이에요. 새 토큰을 만들어 주세요.",
    "not_there": "찾을 수 없어요. 주소가 다르거나, 이 토큰으로는 볼 수 없는 것이에요.",
    "method_not_allowed": "이 주소에서 쓸 수 없는 메서드예요. Allow 헤더에 있는 것을 써 주세요.",
    "too_large": "보낸 내용이 너무 커요. 64 KiB까지 보낼 수 있어요.",
    "not_json": "내용은 JSON이어야 해요. Content-Type: application/json으로 압축하지 않고 보내 주세요.",
    "too_many_requests": "요청이 너무 잦아요. Retry-After 헤더의 시간이 지난 뒤 다시 보내 주세요.",
    "broken": "저희 쪽 문제예요. 같은 Idempotency-Key로 잠시 뒤 다시 보내 주세요.",
    "away": "잠시 연결이 어려워요. 같은 Idempotency-Key로 몇 초 뒤에 다시 보내 주세요.",
    "idempotency_key_missing": "바꾸는 요청에는 Idempotency-Key 헤더가 필요해요. 요청마다 새로 만들어 주세요.",
    "idempotency_key_wrong": "Idempotency-Key는 영문자, 숫자, -, _ 로 8~64자여야 해요.",
    "json_missing": "내용이 비어 있어요. JSON 객체를 보내 주세요. 예: {{}}",
    "json_unexpected": "이 요청에는 내용을 보내지 않아요. 비워 주세요.",
    "json_not_utf8": "내용은 BOM 없는 UTF-8이어야 해요.",
    "json_wrong": "JSON을 읽을 수 없어요. {line}번째 줄 {column}번째 글자를 확인해 주세요.",
    "json_too_deep": "JSON이 너무 깊어요. {most}겹까지 쓸 수 있어요.",
    "json_duplicate_key": "JSON에 같은 이름이 두 번 있어요: {name}",
    "json_number_wrong": "JSON에 쓸 수 없는 수가 있어요. NaN, Infinity, 18자리가 넘는 수는 쓸 수 없어요.",
    "json_text_wrong": "JSON의 글자에 NUL이나 짝 없는 서로게이트가 있어요. 빼고 다시 보내 주세요.",
    "json_not_object": "내용은 JSON 객체여야 해요. 예: {{}}",
    "invalid": "값을 확인해 주세요: {names}",
}
"""Why the API cannot take a request at all, or what is the matter with its form."""

FIELD_PROBLEMS = {
    "missing": "빠졌어요. 꼭 적어 주세요.",
    "unknown_field": "없는 항목이에요. 이름을 확인하거나 빼 주세요.",
    "null": "null을 쓸 수 없어요. 값을 적거나, 꼭 필요하지 않은 항목이면 빼 주세요.",
    "not_text": "문자열이어야 해요.",
    "not_integer": "정수여야 해요. 따옴표나 소수점 없이 적어 주세요.",
    "not_boolean": "true나 false여야 해요.",
    "not_list": "배열이어야 해요. 예: [1, 2]",
    "not_object": "객체여야 해요.",
    "too_short": "{min_length}자 이상 적어 주세요.",
    "too_long": "{max_length}자까지 적을 수 있어요.",
    "too_few": "{min_length}개 이상 적어 주세요.",
    "too_many": "{max_length}개까지 적을 수 있어요.",
    "too_small": "{ge} 이상이어야 해요.",
    "too_big": "{le} 이하여야 해요.",
    "not_a_choice": "정해진 값 가운데 하나를 적어 주세요: {expected}.",
    "not_a_date": "날짜를 2026-11-28처럼 적어 주세요. 달력에 있는 날이어야 해요.",
    "blank": "빈칸만으로는 안 돼요. 글자를 적어 주세요.",
    "characters": "쓸 수 없는 글자나 태그(<…>)가 섞여 있어요. 글자만 한 줄로 적어 주세요.",
    "said_twice": "한 번만 적어 주세요.",
    "wrong_form": "형식이 맞지 않아요.",
    "nothing_given": "바꿀 것을 하나 이상 적어 주세요.",
    "one_place": "cafe_code, district_id, city 가운데 하나만 적어 주세요.",
    "date_out_of_range": "오늘부터 {most}일 안의 날짜를 적어 주세요.",
    "dates_upside_down": "끝 날짜가 시작 날짜보다 빨라요.",
    "dates_too_long": "한 번에 {most}일까지 볼 수 있어요.",
    "choice_missing": "회차 {slot_id}에는 {booked}명이 예약해 {wanted}명으로 줄일 수 없어요. shrink(예약된 만큼만)나 "
    "cancel(늦게 예약한 순서로 취소)을 적어 주세요.",
    "period_unknown": "운영표에 없는 회차예요. 쓸 수 있는 회차는 {known} 이에요.",
    "wrong_value": "값을 확인해 주세요.",
}
"""What is wrong with one field of an API request."""

REFUSALS_OF_PROGRAMS = {
    Code.REQUEST_ID_REUSED: "이 Idempotency-Key로 이미 다른 요청을 했어요. 새 키로 보내 주세요.",
    Code.PREVIEW_CHANGED: "그 사이 예약이 달라졌어요. dry_run으로 다시 확인하고 choices를 적어 주세요.",
    Code.REASON_MISSING: "사유(reason)를 적어 주세요. 이력에 남고 가족에게 안내돼요.",
}
"""Sentences that speak of a screen, in other words for who has none."""


def sentence(refusal: Refusal) -> str:
    """The sentence for a refusal, its facts filled in."""
    return SENTENCES[refusal.code].format_map(_spoken(refusal.facts))


def band(basis: str, age_min: int, age_max: int) -> str:
    """``연나이 4~8세``, ``만 3~7세`` or ``24~36개월``."""
    if basis == "months":
        return f"{age_min}~{age_max}개월"
    return f"{'만' if basis == 'full_age' else '연나이'} {age_min}~{age_max}세"


def age_explained(facts: Mapping[str, object]) -> str:
    """``2020년생은 2026년에 연나이 6세``: how old the child is on the day, by which basis."""
    years, basis = facts["age"], str(facts["basis"])
    if basis == "months":
        return f"{facts['birth_year']}년생, 이용일에 {years}개월"
    if basis == "full_age":
        return f"{facts['birth_year']}년생, 이용일에 만 {years}세"
    return f"{facts['birth_year']}년생은 {facts['visit_year']}년에 연나이 {years}세"


def topic(name: str) -> str:
    """The name with 은 or 는."""
    return f"{name}{'은' if _has_final(name) else '는'}"


def _has_final(name: str) -> bool:
    return bool(name) and "가" <= name[-1] <= "힣" and (ord(name[-1]) - ord("가")) % 28 != 0


def _spoken(facts: Mapping[str, object]) -> dict[str, object]:
    said: dict[str, object] = {key: _say(value) for key, value in facts.items()}
    child = str(facts.get("child") or "")
    said["child_is"] = f"{child} · " if child else ""
    said["child_topic"] = topic(child)
    if "basis" in facts:
        said["birth_explained"] = age_explained(facts)
        said["band"] = band(str(facts["basis"]), int(str(facts["age_min"])), int(str(facts["age_max"])))
        if facts["basis"] == "year_age":
            said["band"] = f"{facts['age_min']}~{facts['age_max']}세"
    starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
    if isinstance(starts_at, datetime) and isinstance(ends_at, datetime):
        said["span"] = f"{day(starts_at)} {span(starts_at, ends_at)}"
    if isinstance(facts.get("doors_open_at"), datetime):
        said["doors_open_at"] = clock_time(facts["doors_open_at"])  # type: ignore[arg-type]
    return said


def _say(value: object) -> object:
    if isinstance(value, datetime):
        return kst(value)
    return day(value) if isinstance(value, date) else value
