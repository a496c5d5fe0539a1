"""The content as it stands: whole, counted, said in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from diagnosis.content.documents.content_files import content_files
from diagnosis.content.documents.yaml_file import read_yaml
from diagnosis.content.library import check_content
from diagnosis.domain.intake.enterprise import size_class
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form import show_form
from diagnosis.present.intake.references import item_help
from diagnosis.present.say import in_language
from diagnosis.services.ports.content import Content
from tests.builders import EXAMPLES

MOST_COLUMNS = 110
MOST_BYTES = 80_000
CUTTABLE = {
    "product-design", "process-design", "logistics", "sales", "customer-service", "product-service"
}  # fmt: skip


def test_all_files_pass_the_gates(content_dir: Path) -> None:
    assert [str(fault) for fault in check_content(content_dir).faults] == []


def test_bank_has_ninety_nine_items_of_every_type(content: Content) -> None:
    count = dict.fromkeys(ItemType, 0)
    for item in content.bank.values():
        count[item.type] += 1
    # Ladders: 45 of GB/T, S13–S15 of the SME index (finance, staff, office), 15 of AI:
    # 45 + 3 + 15 = 63. Single choices: 6 of the index, 4 declarations, whether AI is in use.
    assert sum(count.values()) == 99
    assert count[ItemType.LADDER] == 63
    assert count[ItemType.SHARE] == 3
    assert count[ItemType.SINGLE] == 6 + 4 + 1
    assert count[ItemType.MULTIPLE] == 6 + 16


def test_gbt_is_fed_by_forty_five_ladders(content: Content) -> None:
    subs = content.standards.staged.subdomains
    items = [item for sub in subs for item in sub.items]
    assert len(subs) == 20
    assert len(items) == len(set(items)) == 45
    assert all(2 <= len(sub.items) <= 6 for sub in subs)
    assert all(content.bank[item].type is ItemType.LADDER for item in items)


def test_only_the_six_sub_domains_may_be_cut(content: Content) -> None:
    cuttable = [sub for sub in content.standards.staged.subdomains if sub.may_be_cut]
    assert {sub.id for sub in cuttable} == CUTTABLE
    may_not_apply = {item.id for item in content.bank.values() if item.reasons}
    assert may_not_apply == {item for sub in cuttable for item in sub.items}


def test_five_forms_and_what_they_ask(content: Content) -> None:
    items_of = {name: set(forms["2.0.0"].entries) for name, forms in content.forms.items()}
    assert set(items_of) == {"full", "gbt-39116", "miit-sme-2024", "ai-readiness", "screening"}
    assert items_of["full"] == set(content.bank)
    subs = content.standards.staged.subdomains
    assert items_of["gbt-39116"] == {item for sub in subs for item in sub.items}
    points = content.standards.points
    assert items_of["miit-sme-2024"] == {part.item for part in (*points.questions, *points.scenes)}
    dimensions = content.standards.gated.dimensions
    assert items_of["ai-readiness"] == {"ai-in-use"} | {
        entry.item for dimension in dimensions for entry in dimension.items
    }
    assert 12 <= len(items_of["screening"]) <= 15


def test_the_official_index_form_takes_whole_levels_to_four(content: Content) -> None:
    form = content.forms["miit-sme-2024"]["2.0.0"]
    ladders = [
        entry
        for entry in form.entries.values()
        if content.bank[entry.item].type is ItemType.LADDER
    ]
    assert len(ladders) == 16
    assert all((entry.top, entry.whole_only) == (4, True) for entry in ladders)


def test_index_adds_up_to_a_hundred_points(content: Content) -> None:
    points = content.standards.points
    assert sum(question.max for question in points.questions) == 100_000
    assert (len(points.questions), len(points.scenes)) == (15, 16)
    assert sum(scene.constraint for scene in points.scenes) == 10


def test_forty_scenes_in_eight_links(content: Content) -> None:
    tiers = content.standards.tiers
    assert len(content.scenes) == 40
    assert sum(len(link.scene_links) for link in tiers.links) == 8
    options = [
        option.id
        for link in tiers.links
        for scene_link in link.scene_links
        for option in content.bank[f"scenes-use-{scene_link}"].options
        if option.id != "none"
    ]
    assert sorted(options) == sorted(content.scenes)


def test_scene_counts_of_models_follow_those_in_use(content: Content) -> None:
    for link in content.standards.tiers.links:
        for scene_link in link.scene_links:
            use = content.bank[f"scenes-use-{scene_link}"]
            model = content.bank[f"scenes-model-{scene_link}"]
            assert [option.id for option in use.options] == [option.id for option in model.options]


def test_codes_are_complete(content: Content) -> None:
    assert list(content.codes.industries) == [f"C{number}" for number in range(13, 44)]
    cities = [code for code in content.codes.places if len(code) == 6 and code.endswith("00")]
    assert len(cities) == 21
    assert all(code[:4] + "00" in cities for code in content.codes.places)
    assert {content.codes.city_of(code) for code in content.codes.places} == set(cities)
    towns = [code for code in content.codes.places if len(code) == 9]
    assert len(towns) == 36 + 23
    assert {content.codes.city_of(code) for code in towns} == {"441900", "442000"}
    assert {content.codes.city_of(code) for code in ("440000", "330100", "DE", None)} == {None}
    assert content.codes.places["441900119"] == Text("长安镇", "Chang'an")
    assert size_class(1000, 40000, content.codes.sizes) == "large"


def texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from texts(below, f"{where}/{key}")
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from texts(below, f"{where}/{place}")


@pytest.mark.parametrize("language", Language)
def test_every_text_of_every_form_is_said(content: Content, language: Language) -> None:
    for versions in content.forms.values():
        for form in versions.values():
            shown = show_form(content, form, in_language(language))
            empty = [where for where, text in texts(shown) if not text.strip()]
            assert empty == []


def test_english_texts_hold_no_chinese_but_names(content: Content) -> None:
    """A Chinese term may stand in English on purpose (评定); a whole sentence never does."""
    for item in content.bank.values():
        chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in item.text.en)
        assert chinese <= 6, item.id


OTHER_MONEY = re.compile(r"wan yuan|\bRMB\b|\bCNY\b|¥|\d 10,000 yuan")


def test_english_texts_name_amounts_in_yuan(content_dir: Path) -> None:
    """A sum is so many yuan; 10,000 yuan is the unit of a number that is typed."""
    said = [
        f"{path.name}: {line}"
        for path in content_files(content_dir)
        for line in path.read_text(encoding="utf-8").splitlines()
        if OTHER_MONEY.search(line)
    ]
    assert said == []


POSITIONAL = re.compile(
    "上一题|下一题|前一题|后面两题|另有一题|next (question|item)|previous question"
)


def test_no_text_of_the_bank_counts_on_what_stands_beside_it(content: Content) -> None:
    """Forms order items differently, and `ask` asks them in any order."""
    for item in content.bank.values():
        for text in (item.text, item.help, *item.positions, *item.evidence):
            assert not POSITIONAL.search(text.zh), item.id
            assert not POSITIONAL.search(text.en), item.id


def test_positions_are_said_alone(content: Content) -> None:
    """Gaps, plans and traces quote one position without those below it."""
    for item in content.bank.values():
        for position in item.positions:
            assert not position.zh.startswith(("此外", "并且", "而且")), item.id
            assert not position.en.startswith(("Also", "In addition", "Besides")), item.id


def test_every_help_is_said_whole_in_every_form(content: Content) -> None:
    for versions in content.forms.values():
        for form in versions.values():
            for item in form.entries:
                shown = item_help(content, form, content.bank[item])
                assert len(shown.zh) > 20, (form.id, item)
                assert not re.search("[{}]|[；，]$", shown.zh + shown.en), (form.id, item)


def test_positions_of_a_ladder_differ(content: Content) -> None:
    for item in content.bank.values():
        for language in Language:
            texts = [position.say(language) for position in item.positions]
            assert len(set(texts)) == len(texts), item.id


def test_content_files_stay_readable_in_size(content_dir: Path) -> None:
    large = {
        path.name: size
        for path in content_files(content_dir)
        if (size := path.stat().st_size) > MOST_BYTES
    }
    assert large == {}


def columns(text: str) -> int:
    """Return how many columns a text takes on a screen: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def test_no_line_of_content_is_wider_than_a_screen(content_dir: Path) -> None:
    """An address alone on its line may be longer: a broken one could not be copied."""
    address_alone = re.compile(r' *(- )?([a-z_]+: )?"?https?://[^ ]+')
    wide = [
        f"{path.name}:{number}"
        for path in content_files(content_dir)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        if columns(line) > MOST_COLUMNS and not address_alone.fullmatch(line)
    ]
    assert wide == []


