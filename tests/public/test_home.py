"""What the home page promises."""

from tests.support.morning import text_of


def test_the_home_page_promises_no_longer_slot_than_each_cafe_has(app, world):
    text = text_of(app.test_client().get("/"))

    assert "두 시간 동안" not in text
    assert "90분~2시간" in text
