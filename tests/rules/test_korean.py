"""Particles follow the word before them; things are counted in Korean."""

import pytest

from booking.rules.korean import ordinal, settled, with_particle


@pytest.mark.parametrize(
    ("word", "wanted", "said"),
    [
        ("지아", "은", "지아는"),
        ("민준", "는", "민준은"),
        ("아이 1", "는", "아이 1은"),
        ("아이 2", "은", "아이 2는"),
        ("10", "이", "10이"),
        ("‘현장 접수 몫’", "와", "‘현장 접수 몫’과"),
        ("개인 정원(명)", "가", "개인 정원(명)이"),
        ("구역(유아 방)", "을", "구역(유아 방)을"),
        ("11월 24일(화)", "가", "11월 24일(화)이"),
        ("나이(세) ", "을", "나이(세) 를"),
        ("(가)", "은", "(가)는"),
        ("‘미취학’", "로", "‘미취학’으로"),
        ("개월", "으로", "개월로"),
        ("7", "으로", "7로"),
        ("JN220501", "은", "JN220501은"),
        ("baby", "을", "baby를"),
        ("Tom", "는", "Tom은"),
        ("", "는", "는"),
    ],
)
def test_a_particle_follows_its_word(word, wanted, said):
    assert with_particle(word, wanted) == said


def test_what_was_left_open_is_settled():
    assert settled("11월 24일(화)은(는) [나이]을(를) 3와(과) 4(으)로") == "11월 24일(화)은 [나이]를 3과 4로"


@pytest.mark.parametrize(("number", "said"), [(1, "첫 번째"), (2, "두 번째"), (10, "열 번째"), (11, "11번째")])
def test_things_are_counted_in_korean(number, said):
    assert ordinal(number) == said
