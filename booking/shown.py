"""What families have shown at a door and said of themselves, as far as fees depend on it; and a reservation's fee with it.

Few cafés state concessions: where no policy does, nothing is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Child, Family, FamilyConcession
from .rules.fees import Fee, entitled, fee
from .rules.parties import UNKNOWN, ChildFacts, Party, Residence
from .rules.policy import Policy

NO_FEE = Fee(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Proof:
    """A concession by name, shown at an instant in a café, and the last date on which it is remembered."""

    name: str
    proved_at: datetime
    cafe_id: int
    expires_on: date


@dataclass(frozen=True)
class FamilyShown:
    """A family: where it lives, what it has shown, and when all its children were born (empty: they are not all known)."""

    residence: Residence = UNKNOWN
    proofs: tuple[Proof, ...] = ()
    births: tuple[date, ...] = ()

    def proof(self, name: str, on: date) -> Proof | None:
        """The proof of this concession that reaches farthest, if it reaches that date."""
        found = [proof for proof in self.proofs if proof.name == name and on <= proof.expires_on]
        return max(found, key=lambda proof: (proof.expires_on, proof.proved_at), default=None)

    def party(self, births: Sequence[date], adults: int, on: date) -> Party:
        """Children of the family who were born on these dates, with so many adults, on that date."""
        return Party(
            [ChildFacts(-number, "", birth) for number, birth in enumerate(births, 1)],
            adults,
            residence=self.residence,
            concessions=tuple(sorted({proof.name for proof in self.proofs if on <= proof.expires_on})),
            family_births=self.births,
        )

    def fee(self, births: Sequence[date], adults: int, on: date, district_id: int, policy: Policy) -> Fee:
        """What they pay; nothing when nobody comes."""
        return fee(self.party(births, adults, on), on, district_id, policy) if births else NO_FEE

    def could_have(self, on: date, district_id: int, policy: Policy) -> tuple[str, ...]:
        """The café's concessions that the family has or would have if it showed the evidence."""
        everything = Party(
            residence=self.residence,
            concessions=tuple(one.name for one in policy.concessions),
            family_births=self.births,
        )
        return entitled(everything, on, district_id, policy)


NOTHING = FamilyShown()


def families_shown(session: Session, family_ids: Iterable[int], policies: Iterable[Policy]) -> dict[int, FamilyShown]:
    """What these families have shown: two statements, or none when none of the policies knows a concession."""
    wanted = sorted(set(family_ids))
    if not wanted or not any(policy.concessions for policy in policies):
        return {}
    proofs: dict[int, list[Proof]] = {}
    rows = select(FamilyConcession).where(FamilyConcession.family_id.in_(wanted)).order_by(FamilyConcession.id)
    for row in session.scalars(rows.execution_options(populate_existing=True)):
        proof = Proof(row.name, row.proved_at, row.proved_in_cafe_id, row.expires_on)
        proofs.setdefault(row.family_id, []).append(proof)
    families = (
        select(
            Family.id,
            Family.walk_in,
            Family.residence_district_id,
            Family.life_zone,
            Family.residence_known,
            Child.birth_date,
        )
        .outerjoin(Child, (Child.family_id == Family.id) & Child.removed_at.is_(None))
        .where(Family.id.in_(wanted))
    )
    found: dict[int, FamilyShown] = {}
    for family_id, walk_in, district_id, life_zone, known, birth in session.execute(families):
        before = found.get(family_id) or FamilyShown(
            Residence(district_id, life_zone, known), tuple(proofs.get(family_id, ()))
        )
        # Of a family at the door only those are known who came.
        births = before.births if walk_in or birth is None else (*before.births, birth)
        found[family_id] = FamilyShown(before.residence, before.proofs, births)
    return found
