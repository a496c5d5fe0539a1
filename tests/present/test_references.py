import pytest

from diagnosis.domain.text import Text
from diagnosis.present.intake.references import with_names

NAMES = {"head": Text("负责人", "Leader"), "stock": Text("仓库账实", "Stock records")}


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        (Text("只问计划。", "The plan."), {}, Text("只问计划。", "The plan.")),
        (
            Text("只问计划；谁管，在{head}题答。例：选 1。", "The plan; who: see {head}. So: 1."),
            NAMES,
            Text(
                "只问计划；谁管，在「负责人」题答。例：选 1。",
                "The plan; who: see “Leader”. So: 1.",
            ),
        ),
        (
            Text("只问计划；谁管，在{head}题答。例：选 1。", "The plan; who: see {head}. So: 1."),
            {},
            Text("只问计划。例：选 1。", "The plan. So: 1."),
        ),
        (
            Text(
                "账在{stock}题答；只问计划；谁管见{head}题。", "See {stock}; the plan; see {head}."
            ),
            {},
            Text("只问计划。", "The plan."),
        ),
        (
            Text(
                "账在{stock}题答；谁管见{head}题；看现在。",
                "See {stock}; see {head}; look at now.",
            ),
            {"head": NAMES["head"]},
            Text("谁管见「负责人」题；看现在。", "See “Leader”; look at now."),
        ),
        (Text("见{head}题。", "See {head}."), {}, Text("", "")),
    ],
)
def test_references_are_named_or_their_clause_is_left_out(
    text: Text, names: dict[str, Text], shown: Text
) -> None:
    assert with_names(text, names) == shown
