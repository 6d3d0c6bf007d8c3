"""Every sentence for a refusal and every word for a state, in Korean. A test fails while a code has none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from .filters import clock_time, day, kst, span
from .rules.ages import SCHOOL_YEARS
from .rules.korean import settled, with_particle
from .rules.line import TURN_MINUTES
from .rules.policy import Band, Concession, Minutes, Residency, Suspension, Zone
from .rules.refusals import Code, Refusal
from .rules.sections import SECTIONS, section_of

BASIS = {"year_age": "연나이", "full_age": "만 나이", "months": "개월 수", "preschool": "미취학"}

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
    "suspended": "노쇼 제한으로 취소",
}
ROLES = {"guardian": "보호자", "staff": "직원", "admin": "관리자"}

STANDS_AGAIN = f"차례가 온 지 {TURN_MINUTES}분이 지나서 줄 끝에 다시 섰어요."
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
    Code.SLOT_WITHDRAWN: "운영표가 바뀌어 이 회차는 새 예약을 받지 않아요. 다른 회차를 골라 주세요.",
    Code.SLOT_NOT_OPEN_YET: "{opens_at}부터 예약할 수 있어요.",
    Code.SLOT_NEVER_OPENS: "이 회차는 {others_words}예약이 열리기 전에 끝나서 온라인으로 예약할 수 없어요.{who_hint}",
    Code.SLOT_OVER: "이 회차는 {until}에 예약이 끝났어요. 다른 회차를 골라 주세요.",
    Code.NO_SUCH_SLOT: "그날 {starts}에 시작하는 회차가 없어요. 회차: {known_starts}",
    Code.SLOT_FULL: "{left_words} 아이 {children}명을 예약할 수 없어요.",
    Code.ZONE_FULL: "{label}에 {left_words} 아이 {children}명을 예약할 수 없어요.",
    Code.PEOPLE_FULL: "보호자까지 {people}명이 들어오려면 자리가 모자라요. 지금 {places_left}명까지 들어올 수 있어요.",
    Code.ONLINE_FULL: (
        "온라인으로 예약할 수 있는 자리가 {places_left}자리 남아 아이 {children}명을 예약할 수 없어요.{shares_words}"
    ),
    Code.ALREADY_IN_SLOT: "{child_topic} 이 회차를 이미 예약했어요. ‘내 예약’에서 확인해 주세요.",
    Code.OVERLAPS: "{child_topic} 같은 시간({span})에 다른 예약이 있어요.",
    Code.DAILY_LIMIT: "{child_topic} {date}에 이미 예약이 있어요. 아이마다 {where}하루 {limit}번까지 이용할 수 있어요.",
    Code.WEEKLY_LIMIT: (
        "{child_topic} {date}이(가) 든 주(월~일)에 예약이 {count}번 있어요. "
        "아이마다 {where}한 주 {limit}번까지 이용할 수 있어요."
    ),
    Code.MONTHLY_LIMIT: (
        "{child_topic} {date}이(가) 든 달에 예약이 {count}번 있어요. 아이마다 {where}한 달 {limit}번까지 이용할 수 있어요."
    ),
    Code.OPEN_LIMIT: (
        "{child_topic} 아직 끝나지 않은 예약이 {count}번 있어요. 아이마다 {where}{limit}번까지 예약해 둘 수 있어요."
    ),
    Code.FAMILY_LIMIT: "우리 가족의 예약이 {count}번 있어요. 한 가족은 {where}{per_words} {limit}번까지 예약할 수 있어요.",
    Code.NOT_RESERVED_HERE: "{reserved_how}",
    Code.NOT_ONLINE_TODAY: "당일 남은 자리는 온라인으로 예약받지 않아요. 받는 방법: {how_words}.",
    Code.RESIDENTS_FIRST: "지금은 {who_words}만 먼저 예약하는 때예요. {opens_at}부터 예약할 수 있어요.{who_hint}",
    Code.WRONG_KIND_OF_SLOT: "{kind_words}만 이용하는 회차예요. 다른 회차를 골라 주세요.",
    Code.NOT_A_RESIDENT: "{who_words}만 예약할 수 있어요.{who_hint}",
    Code.NO_SUCH_DISTRICT: "서울에 없는 자치구예요. 목록에서 다시 골라 주세요.",
    Code.SUSPENDED: "노쇼로 예약이 제한되어 있어요. {scope_words} {until}부터 다시 예약할 수 있어요.",
    Code.DOOR_TOO_YOUNG: "{child_is}{birth_explained}: 현장 기준으로 {band} 이용 가능해서 아직 이용할 수 없어요.",
    Code.DOOR_TOO_OLD: "{child_is}{birth_explained}: 현장 기준으로 {band} 이용 가능해서 이용할 수 없어요.",
    Code.SIBLING_ALONE: (
        "{child_is}{birth_explained}: {band} 이용 가능해요. 이용할 수 있는 형제자매와 함께라면{multi_words} 올 수 있어요."
    ),
    Code.SIBLING_NOT_MULTI_CHILD: (
        "{child_is}{birth_explained}: {band} 이용 가능해요. 형제자매와 함께 오는 것은 아이가 {children_min}명 이상인 "
        "다자녀 가정만 할 수 있어요."
    ),
    Code.SIBLING_LEFT_ALONE: (
        "{birth_explained}: {band} 이용 가능해서 형제자매와 함께여야 올 수 있어요. "
        "이 아이만 남길 수 없으니 함께 취소해 주세요."
    ),
    Code.NO_ZONE_FITS: "{child_is}{birth_explained}: 나이에 맞는 구역이 없어요. {zone_words}.",
    Code.CARE_NOT_OFFERED: "이 회차에는 놀이돌봄이 없어요. 놀이돌봄을 빼고 예약해 주세요.",
    Code.CARE_NOT_FOR_GROUPS: "놀이돌봄은 개인 예약만 신청할 수 있어요.",
    Code.CARE_TOO_YOUNG: "{child_is}이용일에 {months}개월: 놀이돌봄은 {least}개월부터 신청할 수 있어요.",
    Code.CARE_TOO_OLD: "{child_is}이용일에 {months}개월: 놀이돌봄은 {most}개월까지 신청할 수 있어요.",
    Code.CARE_NEEDS_FORMER_VISIT: "{child_topic} 이 지점을 이용한 적이 있어야 놀이돌봄을 신청할 수 있어요.",
    Code.CARE_NEEDS_REASON: "놀이돌봄은 급한 사유가 있을 때만 신청할 수 있어요. 사유를 적어 주세요.",
    Code.NO_COMPANION: "이 지점에는 보호자가 직접 함께 와야 해요. 다른 분이 대신 데려올 수 없어요.",
    Code.ADULT_TOO_YOUNG: "함께 오는 보호자는 이용일에 만 {least_age}세 이상이어야 해요.",
    Code.GROUP_TOO_SMALL: "단체는 {counts_words}{least}명부터 예약할 수 있어요. 지금 {number}명이에요.",
    Code.GROUP_TOO_LARGE: "단체는 {counts_words}{most}명까지 예약할 수 있어요. 지금 {number}명이에요.",
    Code.GROUP_ALREADY_THERE: "이 회차는 다른 단체가 예약했어요. 다른 회차를 골라 주세요.",
    Code.EMAIL_NOT_CONFIRMED: "메일 주소를 먼저 확인해 주세요. 가입할 때 보내 드린 메일의 링크를 열면 됩니다.",
    Code.REQUEST_ID_REUSED: "이 화면으로 이미 다른 예약을 했어요. 회차 화면을 새로 열어 다시 시도해 주세요.",
    Code.LINE_WAITING: "지금은 많은 가족이 함께 예약하고 있어 줄을 서서 차례대로 예약해요. 줄을 서면 순서가 지켜져요.",
    Code.LINE_TURN_OVER: "차례가 온 지 {minutes}분이 지났어요. 다시 줄을 서면 새 번호를 드려요.",
    Code.LINE_TICKET_WRONG: "번호표를 알아볼 수 없어요. 로그인한 화면에서 내 차례를 다시 확인해 주세요.",
    Code.CANCEL_DEADLINE_PASSED: "취소는 {deadline}까지 할 수 있었어요. 못 오시면 카페로 전화해 주세요.",
    Code.MOVE_DEADLINE_PASSED: "다른 회차로 바꾸는 것은 {deadline}까지 할 수 있었어요. 못 오시면 카페로 전화해 주세요.",
    Code.SAME_SLOT: "지금 예약한 회차와 같아요. 다른 회차를 골라 주세요.",
    Code.NO_VISIT_CHOSEN: "취소할 아이를 한 명 이상 골라 주세요.",
    Code.ALREADY_CANCELLED: "이미 취소된 예약이에요.",
    Code.ALREADY_CHECKED_IN: "이미 입장 처리되었어요.",
    Code.ALREADY_NO_SHOW: "이미 노쇼로 처리되었어요.",
    Code.NOT_A_NO_SHOW: "노쇼로 기록된 예약이 아니에요. 명단에서 다시 확인해 주세요.",
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
    Code.NOT_IN_TIMETABLE: "새 운영표에는 이 회차({span})가 없어요. 예약한 가족은 그대로 오고, 새 예약은 받지 않아요.",
    Code.RULES_INCOMPLETE: "{missing}을(를) 아무도 적지 않게 되어 규칙이 모자라요. 다른 층에 먼저 적어 주세요.",
    Code.RULES_CONTRADICT: "{where}{section_words}{sentence}",
    Code.RULES_OVERLAP: "{first}부터 {last}까지 정해 둔 규칙이 이미 있어요. 기간이 겹치지 않게 적어 주세요.",
    Code.RULES_AS_BEFORE: "이미 그렇게 적혀 있어요. 바꿀 값을 적어 주세요.",
    Code.RULES_OF_THE_PAST: "지난 날의 규칙은 그때대로 남겨 두어요. 오늘이나 그 뒤의 날짜를 적어 주세요.",
    Code.NOTHING_STATED: "값을 하나도 적지 않았어요. {speaks_words}",
    Code.NOTHING_TO_CANCEL: (
        "그 날짜에 정해 둔 규칙이 없어요. 이미 취소했거나, 이미 맞기 시작해 취소할 수 없어요. 바꾸려면 새로 적어 주세요."
    ),
    Code.BAND_OF_A_CAFE_ONLY: "0~9세를 벗어나는 나이는 지점이 스스로 밝힌 때만, 그 지점의 규칙으로 적어 주세요.",
    Code.CANNOT_BLOCK_SELF: "자신의 계정은 막을 수 없어요.",
    Code.LINE_THERE_ALREADY: "이미 {what} 있어요. 먼저 그것을 끝내 주세요.",
    Code.LINE_NOT_THERE: "끝낼 것이 없어요. 그 사이에 끝났어요.",
    Code.LINE_OPENING_WRONG: "여는 때는 지금부터 {days}일 안으로 적어 주세요.",
    Code.EMAIL_TAKEN: "이미 쓰이는 메일 주소예요.",
    Code.SIGN_IN_WRONG: "메일 주소나 비밀번호가 맞지 않아요.",
    Code.ACCOUNT_BLOCKED: "사용이 중지된 계정이에요. 관리자에게 문의해 주세요.",
    Code.LINK_INVALID: "링크가 올바르지 않아요. 메일의 주소를 끝까지 복사했는지 확인해 주세요.",
    Code.LINK_EXPIRED: "링크의 유효 기간이 지났어요. 새 메일을 받아 주세요.",
    Code.LINK_USED: "이미 사용했거나 보낸 쪽에서 거둔 링크예요.",
    Code.FAMILY_FULL: "한 가족에는 보호자를 {most}명까지 둘 수 있어요.",
    Code.CHILD_HAS_RESERVATION: "예약이 남아 있어요. 예약을 먼저 취소해 주세요.",
    Code.BIRTH_DATE_IN_FUTURE: "생년월일이 오늘보다 뒤예요. 확인해 주세요.",
    Code.BIRTH_DATE_TOO_OLD: "이 서비스는 0~13세 아이를 위한 곳이에요. 생년월일을 확인해 주세요.",
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

_SPOKEN_BY: dict[str, tuple[str, Mapping[object, str]]] = {
    "per_words": ("per", {"day": "하루", "week": "한 주(월~일)", "month": "한 달", "open": "끝나지 않은 것을 합해"}),
    "where": ("here", {True: "이 지점에서 ", False: ""}),
    "who_words": (
        "who",
        {
            "seoul_life": "서울에 살거나 직장·학교·사업장이 서울인 분",
            "seoul": "서울에 사는 분",
            "district": "이 지점의 자치구에 사는 분",
        },
    ),
    "who_hint": ("known", {True: "", False: " 사는 곳을 먼저 알려 주세요."}),
    "others_words": ("of_others", {True: "먼저 예약하는 분이 아니면 ", False: ""}),
    "kind_words": ("admits", {"individual": "개인(가족)", "group": "단체"}),
    "scope_words": ("scope", {"cafe": "이 지점은", "district": "이 자치구의 지점은", "all": "모든 지점을"}),
    "multi_words": ("multi_child_only", {True: "(다자녀 가정)", False: ""}),
    "speaks_words": (
        "speaks",
        {
            True: "이 층에 적은 규칙을 없애려면 ‘이 층에서 거두기’를 눌러 주세요.",
            False: "이 층에 적을 값을 하나 이상 적어 주세요.",
        },
    ),
    "counts_words": ("counts", {"children": "아이 ", "people": "인솔자까지 "}),
}
"""Words that stand for a fact in sentences: the word's name, the fact, and what it is called by its value."""
SAME_DAY = {"portal": "온라인", "phone": "전화", "walk_in": "현장"}

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
    "away": "잠시 받을 수 없어요. Retry-After 헤더의 시간이 지난 뒤 같은 Idempotency-Key로 다시 보내 주세요.",
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
    "district_with_where": "where가 district일 때만, 그때는 꼭 district_id를 적어 주세요.",
    "nothing_given": "바꿀 것을 하나 이상 적어 주세요.",
    "one_place": "cafe_code, district_id, city 가운데 하나만 적어 주세요.",
    "date_not_planned": "2015년부터 2100년까지의 날짜를 적어 주세요.",
    "date_before_rules": "이 날짜에는 아직 규칙이 없어요. {begins}부터의 날짜를 적어 주세요.",
    "birth_year_wrong": "태어난 해를 1900년부터 2100년까지로 적어 주세요.",
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
    Code.LINE_WAITING: "지금은 줄을 서서 차례대로 예약해요. POST /api/v1/line으로 줄을 서고, 차례가 되면 다시 보내 주세요.",
    Code.LINE_TURN_OVER: "차례가 지났어요. POST /api/v1/line으로 다시 줄을 서 주세요.",
    Code.REQUEST_ID_REUSED: "이 Idempotency-Key로 이미 다른 요청을 했어요. 새 키로 보내 주세요.",
    Code.PREVIEW_CHANGED: "그 사이 예약이 달라졌어요. dry_run으로 다시 확인하고 choices를 적어 주세요.",
    Code.REASON_MISSING: "사유(reason)를 적어 주세요. 이력에 남고 가족에게 안내돼요.",
}
"""Sentences that speak of a screen, in other words for who has none."""


