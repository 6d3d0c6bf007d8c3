"""Words for what the log records. A test fails while a verb has none."""

from ..words import ROLES, VISIT_STATES

VERBS = {
    "change_capacity": "정원 변경",
    "slot_capacity": "회차 정원 변경",
    "capacity_cancel": "정원 변경으로 예약 취소",
    "close_days": "휴관 지정",
    "slot_close": "회차 휴관",
    "closing_cancel": "휴관으로 예약 취소",
    "reopen_day": "휴관 해제",
    "slot_reopen": "회차 다시 열기",
    "slot_withdraw": "운영표에서 빠진 회차",
    "change_rules": "규칙 변경",
    "withdraw_rules": "규칙 거두기",
    "cancel_rules": "정해 둔 규칙 취소",
    "grant": "초대",
    "grant_resend": "초대 다시 보내기",
    "grant_cancel": "초대 취소",
    "accept_invitation": "초대 수락",
    "block": "계정 차단",
    "unblock": "차단 해제",
    "check_in": "입장",
    "check_out": "퇴장",
    "undo": "입장·퇴장 되돌리기",
    "called": "늦는다고 전화함",
    "called_undone": "전화 표시 지우기",
    "concession_proved": "감면 증빙 확인",
    "concession_undone": "감면 증빙 확인 지우기",
    "walk_in": "현장 접수",
    "no_show": "노쇼 처리",
    "waive_no_show": "노쇼 면제",
    "suspended_cancel": "노쇼 제한으로 예약 취소",
    "move": "다른 회차로 변경",
    "invite_guardian": "보호자 초대",
    "withdraw_invitation": "보호자 초대 취소",
    "change_profile": "회원 정보 변경",
    "change_residence": "사는 곳 변경",
    "change_password": "비밀번호 변경",
    "forget": "탈퇴",
    "purge": "보관 기간이 지나 삭제",
    "anonymise": "보관 기간이 지나 익명 처리",
    "notice_failed": "알림 보내지 못함",
    "counters_differ": "자리 장부 불일치",
}

DETAILS = ROLES | VISIT_STATES | {"admin, city": "시 관리자"}
"""Details that are codes; other details are values and are shown as they are."""
