"""Worlds unlike the training ones: what evaluation throws at a model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnosis.classifier.training.config import Config

HIGHER_MIX = (0.10, 0.20, 0.25, 0.23, 0.15, 0.07)


@dataclass(frozen=True, slots=True)
class Shift:
    """One kind of unlike world: constants fixed outside their ranges, or another mix of claims."""

    name: str
    about: str
    changes: Mapping[str, float]
    mix: tuple[float, ...] | None = None

    def applied(self, config: Config) -> Config:
        """Return the configuration with the mix of claims of this shift."""
        if self.mix is None:
            return config
        return replace(config, claim_shares=dict.fromkeys(config.claim_shares, self.mix))


HOME = Shift("new-worlds", "new worlds from the training ranges", {})
SHIFTS = (
    Shift("heavy-inflation", "nearly half of the firms claim far too much",
          {"heavy_share": 0.45, "heavy_inflation": 1.4, "moderate_inflation": 0.6}),
    Shift("no-inflation", "every firm is honest",
          {"honest_share": 1.0, "heavy_share": 0.0, "moderate_inflation": 0.0}),
    Shift("noisy-judgement", "answers are misjudged one by one and firm by firm",
          {"misjudgement": 0.8, "firm_misjudgement": 0.35, "slip_rate": 0.08}),
    Shift("weak-items", "items tell little, sub-domains differ much",
          {"item_noise": 1.9, "subdomain_spread": 0.8}),
    Shift("loose-items", "the answers of a firm hang together little",
          {"item_noise": 1.6, "subdomain_spread": 1.0, "factor_spread": 1.2}),
    Shift("tight-items", "one trait explains most answers of a firm, as in the worlds before",
          {"item_noise": 0.55, "subdomain_spread": 0.45, "factor_spread": 0.0}),
    Shift("steep-sizes", "large firms are far ahead of micro ones", {"size_effect": 1.1}),
    Shift("eager-channels", "every channel makes firms claim more",
          {"portal_overstatement": 1.9, "park_overstatement": 1.9,
           "consultant_overstatement": 1.3}),
    Shift("process-firms", "most firms are process firms, ahead in some parts, behind in others",
          {"process_share": 0.85, "process_lead": 0.6, "process_profile": 0.8}),
    Shift("uneven-items", "items are unevenly hard and their steps uneven",
          {"difficulty_spread": 0.8, "step_jitter": 0.3}),
    Shift("careless", "many careless and straight-lining firms",
          {"careless_share": 0.06, "straight_line_share": 0.12}),
    Shift("halo", "one impression colours all answers", {"halo": 0.6}),
    Shift("weak-spots-hidden", "low answers are left out",
          {"missing_not_at_random": 1.6, "item_missing_spread": 1.5}),
    Shift("sections-skipped", "whole sub-domains are left out",
          {"section_skip": 1.0, "break_off": 0.0}),
    Shift("break-off", "every firm stops part of the way",
          {"section_skip": 0.0, "break_off": 1.0}),
    Shift("half-steps", "most answers lie between two steps", {"partial_share": 0.85}),
    Shift("higher-mix", "many more firms at levels 3 to 5", {}, HIGHER_MIX),
    Shift("many-cuts", "half of what may be cut is cut", {"cut_rate": 0.5}),
)  # fmt: skip
