"""The examples in the document; the contract tests run them."""

from diagnosis.web.openapi_parts import JsonObject

ENTERPRISE: JsonObject = {
    "name": "东莞示例模具有限公司",
    "credit_code": "91441900EXAMPLE11Y",
    "industry": "C35",
    "city": "441900119",
    "employees": 120,
    "revenue_wan": 6800,
}
ENTERPRISE_CHANGE: JsonObject = {"employees": 135, "chain": "新能源汽车"}
SHEET: JsonObject = {
    "form": "screening",
    "enterprise": ENTERPRISE,
    "business": {
        "pains": ["late-delivery", "know-how-leaves"],
        "goals": ["scene:progress-tracking"],
        "cost_percent": {"material": 45, "labour": 25},
        "yearly_budget_wan": 30,
        "traits": {"production_for": "to-order", "sells": "contract-work"},
    },
    "period": 2026,
    "reference": "example-1",
    "answers": {
        "equipment-automation": 2,
        "sales-management": 1.5,
        "planning-scheduling": 1,
        "production-control": 1.8,
        "quality-management": 1.5,
        "procurement-management": 1,
        "strategy-plan": 1,
        "data-collection": 0.5,
        "integration-systems": 0.5,
        "security-protection": 1,
        "ai-plan": 0,
        "finance-management": "not_known",
    },
}
DRAFT: JsonObject = {
    "form": "screening",
    "enterprise": ENTERPRISE,
    "answers": {"equipment-automation": 2},
}
NAMELESS_SHEET: JsonObject = {
    "form": "screening",
    "enterprise": {"industry": "C3525", "city": "441900", "employees": 60, "revenue_wan": 2600},
    "answers": {"equipment-automation": 2},
}
ATTACHMENT: JsonObject = {
    "name": "示例模具有限公司",
    "credit_code": "91441900EXAMPLE11Y",
    "site": "二厂",
}
SECTION_LINK: JsonObject = {"section": "money-stock", "respondent": "会计", "open_days": 7}
REPORT: JsonObject = {"kind": "whole", "formats": ["pdf"], "language": "zh-Hans"}
REPORT_CHECK: JsonObject = {"code": "0000-0000-0000-0000", "sha256": "0" * 64}
RESULT_LINK: JsonObject = {"recipient": "建设银行客户经理", "open_days": 30}
SECTION_ANSWERS: JsonObject = {"answers": {"sales-management": 1.5}}
DRAFT_CHANGE: JsonObject = {
    "answers": {"ai-plan": 0.5, "equipment-automation": None},
    "business": {"yearly_budget_wan": 40, "traits": {"exports": True}},
}
UPGRADE: JsonObject = {"form": "full"}