def sentence(refusal: Refusal) -> str:
    """The sentence for a refusal, its facts filled in."""
    return settled(SENTENCES[refusal.code].format_map(_spoken(refusal.facts)))


def band(
    basis: str,
    age_min: int,
    age_max: int | None,
    *,
    min_basis: str | None = None,
    max_basis: str | None = None,
    max_reach: str = "whole_month",
) -> str:
    """``연나이 4~8세``, ``만 3~7세``, ``24~36개월``, or with a basis of its own for each end ``24개월 이상 미취학``."""
    low, high = min_basis or basis, max_basis or basis
    reach = f"({age_max}개월이 차는 날까지)" if high == "months" and max_reach == "to_the_day" else ""
    if low == high and age_max is not None:
        return f"{_AGE_PREFIX[low]}{age_min}~{age_max}{_unit(low)}{reach}"
    ends = [f"{_AGE_PREFIX[low]}{age_min}{_unit(low)} 이상"] if age_min or high != "preschool" else []
    if high == "preschool":
        ends.append("미취학")
    elif age_max is not None:
        ends.append(f"{_AGE_PREFIX[high]}{age_max}{_unit(high)} 이하{reach}")
    return " ".join(ends)


def band_of(ages: Band) -> str:
    """The band in words."""
    return band(
        ages.basis,
        ages.min,
        ages.max,
        min_basis=ages.min_basis,
        max_basis=ages.max_basis,
        max_reach=ages.max_reach,
    )


