"""What a result page says of a firm and of cases: nothing is strong and weak at once."""

import pytest

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.text import Language
from diagnosis.present.parts import main_parts
from diagnosis.present.result.cases_shown import show_figure
from diagnosis.present.result.firm_words import firm_for_others, firm_in_words
from diagnosis.present.result.weak_points import WEAK_SHOWN, show_strengths, show_weak_points
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example

SAY = in_language(Language.ZH)
FIRMS = ["dongguan-mould-shop", "foshan-furniture-maker", "zhongshan-lamp-maker"]


@pytest.mark.parametrize("firm", FIRMS)
def test_no_field_of_work_is_strong_and_weak_at_once(content: Content, firm: str) -> None:
    diagnosis = diagnose(content, read(content, an_example(firm)))
    weak = {each["name"] for each in show_weak_points(content, diagnosis, SAY)[:WEAK_SHOWN]}
    parts = main_parts(content.standards)
    fields = {
        SAY(parts.get(item, content.bank[item].name))
        for item in content.bank
        if SAY(content.bank[item].name) in weak
    }
    strong = {each["name"] for each in show_strengths(content, diagnosis, SAY)}
    assert len(weak) == WEAK_SHOWN and not fields & strong


@pytest.mark.parametrize(
    ("case", "figure"),
    [
        ("case-longzhuo-leather", "年成本：减少 80 万元"),
        ("case-zeiss-guangzhou", "交付周期：降低 29%"),
        ("case-rongguan-tile", "产能：3 倍（原来 1）"),
        ("case-tcl-csot-adc", "集团2024年AI创效：54000 万元"),
        ("case-weishang-foshan", "板材利用率：93%"),
        ("case-tsingtao", "最小起订量：15 箱（原来 3000 箱）"),
    ],
)
def test_a_figure_says_what_was_reached_or_by_how_much_it_changed(
    content: Content, case: str, figure: str
) -> None:
    figures = [show_figure(metric).zh for metric in content.cases[case].metrics]
    assert any(each.startswith(figure) for each in figures), figures


def test_whose_a_result_is_stands_in_a_line(content: Content) -> None:
    """A report for a bank named no trade, no town and no size; a headcount is an answer."""
    diagnosis = diagnose(content, read(content, an_example("dongguan-mould-shop")))
    firm, size = diagnosis.sheet.enterprise, diagnosis.size
    own, others = (each(content.codes, firm, size) for each in (firm_in_words, firm_for_others))
    assert own is not None and others is not None
    assert own.zh.startswith("模具制造") and "东莞市" in own.zh
    assert own.zh.endswith(f" · {firm.employees} 人") and own.en.endswith(" people")
    assert others.zh.endswith(" · 小型企业") and str(firm.employees) not in others.zh
    nobody = Enterprise()
    assert firm_in_words(content.codes, nobody, None) is None


def test_a_figure_from_memory_says_so(content: Content) -> None:
    """A case told from memory printed 93 %, 10 days and 3 % like published figures."""
    case = content.cases["case-weishang-foshan"]
    for metric in case.metrics:
        assert show_figure(metric, from_memory=True).zh.endswith("（凭记忆写的，没有核实）")
