"""What each role gets at each route, as a table; :mod:`tests.attacks.test_matrix` asks for it all.

A cell is what GET and POST (or ``DELETE=…`` and the like) answer for that role: ``ok`` (2xx), ``go`` (a redirect to where
the work goes on), ``no`` (422, the form comes back; of the API every 4xx about what was sent), ``in`` (to the sign-in),
``-`` (404: not there for this role), ``x`` (405: the route has no such method). The API is asked with the role's token, as JSON
and with an idempotency key; ``in`` is 401 there. ``own`` columns ask with an object of the role's own; ``others`` with one of
somebody else's.
"""

# endpoint                        nobody   guardian: own, others'   staff: own, others'   official: own, others'   city
TABLE = """
public.home                     | ok x   | ok x    | ok x   | go x    | go x   | go x    | go x   | go x
public.show_cafes               | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_cafe                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_day                 | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.search                   | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_slot                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_why                 | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_why_of_day          | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.open_code                | in x   | go x    | -  x   | go x    | go x   | -  x    | -  x   | -  x
public.open_link                | ok no  | ok no   | ok no  | ok no   | ok no  | ok no   | ok no  | ok no
public.ask_reset                | ok no  | ok no   | ok no  | ok no   | ok no  | ok no   | ok no  | ok no
public.reset_asked              | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.sign_in                  | ok no  | go no   | go no  | go no   | go no  | go no   | go no  | go no
public.sign_out                 | x  go  | x  go   | x  go  | x  go   | x  go  | x  go   | x  go  | x  go
public.sign_up                  | ok no  | go go   | go go  | go go   | go go  | go go   | go go  | go go
public.signed_up                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.help_page                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.healthz                  | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.readyz                   | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_metrics             | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_sign_ins            | in x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.make_token               | x  in  | x  ok   | x  ok  | x  ok   | x  ok  | x  ok   | x  ok  | x  ok
public.end_one                  | x  in  | x  go   | x  go  | x  go   | x  go  | x  go   | x  go  | x  go
public.robots                   | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.favicon                  | go x   | go x    | go x   | go x    | go x   | go x    | go x   | go x
static                          | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
guardian.show_me                | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.edit_profile           | in in  | ok go   | ok go  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.edit_password          | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.edit_residence         | in in  | ok go   | ok go  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.send_confirmation      | x  in  | x  go   | x  go  | x  -    | x  -   | x  -    | x  -   | x  -
guardian.delete_account         | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.show_children          | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.new_child              | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.edit_child             | in in  | ok go   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.take_child_out         | in in  | ok no   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.show_guardians         | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.withdraw_invitation    | x  in  | x  go   | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
guardian.show_reservations      | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.show_past_reservations | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.show_earlier_reservations | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.show_reservation       | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.show_rules             | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.calendar_of            | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.cancel_reservation     | in in  | ok no   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.choose_slot            | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.move_reservation       | in in  | ok no   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.show_line              | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.join                   | x  in  | x  go   | x  go  | x  -    | x  -   | x  -    | x  -   | x  -
guardian.create_reservation     | in in  | go no   | go no  | -  -    | -  -   | -  -    | -  -   | -  -
staff.today                     | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.show_slot                 | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.show_inside               | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.find_party                | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.code                      | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.before_walk_in            | in x   | -  x    | -  x   | go x    | go x   | -  x    | -  x   | -  x
staff.ask_walk_in               | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.take_in                   | x  in  | x  -    | x  -   | x  no   | x  -   | x  -    | x  -   | x  -
staff.check_in_children         | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.check_out_children        | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.undo                      | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.prove                     | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.set_called                | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
admin.show_today                | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_status               | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_line                 | in x   | -  x    | -  x   | -  x    | -  x   | -  x    | -  x   | ok x
admin.order_line                | x  in  | x  -    | x  -   | x  -    | x  -   | x  -    | x  -   | x  no
admin.end                       | x  in  | x  -    | x  -   | x  -    | x  -   | x  -    | x  -   | x  no
admin.show_log                  | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_act                  | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | -  x   | ok x
admin.show_capacity             | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.change_slot_capacity      | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_cafe_capacity      | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_district_capacity  | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_rules                | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_cafe_rules           | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | -  x   | ok x
admin.show_district_rules       | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | -  x   | ok x
admin.show_city_rules           | in x   | -  x    | -  x   | -  x    | -  x   | -  x    | -  x   | ok x
admin.change_cafe_rules         | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_district_rules     | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_city_rules         | in in  | -  -    | -  -   | -  -    | -  -   | -  -    | -  -   | ok no
admin.cancel_cafe_rules         | in in  | -  -    | -  -   | -  -    | -  -   | go go   | -  -   | go go
admin.cancel_district_rules     | in in  | -  -    | -  -   | -  -    | -  -   | go go   | -  -   | go go
admin.cancel_city_rules         | in in  | -  -    | -  -   | -  -    | -  -   | -  -    | -  -   | go go
admin.show_closings             | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.close                     | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.reopen                    | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_no_shows             | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.waive                     | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_people               | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.block                     | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.unblock                   | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_forms                | in x   | -  x    | -  x   | -  x    | -  x   | go x    | go x   | go x
admin.invite_to_cafe            | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.invite_to_office          | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.resend                    | x  in  | x  -    | x  -   | x  -    | x  -   | x  go   | x  -   | x  go
admin.cancel                    | x  in  | x  -    | x  -   | x  -    | x  -   | x  go   | x  -   | x  go
api_public.list_cafes           | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_cafe            | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_availability    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.list_slots           | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_slot            | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_eligibility     | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_why             | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_calendar        | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.show_place           | no x   | no x    | no x   | no x    | no x   | no x    | no x   | no x
api_public.show_document        | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_public.make_token           | x  ok  | x  ok   | x  ok  | x  ok   | x  ok  | x  ok   | x  ok  | x  ok
api_account.list_tokens         | in x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
api_account.end_token           | DELETE=in | DELETE=ok | DELETE=- | DELETE=ok | DELETE=- | DELETE=ok | DELETE=- | DELETE=ok
api_guardian.show_me            | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.show_residence     | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.edit_residence     | PATCH=in | PATCH=ok | PATCH=ok | PATCH=- | PATCH=- | PATCH=- | PATCH=- | PATCH=-
api_guardian.list_concessions   | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.list_children      | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.create_child       | x  in  | x  ok   | x  ok  | x  -    | x  -   | x  -    | x  -   | x  -
api_guardian.show_child         | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.edit_child         | PATCH=in | PATCH=ok | PATCH=- | PATCH=- | PATCH=- | PATCH=- | PATCH=- | PATCH=-
api_guardian.delete_child       | DELETE=in | DELETE=ok | DELETE=- | DELETE=- | DELETE=- | DELETE=- | DELETE=- | DELETE=-
api_guardian.list_reservations  | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.join               | x  in  | x  ok   | x  ok  | x  -    | x  -   | x  -    | x  -   | x  -
api_guardian.show_reservation   | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
api_guardian.cancel_reservation | x  in  | x  ok   | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
api_guardian.move_reservation   | x  in  | x  ok   | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
api_guardian.create_reservation | x  in  | x  ok   | x  no  | x  -    | x  -   | x  -    | x  -   | x  -
api_staff.list_slots_of_today   | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
api_staff.show_roster           | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
api_staff.show_code             | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
api_staff.prove                 | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_staff.set_called            | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_staff.check_in_children     | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_staff.check_out_children    | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_staff.undo                  | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_staff.take_in               | x  in  | x  -    | x  -   | x  ok   | x  -   | x  -    | x  -   | x  -
api_admin.change_slot           | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
api_admin.change_cafe           | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
api_admin.change_district       | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
api_admin.list_no_shows         | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
api_admin.waive                 | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
api_admin.list_closings         | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
api_admin.create_closing        | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
api_admin.reopen                | x  in  | x  -    | x  -   | x  -    | x  -   | x  ok   | x  -   | x  ok
"""
COLUMNS = (
    ("nobody", "own"), ("guardian", "own"), ("guardian", "others"), ("staff", "own"), ("staff", "others"),
    ("official", "own"), ("official", "others"), ("city", "own"),
)  # fmt: skip


def table() -> dict[str, dict[tuple[str, str], dict[str, str]]]:
    """``TABLE`` read: endpoint → (role, whose) → {"GET": …, "POST": …}."""
    read = {}
    for line in filter(None, TABLE.splitlines()):
        endpoint, *cells = (part.strip() for part in line.split("|"))
        assert len(cells) == len(COLUMNS), endpoint
        read[endpoint] = {column: cell_of(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    return read


def cell_of(text: str) -> dict[str, str]:
    """A cell read: method → word."""
    words = text.split()
    if "=" in text:
        return dict(word.split("=") for word in words)
    return dict(zip(("GET", "POST"), words, strict=True))
