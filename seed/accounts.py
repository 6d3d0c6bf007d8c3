"""The demo accounts: who they are, without a database. ``python -m seed accounts`` prints them."""

from dataclasses import dataclass

DOMAIN = "demo.kidscafe.example"
PASSWORD = "kidscafe-demo"  # noqa: S105  # demo people are refused in production


@dataclass(frozen=True)
class DemoAccount:
    """One demo person. Officials have a district (none: the city's), staff a café's code, guardians a family."""

    mailbox: str
    role: str
    name: str
    where: str
    district: str | None = None
    cafe_code: str | None = None
    family: int | None = None

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


def _official(mailbox: str, name: str, district: str) -> DemoAccount:
    return DemoAccount(mailbox, "admin", name, f"{district} 관리자", district=district)


def _staff(mailbox: str, name: str, branch: str, code: str) -> DemoAccount:
    return DemoAccount(f"staff-{mailbox}", "staff", name, f"{branch} 직원", cafe_code=code)


DEMO_ACCOUNTS = [
    DemoAccount("mom", "guardian", "김하나", "보호자 (가족 1: 아이 둘)", family=1),
    DemoAccount("dad", "guardian", "이두리", "보호자 (가족 1, 두 번째 보호자)", family=1),
    DemoAccount("dad2", "guardian", "박세준", "보호자 (가족 2: 아이 하나)", family=2),
    _staff("hyehwa", "정혜화", "종로구 혜화동점", "JN220501"),
    _staff("myeonmok4", "오면목", "중랑구 면목4동점", "JR220801"),
    _staff("sangdo3", "한상도", "동작구 상도3동점", "DJ221102"),
    _staff("sinjeong7", "신정희", "양천구 신정7동점", "YC221101"),
    _staff("geumho", "금호진", "성동구 금호2·3가동점", "SD221201"),
    _staff("godeok2", "고덕수", "강동구 고덕2동점", "GD230201"),
    _staff("amsa1", "안사라", "강동구 암사1동점", "GD230202"),
    _staff("junggok3", "중곡순", "광진구 중곡3동점", "GJ230202"),
    _official("jongno", "조종로", "종로구"),
    _official("jungnang", "임중랑", "중랑구"),
    _official("dongjak", "윤동작", "동작구"),
    _official("yangcheon", "양천우", "양천구"),
    _official("seongdong", "성동희", "성동구"),
    _official("gangdong", "강동원", "강동구"),
    _official("gwangjin", "광진주", "광진구"),
    DemoAccount("city", "admin", "서시청", "서울시 관리자"),
]


def table() -> str:
    """E-mail, password and who, in aligned columns. Korean stands last: its letters are two columns wide."""
    widest = max(len(account.email) for account in DEMO_ACCOUNTS)
    lines = [f"  {account.email:<{widest}}  {PASSWORD}  {account.where}" for account in DEMO_ACCOUNTS]
    return "\n".join(["체험 계정 (demo accounts): 메일, 비밀번호, 누구", *lines])
