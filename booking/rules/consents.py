"""What guardians agree to, in the wording they were shown.

``Consent`` rows hold a kind and a version; the wording of every version stays in this file. Changed words are a new version
added to :data:`TEXTS`, never an edit of an old one, so that it can be shown later what somebody agreed to.
"""

from dataclasses import dataclass

CHILD_DATA = "child_data"


@dataclass(frozen=True)
class ConsentText:
    """One wording: ``label`` stands beside the box, ``lines`` are the full text."""

    kind: str
    version: str
    label: str
    lines: tuple[str, ...]


TEXTS = (
    ConsentText(
        CHILD_DATA,
        "2026-11",
        "아이의 이름과 생년월일을 예약에 쓰는 데 법정대리인으로서 동의합니다",
        (
            "모으는 것: 보호자의 이름·휴대전화 번호·메일 주소, 아이의 이름·생년월일.",
            "쓰는 곳: 키즈카페 예약, 이용일의 나이 확인, 입장 확인, 예약 안내 메일. 다른 곳에는 쓰지 않습니다.",
            "보는 사람: 예약한 카페의 직원과 그 카페를 맡은 자치구·시 담당자.",
            "보관: 이용한 기록은 1년 뒤 누구인지 알 수 없게 바꿉니다. 탈퇴하면 개인정보를 바로 지웁니다.",
            "만 14세가 되지 않은 아이의 정보는 법정대리인의 동의가 있어야 쓸 수 있습니다(개인정보 보호법 제22조의2).",
            "동의하지 않을 수 있지만, 그러면 아이를 등록하고 예약할 수 없습니다.",
        ),
    ),
)


def current(kind: str) -> ConsentText:
    """The newest wording of a kind."""
    return [text for text in TEXTS if text.kind == kind][-1]
