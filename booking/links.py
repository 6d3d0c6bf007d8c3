"""The links that travel by mail: a row's id, signed. Knowing the database is not enough to make one."""

from itsdangerous import BadSignature, URLSafeSerializer

from .rules.refusals import Code, Refused, no


def token(secret_key: str, link_id: int) -> str:
    """The signed form of a mail link's id."""
    return str(URLSafeSerializer(secret_key, salt="mail-link").dumps(link_id))


def link_id(secret_key: str, signed: str) -> int:
    """The mail link's id in a signed token.

    :raises Refused: ``LINK_INVALID``.
    """
    try:
        found = URLSafeSerializer(secret_key, salt="mail-link").loads(signed)
    except BadSignature as error:
        raise Refused(no(Code.LINK_INVALID)) from error
    if not isinstance(found, int):
        raise Refused(no(Code.LINK_INVALID))
    return found
