"""A user's file is unpacked whatever it is called, or refused in one sentence; nothing is written beside our folder."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from statusquo.core.errors import InputError
from statusquo.sources import delivery
from statusquo.sources.delivery import Delivery, unpack

TABLE = b"a,b\n1,2\n"


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


WORKBOOK = zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def given(folder: Path, content: bytes, name: str = "given.bin") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def unpacked(folder: Path, content: bytes) -> Delivery:
    (folder / "ours").mkdir()
    return unpack(given(folder, content), folder / "ours" / "one")


def refusal(folder: Path, content: bytes) -> str:
    """The one sentence in which a file is refused."""
    with pytest.raises(InputError) as caught:
        unpacked(folder, content)
    (problem,) = caught.value.problems
    assert problem.file == str(folder / "given.bin")
    return str(problem)


@pytest.mark.parametrize(
    ("content", "kind", "held"),
    [
        (TABLE, "csv", TABLE),
        (zip_of({"x.csv": TABLE}), "csv", TABLE),
        (zip_of({"x.csv": TABLE}, zipfile.ZIP_STORED), "csv", TABLE),
        (WORKBOOK, "xlsx", WORKBOOK),
        (zip_of({"folder/x.xlsx": WORKBOOK}), "xlsx", WORKBOOK),
    ],
)
def test_a_table_a_workbook_or_a_zip_of_one_is_unpacked(content: bytes, kind: str, held: bytes, tmp_path: Path) -> None:
    one = unpacked(tmp_path, content)
    assert (one.kind, one.path.read_bytes(), one.size) == (kind, held, len(held))
    assert [path.name for path in one.path.parent.iterdir()] == [f"one.{kind}"]
    assert (one.sha256 == one.given_sha256) is (content == held)


def test_what_lies_beside_the_data_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    beside = {
        "__MACOSX/._x.csv": b"resource fork",
        "._x.csv": b"resource fork",
        ".DS_Store": b"",
        "data/": b"",
        "codebook.pdf": b"%PDF-1.7",
        "README.txt": b"read me",
    }
    assert unpacked(tmp_path, zip_of({**beside, "data/x.csv": TABLE})).path.read_bytes() == TABLE


@pytest.mark.parametrize("name", ["../../outside.csv", "/etc/outside.csv", "..\\outside.csv", "C:\\outside.csv"])
def test_the_name_of_a_member_is_never_a_path(name: str, tmp_path: Path) -> None:
    one = unpacked(tmp_path, zip_of({name: TABLE}))
    assert one.path == tmp_path / "ours" / "one.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.bin", "ours"]


def with_password(content: bytes) -> bytes:
    """Set the bit that says that a member has a password, in both places where a zip has it."""
    return re.sub(rb"(PK\x03\x04..|PK\x01\x02....)\x00", lambda match: match[1] + b"\x01", content, flags=re.DOTALL)


ZIP = zip_of({"x.csv": b"year,deaths\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(5000))})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (zip_of({"x.csv": b""}), "the file in the zip is empty"),
        (zip_of({}), "not exactly one table or workbook; found none"),
        (zip_of({"x.csv": TABLE, "y.csv": TABLE}), "not exactly one table or workbook; found 'x.csv', 'y.csv'"),
        (zip_of({"inner.zip": zip_of({"x.csv": TABLE})}), "the zip holds another archive; found 'inner.zip'"),
        (zip_of({"inner.csv": zip_of({"x.csv": TABLE})}), "the zip holds another archive; found 'inner.csv'"),
        (zip_of({"inner.tar": TABLE}), "the zip holds another archive"),
        (zip_of({f"{n}.csv": TABLE for n in range(101)}), "too many members; found 101; allowed at most 100"),
        (with_password(zip_of({"x.csv": TABLE})), "the zip has a password"),
        (ZIP[: len(ZIP) // 2], "damaged or was cut short"),
        (ZIP[:200] + bytes(50) + ZIP[250:], "damaged or was cut short"),
        (b"PK\x03\x04 and no zip", "damaged or was cut short"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "found a workbook of the old kind (.xls) or one with a password"),
        (b"\x1f\x8b gzip", "found a gzip archive"),
        (b"%PDF-1.7", "found a PDF document"),
        (zip_of({"x.csv": b"%PDF-1.7"}), "the file in the zip is of a kind that is not read; found a PDF document"),
    ],
)
def test_what_is_no_table_workbook_or_zip_of_one_is_refused_in_a_sentence(
    content: bytes, said: str, tmp_path: Path
) -> None:
    assert said in refusal(tmp_path, content)


def test_a_zip_bomb_is_given_up_long_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zip_of({"x.csv": bytes(200 << 20)})
    assert "unpacks to too much" in refusal(tmp_path, bomb)
    assert sum(path.stat().st_size for path in (tmp_path / "ours").iterdir()) < 64 << 20


def test_a_workbook_that_is_a_bomb_is_given_up_too(tmp_path: Path) -> None:
    bomb = {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(100 << 20)}
    assert "unpacks to too much" in refusal(tmp_path, zip_of(bomb))


def test_no_table_beyond_the_largest_that_is_published_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LIMIT_UNPACKED_BYTES", 10_000)
    assert "over 10,000 bytes" in refusal(tmp_path, ZIP)


def test_a_zip_that_lies_about_the_size_of_its_member_is_held_to_what_it_unpacks_to(tmp_path: Path) -> None:
    bomb = zip_of({"x.csv": bytes(100 << 20)})
    size = (100 << 20).to_bytes(4, "little")
    assert bomb.count(size) >= 2
    refusal(tmp_path, bomb.replace(size, (8).to_bytes(4, "little")))


def test_a_folder_a_pipe_a_device_and_nothing_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    found = {"pipe": "a named pipe", "folder": "a folder", "gone": "No such file", "link": "a symbolic link"}
    for name, words in found.items():
        with pytest.raises(InputError, match=f"cannot be read; found {words}"):
            unpack(tmp_path / name, tmp_path / "one")
    with pytest.raises(InputError, match="found a device"):
        unpack(Path(os.devnull), tmp_path / "one")


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(given(tmp_path, TABLE))
    assert unpack(tmp_path / "link", tmp_path / "one").path.read_bytes() == TABLE
