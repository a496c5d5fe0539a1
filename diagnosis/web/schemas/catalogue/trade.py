"""Trades."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import (
    NamedSchema,
    SourceMarkSchema,
    bibliography,
    named,
    source_mark,
)


class TradeRowSchema(Schema):
    """A trade as a list shows it. 行业族列表中的一行。"""

    id = shared.trade_id()
    name = shared.name("Name of the trade")
    about = shared.perhaps_a_sentence("How to tell it from its neighbours, null without")
    production_type = must(
        fields.String, "Discrete or process.", enum=closed_sets.PRODUCTION_TYPES
    )
    production_type_name = shared.name("Name of the production type")
    divisions = named("Divisions whose commonest family it is.")
    matched_by = maybe(
        fields.String, "What it was found by; null: nothing was looked for.",
        enum=closed_sets.MATCHED_BY,
    )  # fmt: skip
    matched_how = shared.perhaps_a_sentence("How sure the match is; null: none was looked for")


class TradeClassSchema(Schema):
    """A class of GB/T 4754 of a trade. 行业小类。"""

    code = must(fields.String, "Code of the class.", pattern="^C[0-9]{4}$")
    name = maybe(fields.String, "Name of the class in Chinese; null: it is in no list.")
    main = must(fields.Boolean, "Whether it is one of its own rather than a near one.")


class TradePainSchema(NamedSchema):
    """A pain that is usual in a trade, and what serves it. 行业痛点。"""

    says = shared.sentence("How a boss of the trade puts it")
    served_by = named("Packages on offer to the trade that serve it.")


class SpineStepSchema(Schema):
    """A step of the spine: what comes next in a trade. 主线步骤。"""

    name = shared.name("Name of the step")
    why = shared.sentence("Why it comes here")
    before = shared.sentence("What must be there before")
    done_when = shared.sentence("When it counts as done")
    packages = named("Packages that do it, the lightest first.")


class AiUseSchema(Schema):
    """A use of AI that firms of a trade run today. 人工智能应用。"""

    name = shared.name("What it is used for")
    data_first = shared.sentence("Which data must stand before")
    rules_first = shared.sentence("Which rules must stand before")
    package = nested(NamedSchema, "The package that does it.")
    example = shared.perhaps_a_sentence("A published example, null: none was found")
    example_mark = nested(
        SourceMarkSchema, "Where the example comes from; null: no example.", null=True
    )


class NotApplyingSchema(Schema):
    """What makes no sense in a trade. 不适用。"""

    name = shared.sentence("What it is")
    packages = named("Packages that firms of the trade are never offered for it.")


class TradeFigureSchema(Schema):
    """A published figure of a trade. 行业数字。"""

    name = shared.name("What it is")
    says = shared.sentence("The figure, with its time and place")
    mark = source_mark()


class TradeNoteSchema(Schema):
    """Something told of a trade without naming a firm. 行业旁注。"""

    says = shared.sentence("What is told")
    mark = source_mark()


class TradeSchema(TradeRowSchema):
    """A trade in full. 行业族。"""

    classes = listed(TradeClassSchema, "Classes of GB/T 4754 of it.")
    process = texts("Its usual process, step by step, in the words of the trade.")
    pains = listed(TradePainSchema, "Its usual pains.")
    spine = listed(SpineStepSchema, "What a firm does first, in order.")
    packages = named("Packages of its own.")
    ai_uses = listed(AiUseSchema, "Uses of AI that its firms run.")
    not_apply = listed(NotApplyingSchema, "What makes no sense in it.")
    figures = listed(TradeFigureSchema, "Published figures of it.")
    notes = listed(TradeNoteSchema, "What public material tells without naming a firm.")
    sources = bibliography()