def test_golden_cases_cover_what_they_must(content_dir: Path) -> None:
    """Every level of every standard is expected somewhere, with its arithmetic."""
    expected: dict[str, set[Any]] = {}
    ids = []
    for path in sorted((content_dir / "knowledge/standards/golden").glob("*.yaml")):
        document, _ = read_yaml(content_dir, path)
        assert document is not None
        for case in document.value["cases"]:
            ids.append(case["id"])
            assert any(letter.isdigit() for letter in case["arithmetic"]), case["id"]
            for standard, result in case["expect"].items():
                expected.setdefault(standard, set()).add(result.get("level"))
    assert len(ids) == len(set(ids)) >= 20
    assert expected["gbt-39116-2020"] >= {None, 0, 1, 2, 3, 5}
    assert expected["miit-sme-2024"] >= {None, 0, 1, 2, 3, 4}
    assert expected["smart-factory-2025"] >= {None, 0, 1, 2, 3, 4}
    assert expected["ai-readiness"] >= {None, 1, 2, 3, 4, 5}


def test_there_are_five_examples() -> None:
    assert sorted(path.stem for path in EXAMPLES.glob("*.json")) == [
        "dongguan-mould-shop",
        "foshan-furniture-maker",
        "shenzhen-electronics-plant",
        "zhanjiang-process-plant",
        "zhongshan-lamp-maker",
    ]
