"""A model behind an address, as a template shows it: FastAPI, pydantic, scikit-learn.

It validates every answer of the full form and returns the probabilities of the levels by
GB/T 39116; it explains nothing, keeps nothing, and knows one standard of four. Run by uvicorn in
the rivals' environment, which has nothing of the service.
"""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

import joblib
import numpy as np
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field, create_model

from benchmarks.rivals.features import read_features, row_of

STANDARD = "gbt-39116-2020"
FOLDER = Path(os.environ["RIVAL_MODELS"])


class Firm(BaseModel):
    """The facts of a firm."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]
    credit_code: Annotated[str, Field(pattern="^[0-9A-Z]{18}$")]
    site: Annotated[str, Field(max_length=100)] | None = None
    industry: Annotated[str, Field(pattern="^C[0-9]{2,4}$")] | None = None
    city: Annotated[str, Field(max_length=9)] | None = None
    employees: Annotated[int, Field(ge=0)] | None = None
    revenue_wan: Annotated[float, Field(ge=0)] | None = None
    production_type: Literal["discrete", "process"] = "discrete"
    chain: Annotated[str, Field(max_length=200)] | None = None
    park: Annotated[str, Field(max_length=200)] | None = None


class Share(BaseModel):
    """A share."""

    part: Annotated[float, Field(ge=0)]
    whole: Annotated[float, Field(gt=0)]


class Scored(BaseModel):
    """The likeliest level, and the probability of each."""

    level: int
    probabilities: list[float]


def answer_type(kind: str, values: list[Any], reasons: list[str]) -> Any:
    """Return the type of an answer: a value of the item, not known, or not applicable."""
    choice: Any = Literal[tuple(values)] if kind in ("single", "multiple") else None
    plain = {
        "ladder": Annotated[float, Field(ge=0, le=values[-1] if values else 5)],
        "single": choice,
        "multiple": list[choice],
        "share": Share,
    }[kind]
    if not reasons:
        return plain | Literal["not_known"]
    return plain | Literal["not_known"] | dict[Literal["not_applicable"], str]


def answers_model() -> Any:
    """Return the model of the answers to the full form."""
    items = json.loads((FOLDER / "items.json").read_text(encoding="utf-8"))
    fields: dict[str, Any] = {
        item.replace("-", "_"): (
            answer_type(each["type"], each["values"], each["reasons"]) | None,
            Field(default=None, alias=item),
        )
        for item, each in items.items()
    }
    return create_model("Answers", __config__=ConfigDict(extra="forbid"), **fields)


Answers: Any = answers_model()


class Sheet(BaseModel):
    """A sheet of the full form."""

    model_config = ConfigDict(extra="forbid")

    form: str
    enterprise: Firm
    answers: Answers
    period: Annotated[int, Field(ge=2000, le=2100)] | None = None
    reference: Annotated[str, Field(max_length=200)] | None = None


features = read_features(FOLDER / f"{STANDARD}.json")
model = joblib.load(FOLDER / f"{STANDARD}.joblib")
app = FastAPI()


@app.get("/health/live")
def live() -> dict[str, bool]:
    """Say that the service answers."""
    return {"alive": True}


@app.post("/score")
async def score(sheet: Sheet) -> Scored:
    """Return the probabilities of a sheet's levels."""
    answers = sheet.answers.model_dump(by_alias=True, exclude_none=True)
    probabilities = model.predict_proba(np.array([row_of(features, answers)]))[0]
    level = int(model.classes_[probabilities.argmax()])
    return Scored(level=level, probabilities=probabilities.tolist())
