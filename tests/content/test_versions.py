"""States of content: what is pinned is loaded as it was, whatever is served today."""

import lzma
import zlib
from dataclasses import fields

import pytest

from diagnosis.content.build.inferences import build_inferences
from diagnosis.content.bundle import unpack
from diagnosis.content.versions import KEPT_OPEN, Versions
from diagnosis.domain.intake.inference import infer_answers
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example

BUILT = {
    "scorers",
    "one_sheet",
    "deflated",
    "readers",
    "spines",
    "checks",
    "inferences",
    "instruments",
}
"""What holds functions or tables, and knows no equality."""


def test_a_bundle_holds_all_of_the_content(versions: Versions) -> None:
    content = unpack(versions.bundle, versions.current.digest)
    assert content is not None
    for field in fields(content):
        if field.name not in BUILT:
            assert getattr(content, field.name) == getattr(versions.current, field.name)


def test_a_bundle_that_an_earlier_release_packed_is_read(versions: Versions) -> None:
    earlier = zlib.compress(lzma.decompress(versions.bundle))
    content = unpack(earlier, versions.current.digest)
    assert content is not None
    assert content.bank == versions.current.bank
    assert len(versions.bundle) < 0.8 * len(earlier)


@pytest.mark.parametrize("kept", [0, 1, 100, 100_000])
def test_a_bundle_that_was_cut_off_is_no_content(versions: Versions, kept: int) -> None:
    assert unpack(versions.bundle[:kept], versions.current.digest) is None


def test_unpacked_content_proposes_alike(versions: Versions) -> None:
    content = unpack(versions.bundle, versions.current.digest)
    assert content is not None
    raw = an_example("shenzhen-electronics-plant")
    proposals = [
        infer_answers(each.inferences, read(each, raw)) for each in (versions.current, content)
    ]
    assert proposals[0] == proposals[1] != []


def test_content_of_before_has_no_inferences(content: Content) -> None:
    assert build_inferences(None, content.bank) == {}


@pytest.mark.parametrize("name", ["dongguan-mould-shop", "zhanjiang-process-plant"])
def test_unpacked_content_scores_alike(versions: Versions, name: str) -> None:
    content = unpack(versions.bundle, versions.current.digest)
    assert content is not None
    diagnoses = [
        diagnose(each, read(each, an_example(name))) for each in (versions.current, content)
    ]
    assert diagnoses[0].verdicts == diagnoses[1].verdicts
    assert diagnoses[0].next_steps == diagnoses[1].next_steps
    assert [each.check.id for each in diagnoses[0].inconsistencies] == [
        each.check.id for each in diagnoses[1].inconsistencies
    ]


@pytest.mark.parametrize("broken", [b"", b"no zlib", b"x\x9cKL\x04\x00\x01"])
def test_a_broken_bundle_is_none(broken: bytes, versions: Versions) -> None:
    assert unpack(broken, "0" * 64) is None
    assert unpack(versions.bundle[:-9], "0" * 64) is None


def test_the_served_content_is_not_loaded_again(versions: Versions) -> None:
    def load(_digest: str) -> bytes:
        raise AssertionError("nothing to load")

    assert versions.pinned(versions.current.digest, load) is versions.current


def test_a_pinned_state_is_loaded_once_and_kept_for_a_while(versions: Versions) -> None:
    loaded = []

    def load(digest: str) -> bytes | None:
        loaded.append(digest)
        return None if digest == "none" else versions.bundle

    fresh = Versions(versions.current, versions.bundle)
    assert fresh.pinned("none", load) is None
    first = fresh.pinned("a", load)
    assert first is not None and first.digest == "a"
    assert fresh.pinned("a", load) is first
    for number in range(KEPT_OPEN):
        fresh.pinned(f"other-{number}", load)
    assert fresh.pinned("a", load) is not first
    assert loaded.count("a") == 2