_AGE_PREFIX = {"year_age": "연나이 ", "full_age": "만 ", "months": ""}


def _unit(basis: str) -> str:
    return "개월" if basis == "months" else "세"


def age_explained(facts: Mapping[str, object]) -> str:
    """``2020년생은 2026년에 연나이 6세``: how old the child is on the day, by which basis."""
    years, basis = facts["age"], str(facts["basis"])
    if basis == "preschool":
        return f"{facts['birth_year']}년생은 {int(str(facts['birth_year'])) + SCHOOL_YEARS}년 3월에 취학"
    if basis == "months":
        return f"{facts['birth_year']}년생, 이용일에 {years}개월"
    if basis == "full_age":
        return f"{facts['birth_year']}년생, 이용일에 만 {years}세"
    return f"{facts['birth_year']}년생은 {facts['visit_year']}년에 연나이 {years}세"


CONCESSIONS = {
    "multi_child": "다자녀 가정",
    "disability": "장애",
    "basic_livelihood": "기초생활수급",
    "near_poor": "차상위계층",
    "single_parent": "한부모 가정",
    "veterans": "국가유공자",
    "resident": "구민",
}
"""Concessions that many cafés have; a café's own label comes first."""
_REDUCED = {"child": "아이 이용료", "adult": "보호자 이용료", "all": "이용료", "care": "돌봄 이용료"}


