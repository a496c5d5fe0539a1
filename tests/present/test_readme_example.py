"""The answer that both READMEs show is the answer of today, as far as it is not cut."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example

ROOT = Path(__file__).parents[2]
CUT = "…"


def shown_in(name: str) -> Any:
    """Return the example answer of a README; what was cut stands for nothing."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    return json.loads(re.sub(rf",\s*{CUT}(?=[\]}}])", "", block))


def differences(shown: Any, found: Any, at: str = "") -> list[str]:
    """Return where an answer is not what is shown of it; a text may be cut, a number rounded."""
    if isinstance(shown, dict):
        return [
            each
            for key in shown
            for each in differences(shown[key], found.get(key), f"{at}/{key}")
        ]
    if isinstance(shown, list):
        pairs = zip(shown, found, strict=False)
        return [e for n, (a, b) in enumerate(pairs) for e in differences(a, b, f"{at}/{n}")]
    if isinstance(shown, str) and shown.endswith(CUT):
        same = str(found).startswith(shown.removesuffix(CUT).rstrip(", "))
    elif isinstance(shown, float):
        same = found == pytest.approx(shown, abs=5e-4)
    else:
        same = found == shown
    return [] if same else [f"{at}: {shown!r} is {found!r}"]


@pytest.mark.parametrize(
    ("name", "language"), [("README.md", Language.EN), ("README.zh.md", Language.ZH)]
)
def test_the_example_of_a_readme_is_the_answer(
    content: Content, name: str, language: Language
) -> None:
    diagnosis = diagnose(content, read(content, an_example("dongguan-mould-shop")))
    answer = show_diagnosis(content, diagnosis, in_language(language))
    answer["standards"] = [
        {**row, "standard": row["standard"].partition("@")[0]} for row in answer["standards"]
    ]
    assert differences(shown_in(name), answer) == []
    assert differences({"form": "another"}, answer) != []
