"""The index of everybody's texts in the store: as exact as comparing all, and flat in its cost."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from nianbao.rules.prose.text_index import SIZE, containment, grams
from nianbao.store.schema import SHINGLES, TEXTS
from nianbao.store.store import Store
from nianbao.store.texts import CROWD

YEAR, PART, LEAST = 2025, "part_five", 0.3


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(f"sqlite:///{tmp_path / 'nianbao.db'}", tmp_path)) as opened:
        yield opened


def put(store: Store, texts: dict[str, str | None]) -> None:
    with store.alone() as alone:
        for body, text in texts.items():
            alone.texts(YEAR)[PART].put(body, text)


def near(store: Store, body: str, text: str) -> list[tuple[str, float]]:
    found = store.texts(YEAR)[PART].matches(body, text, LEAST)
    return [(each.name, each.share) for each in found]


def words(seed: int, length: int = 400) -> str:
    """Return a text of ``length`` characters that shares nothing with that of another seed."""
    drawn = random.Random(seed)
    return "".join(chr(0x4E00 + drawn.randrange(3000)) for _ in range(length))


def test_it_finds_what_comparing_with_everybody_finds(store: Store) -> None:
    texts: dict[str, str | None] = {f"第{n}镇": words(n) for n in range(12)}
    own = words(0)
    for n in range(12, 20):  # each with a larger part of the text of number 0
        texts[f"第{n}镇"] = own[: (n - 11) * 40] + words(n, 400 - (n - 11) * 40)
    put(store, texts)
    shares = {body: containment(grams(own), grams(text or "")) for body, text in texts.items()}
    expected = sorted(
        ((body, share) for body, share in shares.items() if share >= LEAST and body != "第0镇"),
        key=lambda each: (-each[1], each[0]),
    )
    assert len(expected) > 4
    assert near(store, "第0镇", own) == expected


def test_a_short_text_copied_into_a_long_one_is_found(store: Store) -> None:
    short = words(1, 64 + SIZE)
    put(store, {"长镇": words(2, 1500) + short + words(3, 1500)})
    assert near(store, "短镇", short) == [("长镇", 1.0)]


def test_a_newer_text_takes_the_place_of_the_older_and_leaves_nothing(store: Store) -> None:
    put(store, {"甲镇": words(1)})
    put(store, {"甲镇": words(2)})
    assert near(store, "乙镇", words(1)) == []
    assert near(store, "乙镇", words(2)) == [("甲镇", 1.0)]
    put(store, {"甲镇": None})
    with store.engine.connect() as connection:
        for table in (TEXTS, SHINGLES):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_parts_and_years_are_told_apart(store: Store) -> None:
    put(store, {"甲镇": words(1)})
    assert store.texts(YEAR)["overview"].matches("乙镇", words(1), LEAST) == []
    assert store.texts(YEAR - 1)[PART].matches("乙镇", words(1), LEAST) == []


def test_of_a_template_that_everybody_copied_a_few_are_read(store: Store) -> None:
    """One 5-gram calls up ``CROWD`` texts at the most, however many bodies wrote it."""
    put(store, {f"第{n}镇": words(1) for n in range(CROWD * 3)})
    asked: list[object] = []
    event.listen(store.engine, "after_cursor_execute", lambda *told: asked.append(told))
    found = near(store, "乙镇", words(1))
    assert found
    assert {share for _, share in found} == {1.0}
    assert len(asked) <= 3
    with store.engine.connect() as connection:
        held = select(func.count()).select_from(SHINGLES).group_by(SHINGLES.c.key)
        assert max(connection.scalars(held)) == CROWD