def concession_name(one: Concession | None, name: str = "") -> str:
    """``다자녀 가정``. ``name``: what it is called in the café's file, for one that no café states any more."""
    called = one.name if one else name
    return (one.label if one else None) or CONCESSIONS.get(called, called)


def section_title(name: str) -> str:
    """``나이``, ``구역 ‘baby’``, or ``감면 ‘다자녀 가정’``: what a section of the rules is called."""
    title = section_of(name).title
    first, _, second = name.partition(".")
    second = CONCESSIONS.get(second, second) if first == "concession" else second
    return f"{title} ‘{second}’" if name not in SECTIONS and second else title


def concession_names(concessions: Sequence[Concession]) -> str:
    """Their names in one line."""
    return ", ".join(concession_name(one) for one in concessions)


def concession_words(one: Concession) -> str:
    """``다자녀 가정: 아이 이용료 50% 감면 (현장에서 다둥이 행복카드)``."""
    what = f"1명마다 {one.won:,}원" if one.won else "무료" if one.percent == 100 else f"{one.percent}% 감면"
    asked = f" (현장에서 확인: {one.evidence})" if one.evidence else ""
    return f"{concession_name(one)}: {_REDUCED[one.applies]} {what}{' 감면' if one.won else ''}{asked}"


def who_may(residency: Residency) -> str:
    """``서울에 사는 분 (현장에서 확인해요: 신분증)``: who may come, and what shows it at the door."""
    if residency.who == "anyone":
        return "누구나"
    asked = f": {residency.evidence}" if residency.evidence else ""
    return f"{_SPOKEN_BY['who_words'][1][residency.who]} (현장에서 확인해요{asked})"


