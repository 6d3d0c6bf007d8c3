"""What a party pays at the desk, in whole won."""

from .policy import Policy


def fee_won(children: int, adults: int, policy: Policy) -> int:
    """The fee for so many children and adults."""
    return children * policy.fee_child_won + adults * policy.fee_adult_won
