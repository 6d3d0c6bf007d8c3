"""``python -m seed check`` and ``load`` on files that somebody spoilt: sentences with the file, no stack trace, no half a
load."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seed.__main__ import FOLDER, main
from tests.seed.conftest import A_CAFE
from tests.seed.test_any_text import VALUES

FILES = [
    *(FOLDER / "cafes" / f"{code}.toml" for code in ("JN220501", "DB241101", "KC240902", "GN260301")),
    FOLDER / "districts" / "11320.toml",
    FOLDER / "city.toml",
    FOLDER / "holidays.toml",
    FOLDER / "districts.toml",
]
TOLD = re.compile(r"\S.* \d+행, \S.*[.?]$")
KEYLESS = (b"\xff", b"\x00", b"\r", b"\xef\xbb\xbf", b'"', b"[", b"]", b"=", b"#", b"'", b"{")


@st.composite
def spoilt(draw):
    """A file's name and its bytes with a few changes."""
    file = draw(st.sampled_from(FILES))
    lines = file.read_bytes().split(b"\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["out", "value", "swap", "twice", "byte", "dates", "crlf", "half", "typo"]))
        if how == "out":
            del lines[at]
        elif how == "value":
            lines[at] = re.sub(rb"=.*", b"= " + draw(st.sampled_from(VALUES)).encode().replace(b"\\", b"\\\\"), lines[at])
        elif how == "swap":
            (key, *_), (_, *value) = lines[at].partition(b"="), lines[other].partition(b"=")
            lines[at] = key + b"".join(value)
        elif how == "twice":
            lines[other:other] = lines[at : at + 8]
        elif how == "byte":
            lines[at] = lines[at][: other % 9] + draw(st.sampled_from(KEYLESS)) + lines[at][other % 9 :]
        elif how == "dates":
            lines[at] += b"\nfrom = 2027-01-01\nuntil = 2026-01-01"
        elif how == "crlf":
            lines = [line + b"\r" for line in lines]
        elif how == "half":
            del lines[at:]
        else:
            lines[at] = lines[at][1:]
        lines = lines or [b""]
    return file.name, b"\n".join(lines)


@pytest.fixture
def environment(database_url, tmp_path, monkeypatch):
    """The command's environment points to the test's database."""
    values = {"ENV": "test", "SECRET_KEY": "test " * 10, "DATABASE_URL": database_url, "VAR_DIR": str(tmp_path)}
    for name, value in {**values, "BASE_URL": "http://localhost"}.items():
        monkeypatch.setenv(name, value)


def told(error, files):
    """Every line of the answer names one of the files, a line and (unless the whole file is meant) a key."""
    first, *lines = error.splitlines()
    assert re.match(rf"파일에 잘못된 곳이 {len(lines)}군데 있습니다\.", first)
    assert lines
    for line in lines:
        assert TOLD.match(line), line
        assert any(line.startswith(str(file)) for file in files) or line.startswith("seed/"), line
    return lines


@given(spoilt())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spoilt_file_is_whole_or_told_of(tmp_path, capsys, one):
    name, content = one
    file = tmp_path / name
    file.write_bytes(content)

    code = main(["check", str(file)])

    answer = capsys.readouterr()
    if code == 0:
        assert "잘못된 곳이 없습니다" in answer.out
        return
    assert code == 1
    for line in told(answer.err, [file]):
        number = int(re.search(r" (\d+)행,", line)[1])
        assert 1 <= number <= content.count(b"\n") + 1


ODD = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "comment": "# 비어 있음\n".encode(),
    "nul": b"\x00" * 100,
    "utf16": A_CAFE.encode("utf-16"),
    "euckr": A_CAFE.encode("euc-kr"),
    "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + A_CAFE.encode(),
    "old mac": A_CAFE.encode().replace(b"\n", b"\r"),
    "large number": A_CAFE.encode() + b"[fees]\nchild_won = " + b"9" * 4000,
    "large text": A_CAFE.encode() + b"[notes.visit]\nyear = 2026\nsource = 'x'\ntext = '" + b"x" * 5_000_000 + b"'",
    "unclosed": A_CAFE.encode() + b"[notes.visit]\ntext = '" + b"x" * 5_000_000,
    "many tables": A_CAFE.encode() + b"".join(b"[closed.d%d]\nfirst = 3\n" % n for n in range(1_000)),
    "surrogate": A_CAFE.encode() + b'[notes.visit]\nyear = 2026\nsource = "x"\ntext = "\\ud800"',
    "deep": b"a" + b".a" * 1_000 + b" = 1",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_told_of(tmp_path, capsys, name):
    file = tmp_path / "odd.toml"
    file.write_bytes(ODD[name])

    assert main(["check", str(file)]) == 1
    assert told(capsys.readouterr().err, [file])


def test_beside_odd_files_nothing_is_loaded(environment, rows, tmp_path, capsys):
    for name, content in ODD.items():
        (tmp_path / f"{name}.toml").write_bytes(content)
    (tmp_path / "good.toml").write_text(A_CAFE, encoding="utf-8")
    files = [tmp_path / f"{name}.toml" for name in ("good", *ODD)]

    assert main(["load", *map(str, files)]) == 1

    lines = told(capsys.readouterr().err, files)
    assert all(any(line.startswith(f"{file} ") for line in lines) for file in files[1:])
    assert not any(rows().values())


def test_no_file_a_folder_and_a_folder_below_a_file_are_told_of(environment, rows, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    odd = [tmp_path / "nowhere.toml", tmp_path, tmp_path / "file" / "x.toml", tmp_path / ("x" * 300)]

    for command in ("check", "load"):
        assert main([command, *map(str, odd)]) == 1
        lines = told(capsys.readouterr().err, odd)
        assert [re.search(r": (.+)\.$", line)[1] for line in sorted(lines)][:1] == ["파일이 아니라 폴더입니다"]
    assert not any(rows().values())


def test_two_files_of_one_cafe_are_told_of_and_one_file_twice_is_one(environment, rows, tmp_path, capsys):
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    for file in (one, other):
        file.write_text(A_CAFE, encoding="utf-8")

    assert main(["load", str(one), str(other)]) == 1
    assert "에도 있습니다" in capsys.readouterr().err
    assert not any(rows().values())
    assert main(["check", str(one), str(tmp_path / "." / "one.toml")]) == 0


def test_of_several_files_one_of_which_is_wrong_none_is_loaded(environment, rows, tmp_path, capsys):
    good, wrong = tmp_path / "good.toml", tmp_path / "wrong.toml"
    good.write_text(A_CAFE, encoding="utf-8")
    wrong.write_text(A_CAFE.replace("XX990101", "XX990102") + "[ages]\nmin = 3\n", encoding="utf-8")

    assert main(["load", "--confirm", str(good), str(wrong)]) == 1

    assert {line.split(" ")[0] for line in told(capsys.readouterr().err, [wrong])} == {str(wrong)}
    assert not any(rows().values())