def residency_ask(residency: Residency) -> str | None:
    """What staff ask for at the door, or ``None`` where anyone may come."""
    if residency.who == "anyone":
        return None
    asked = f" 증빙: {residency.evidence}." if residency.evidence else ""
    return f"{_SPOKEN_BY['who_words'][1][residency.who]}만 이용할 수 있는 회차예요. 어디 사는지 확인해 주세요.{asked}"


_BARRED = {"cafe": "이 지점을", "district": "이 자치구의 지점을", "all": "모든 지점을"}
_COUNTED = {"cafe": "이 지점에서 ", "district": "이 자치구에서 ", "all": ""}


def no_show_moment(minutes: Minutes) -> str:
    """Until when who does not come is no no-show yet, as the beginning of a sentence."""
    grace = minutes.no_show_grace_minutes
    if grace < 0:
        return f"시작 {-grace}분 전까지 취소하지 않고 시작할 때까지 오지 않으면"
    return f"연락 없이 시작 {grace}분 뒤까지 오지 않으면" if grace else "연락 없이 시작할 때까지 오지 않으면"


def no_show_costs(rule: Suspension | None) -> list[str]:
    """What no-shows cost by this rule: a sentence for each step, and whether what is reserved goes too. Said beforehand."""
    if rule is None:
        return []
    said = [
        f"{_COUNTED[rule.scope]}최근 {step.window_days}일 안에 노쇼가 {step.count}번이면 {step.days}일 동안 "
        f"{_BARRED[rule.scope]} 예약할 수 없어요."
        if step.count > 1
        else f"{_COUNTED[rule.scope]}노쇼가 한 번이라도 있으면 {step.days}일 동안 {_BARRED[rule.scope]} 예약할 수 없어요."
        for step in rule.steps
    ]
    if rule.cancels_future:
        said.append("그 기간에 미리 잡아 둔 예약도 취소돼요.")
    return said


