"""Words for jobs, notices and reasons on the status page. A test fails while a job, a kind or a reason has none."""

from datetime import timedelta

from ..rules import job_times
from ..rules import notice_kinds as kinds

JOBS = {
    job_times.OPEN_SLOTS: "회차 열기",
    job_times.MARK_NO_SHOWS: "노쇼 처리",
    job_times.SEND_NOTICES: "알림 보내기",
    job_times.COMPARE_COUNTERS: "자리 장부 비교",
    job_times.PURGE: "보관 기간 지난 자료 삭제",
}
WORK = {
    job_times.OPEN_SLOTS: ("한 시간마다", "새로 연 회차 {}개"),
    job_times.MARK_NO_SHOWS: ("1분마다", "노쇼로 바꾼 아이 {}명"),
    job_times.SEND_NOTICES: ("15초마다", "보낸 알림 {}건"),
    job_times.COMPARE_COUNTERS: ("매일 오전 3:10", "서로 다른 회차 {}개"),
    job_times.PURGE: ("매일 오전 3:40", "지우거나 이름을 뺀 자료 {}건"),
}
"""How often, and how much it did."""
STATES = {
    "well": ("정상", "ok"),
    "running": ("첫 실행 중", "info"),
    "failed": ("실패", "danger"),
    "late": ("늦음", "danger"),
    "never": ("실행 기록 없음", "warn"),
}
NOTICES = {
    kinds.RESERVED: "예약 확인",
    kinds.REMINDER_DAY: "하루 전 알림",
    kinds.REMINDER_HOURS: "두 시간 전 알림",
    kinds.CANCELLED: "예약 취소",
    kinds.CAPACITY_CANCELLED: "정원 변경으로 취소",
    kinds.CLOSED: "휴관으로 취소",
    kinds.NO_SHOW: "노쇼 안내",
    kinds.MOVED: "다른 회차로 변경",
    kinds.SUSPENDED: "이용 제한으로 취소",
    kinds.CONFIRM_EMAIL: "메일 주소 확인",
    kinds.RESET_PASSWORD: "비밀번호 다시 정하기",
    kinds.INVITE_GUARDIAN: "보호자 초대",
    kinds.INVITE_STAFF: "직원 초대",
    kinds.INVITE_ADMIN: "관리자 초대",
    kinds.ALREADY_REGISTERED: "이미 가입된 주소",
}
REASONS = {
    "cancelled": "그사이 예약이 모두 취소됐어요",
    "came": "그사이 아이가 왔어요",
    "too_late": "보낼 때가 지났어요",
    "not_cancelled": "그사이 취소가 사라졌어요",
    "superseded": "더 새로운 알림이 있어요",
    "gone": "예약이 지워졌어요",
    "no_recipient": "받을 사람이 탈퇴했거나 주소가 없어요",
    "link_gone": "링크가 취소됐어요",
    "link_used": "링크를 이미 썼어요",
    "link_expired": "링크의 기한이 지났어요",
    "already_confirmed": "주소를 이미 확인했어요",
    "unknown_kind": "이 프로그램이 모르는 알림이에요",
}
BOARDS = {
    "board_closed": "현황판이 열리지 않았어요",
    "board_late": "현황판이 시작 10분 뒤에야 열렸어요",
}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def length(time: timedelta) -> str:
    """``1분 미만``, ``3분``, ``2시간``, ``5일``: rounded down, for "…전" and "…늦음"."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "1분 미만"
    if minutes < 60:
        return f"{minutes}분"
    return f"{minutes // 60}시간" if minutes < 48 * 60 else f"{minutes // (24 * 60)}일"
