"""The report of regional shares opens with what misses, by its figures."""

from benchmarks.shares import MODEL, lines, verdict

HELD = ("home: as trained", "0.950", "0.950", "–", "0.900", "0.60", "1.70", "1.70")


def test_nothing_is_missed_at_the_limits() -> None:
    held = (*HELD[:3], "0.930", *HELD[4:])

    assert verdict([held, HELD]).endswith("The model keeps all.")


def test_what_misses_is_told_with_its_least_and_how_often() -> None:
    low = ("halo: one impression", "0.929", "0.950", "0.902", "0.870", "0.70", "1.70", "1.34")
    little = ("loose: little", "0.950", "0.950", "0.951", "0.900", "0.70", "1.75", "1.69")

    text = verdict([HELD, low, little])

    assert "covers, at least 0.929 (halo), below in 1 of 3 kinds of worlds" in text
    assert "covers, rare 0.902 (halo), below in 1 of 2 kinds of worlds" in text
    assert "worth, at level 1.34 (halo), below in 2 of 3 kinds of worlds" in text
    missed = text.partition("Missed")[2]
    assert "covers, at level" not in missed and "worth, at least" not in missed
    assert next(lines({MODEL: [HELD, low, little]})) == text