def _spoken(facts: Mapping[str, object]) -> dict[str, object]:
    said: dict[str, object] = {key: _say(value) for key, value in facts.items()}
    child = str(facts.get("child") or "")
    said["child_is"] = f"{child} · " if child else ""
    said["child_topic"] = with_particle(child, "는")
    if "basis" in facts:
        said["birth_explained"] = age_explained(facts)
        said["band"] = _band_spoken(facts)
    for word, (fact, called) in _SPOKEN_BY.items():
        if fact in facts:
            said[word] = called.get(facts[fact], "")
    if "section" in facts:
        said["section_words"] = f"[{section_title(str(facts['section']))}] " if facts["section"] else ""
    if "booking" in facts:
        said["reserved_how"] = _reserved_how(str(facts["booking"]), facts["site"])
    if "places_left" in facts:
        left = facts["places_left"]
        said["left_words"] = f"남은 자리가 {left}자리라" if left else "남은 자리가 없어서"
    if "walk_in_share" in facts:
        said["shares_words"] = _shares(cast(int, facts["walk_in_share"]), cast(int, facts["kept_back"]))
    if "how" in facts:
        said["how_words"] = ", ".join(SAME_DAY[way] for way in cast(Sequence[str], facts["how"]))
    if "zones" in facts:
        said["zone_words"] = ", ".join(
            f"{zone.label or zone.name} {band_of(zone)}" for zone in cast(Sequence[Zone], facts["zones"])
        )
    if "starts" in facts:
        said["starts"] = clock_time(cast(datetime, facts["starts"]))
        said["known_starts"] = ", ".join(clock_time(at) for at in cast(Sequence[datetime], facts["known"]))
    starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
    if isinstance(starts_at, datetime) and isinstance(ends_at, datetime):
        said["span"] = f"{day(starts_at)} {span(starts_at, ends_at)}"
    if isinstance(facts.get("doors_open_at"), datetime):
        said["doors_open_at"] = clock_time(facts["doors_open_at"])  # type: ignore[arg-type]
    return said


def _band_spoken(facts: Mapping[str, object]) -> str:
    """The band in a sentence that has just said 연나이: not again."""
    low, high = str(facts["min_basis"]), str(facts["max_basis"])
    age_min, age_max = cast(int, facts["age_min"]), cast(int | None, facts["age_max"])
    if low == high == "year_age" and age_max is not None:
        return f"{age_min}~{age_max}세"
    return band(low, age_min, age_max, max_basis=high, max_reach=str(facts["max_reach"]))


def _shares(walk_in_share: int, kept_back: int) -> str:
    """Which places of the slot are not for reserving."""
    kept = [("현장에서 받는", walk_in_share), ("지점이 남겨 두는", kept_back)]
    said = ", ".join(f"{what} {places}자리" for what, places in kept if places)
    return f" {said}는 온라인으로 예약할 수 없어요." if said else ""


def _reserved_how(booking: str, site: object) -> str:
    if booking == "walk_in":
        return "이 지점은 예약 없이 현장에서 이용해요."
    return f"이 지점은 다른 누리집에서 예약받아요{f': {site}' if site else '.'}"


def _say(value: object) -> object:
    if isinstance(value, datetime):
        return kst(value)
    return day(value) if isinstance(value, date) else value
