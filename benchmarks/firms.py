"""Simulated firms: who they are, where, how large and how mature; each by its number.

Five firms, the first, have facts that no other has: a filter that they alone match must not read
all the others to show them.
"""

import random
from dataclasses import asdict, dataclass

from diagnosis.domain.intake.credit_code import credit_check_character
from diagnosis.domain.intake.enterprise import Codes

RARE = 5
"""The first firms: alone in their city, division, size, plant, chain and park."""
RARE_SITE, RARE_CHAIN, RARE_PARK = "样板厂", "样板链", "样板园"
_SITES = (None, None, None, "一厂", "二厂", "总部")
_CHAINS = ("模具", "家电", "灯饰", "电子信息", "新能源汽车", "家具", "食品", "纺织服装")
_SURNAMES = "东南西北华新金宏盛达利兴"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The facts of a firm as its sheet states them, and how mature it is, in levels 0–5."""

    name: str
    credit_code: str
    site: str | None
    industry: str
    city: str
    employees: int
    revenue_wan: int
    production_type: str
    chain: str | None
    park: str | None
    maturity: float

    def facts(self) -> dict[str, str | int]:
        """Return the facts that are known, as a request writes them."""
        return {
            name: value
            for name, value in asdict(self).items()
            if value is not None and name != "maturity"
        }


class Firms:
    """Makes the firm of a number: the same one whenever it is asked for."""

    def __init__(self, codes: Codes, seed: int) -> None:
        self._seed = seed
        self._codes = codes
        *self._divisions, self._rare_division = codes.industries
        self._inside = {
            division: [code for code in codes.classes.current if code.startswith(division)]
            for division in codes.industries
        }
        cities = [place for place in codes.places if len(place) == 6 and place.endswith("00")]
        *self._cities, self._rare_city = cities
        self._towns = [place for place in codes.places if place not in cities]

    def firm(self, number: int) -> Firm:
        """Return the firm of a number, from 0."""
        chance = random.Random(f"{self._seed} {number}")
        is_rare = number < RARE
        division = self._rare_division if is_rare else self._common(chance, self._divisions)
        employees, revenue_wan = (2000, 60_000) if is_rare else _size(chance)
        body = f"91440000{number:09d}"
        return Firm(
            name=f"{chance.choice(_SURNAMES)}{chance.choice(_SURNAMES)}示例{number}有限公司",
            credit_code=body + credit_check_character(body),
            site=RARE_SITE if is_rare else chance.choice(_SITES),
            industry=division if is_rare else chance.choice((division, *self._inside[division])),
            city=self._rare_city if is_rare else self._place(chance),
            employees=employees,
            revenue_wan=revenue_wan,
            production_type=str(self._codes.industries[division]),
            chain=RARE_CHAIN if is_rare else chance.choice((None, *_CHAINS)),
            park=RARE_PARK if is_rare else chance.choice((None, f"园区{chance.randrange(40)}")),
            maturity=min(4.8, max(0.1, chance.gauss(1.3 + employees / 600, 1.0))),
        )

    def _place(self, chance: random.Random) -> str:
        return self._common(chance, self._towns if chance.random() < 0.3 else self._cities)

    @staticmethod
    def _common(chance: random.Random, choices: list[str]) -> str:
        """Return one of some choices, the first ones far more often than the last."""
        return choices[int(len(choices) * chance.random() ** 2.5)]


def _size(chance: random.Random) -> tuple[int, int]:
    """Return employees and revenue in 万元 of a firm that is not large."""
    employees = int(min(950, max(5, chance.lognormvariate(4.3, 1.0))))
    return employees, max(100, int(employees * chance.uniform(15, 70)))
