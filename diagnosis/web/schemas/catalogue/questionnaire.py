"""Questionnaires."""

from marshmallow import Schema, fields

from diagnosis.domain.intake.item import TOP_POSITION
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, must, nested, sometimes, texts


class ReadingTimeSchema(Schema):
    """How long its questions take to read at 300 Chinese characters a minute. 阅读时间。

    Facts of the firm, terms and evidence are not counted.
    """

    low = must(fields.Integer, "The minutes for the questions, nothing unfolded.", minimum=0)
    high = must(fields.Integer, "The minutes with every position and help.", minimum=0)
    basis = must(
        fields.String,
        "derived: counted from the texts; looking facts up is not in it.",
        enum=["derived"],
    )


class QuestionnaireRowSchema(Schema):
    """A form as the list shows it: its newest version that is not withdrawn. 问卷列表中的一行。"""

    id = must(fields.String, "Id of the form, the same for all its versions.")
    form = shared.form_ref()
    version = must(fields.String, "Version of the form, such as 2.0.0.")
    versions = texts("All versions of the form, the newest last.")
    withdrawn = texts("Those of them that take no new sheet.")
    status = must(fields.String, "How far this version is (状态).", enum=closed_sets.FORM_STATUSES)
    title = shared.name("Its title")
    purpose = shared.sentence("What it is for")
    minutes = nested(ReadingTimeSchema, "How long it takes to read, minutes.")
    standards = texts("Ids of the standards that it is made for.", enum=closed_sets.STANDARDS)
    item_count = must(fields.Integer, "Number of questions that it asks.", minimum=1)


class AnswerOptionSchema(Schema):
    """An option of a choice, or a reason for not applicable. 选项。"""

    id = must(fields.String, "What to send as the answer.")
    text = shared.sentence("What it says")


class ProfileFactSchema(Schema):
    """A fact of the firm and what it is used for. 企业概况。"""

    id = must(fields.String, "Name of the field in a sheet; a dot leads to a field of an object.")
    pointer = must(fields.String, "Where it goes in a sheet: a JSON Pointer (RFC 6901).")
    text = shared.sentence("The question")
    help = shared.sentence("How to answer it")
    format = shared.sentence("What the answer looks like")
    used_for = shared.sentence("What it is used for")
    choices = listed(
        AnswerOptionSchema,
        "What to choose from, by id; empty where the answer is typed, true or false, or a code.",
    )


class GlossaryTermSchema(Schema):
    """A word of jargon in plain words. 名词解释。"""

    term = shared.name("The word")
    meaning = shared.sentence("What it means")


class LadderPositionSchema(Schema):
    """A position of a ladder. 档位。"""

    position = must(
        fields.Integer, "The position, 0–5; what to send.", minimum=0, maximum=TOP_POSITION
    )
    text = shared.sentence("What a visitor would see there")
    folded = must(fields.Boolean, "Whether a page shows it only when asked: few stand so high.")
    ours = shared.ours("the position")


class ShareQuestionSchema(Schema):
    """What the two numbers of a share count. 占比题。"""

    part = shared.sentence("What `part` counts")
    whole = shared.sentence("What `whole` counts")
    unit = shared.name("Unit of both numbers")


class QuestionnaireItemSchema(Schema):
    """A question with everything needed to answer it. 题目。"""

    id = shared.item("Id of the question; answers are sent by it (题项编号).")
    type = must(
        fields.String,
        "How it is answered: a position of a ladder, one option, several, or part and whole.",
        enum=closed_sets.ITEM_TYPES,
    )
    name = shared.item_name()
    text = shared.item_text()
    help = shared.sentence("What is meant, often with an example")
    terms = listed(GlossaryTermSchema, "Words of jargon in it, in plain words.")
    evidence = texts("What a visitor could be shown (可作证据的材料).")
    asked_of = texts("The production types that are asked it.", enum=closed_sets.PRODUCTION_TYPES)
    not_applicable = listed(
        AnswerOptionSchema, "Reasons for which it may be answered not applicable; empty: none."
    )
    sources = shared.source_ids("Ids of the sources of the question.")
    basis = must(
        fields.String,
        "cited: read in a source; derived: follows from one; estimated; ours: our wording.",
        enum=closed_sets.MARK_BASES,
    )
    checked = shared.checked()
    positions = fields.List(
        fields.Nested(LadderPositionSchema),
        metadata={"description": "Of a ladder: its positions, from 0 up."},
    )
    half_steps = sometimes(
        fields.Boolean,
        "Of a ladder: whether .5 (partly) and .8 (mostly) may be added to a position.",
        data_key="partial",
    )
    share = fields.Nested(
        ShareQuestionSchema, metadata={"description": "Of a share: what its numbers count."}
    )
    options = fields.List(
        fields.Nested(AnswerOptionSchema),
        metadata={"description": "Of a choice: its options."},
    )


class GridAnswerSchema(Schema):
    """What a row of a grid puts into a sheet. 表格中一行写入的答案。"""

    item = shared.item("Id of the question, a choice of several.")
    option = must(fields.String, "The option to put into the list of its answer.")


class GridLinkSchema(Schema):
    """A link of the manufacturing chain. 环节。"""

    id = must(fields.String, "Id of the link.")
    name = shared.name("Its name")


class GridRowSchema(Schema):
    """A scene, and what its choice answers. 典型场景。"""

    scene = must(fields.String, "Id of the scene.")
    link = nested(GridLinkSchema, "The link it belongs to; the rows of a link stand together.")
    name = shared.name("Its name")
    text = shared.sentence("What is done")
    use = nested(GridAnswerSchema, "What the choices use and model both answer.")
    model = nested(GridAnswerSchema, "What the choice model answers beside that.")


class GridChoiceSchema(Schema):
    """A choice of every row. 选项。"""

    id = must(
        fields.String,
        "none: neither answer has the scene; use: that of use has it; model: both have it.",
        enum=["none", "use", "model"],
    )
    text = shared.sentence("What it says")


class SceneGridSchema(Schema):
    """The questions of a section as one table, a row for each scene. 典型场景表。

    An answer is the list of the options that its rows put there, `["none"]` where no row does. The
    two questions of a link are left out where none of its rows is filled in.
    """

    choices = listed(GridChoiceSchema, "The three choices of each row, from the least up.")
    rows = listed(GridRowSchema, "The scenes, link by link.")


class QuestionnaireSectionSchema(Schema):
    """A titled run of questions. 章节。"""

    id = must(fields.String, "Id of the section within the form.")
    title = shared.name("Its title")
    about = shared.perhaps_a_sentence("What holds for all its questions, to be read first")
    grid = nested(
        SceneGridSchema,
        "Its questions as one table, instead of one after the other; null: it is no table.",
        null=True,
    )
    items = listed(QuestionnaireItemSchema, "Its questions, in order.")


class QuestionnaireSchema(Schema):
    """A form with every text needed to answer it. 问卷。"""

    form = shared.form_ref()
    id = must(fields.String, "Id of the form, the same for all its versions.")
    version = must(fields.String, "Version of the form, such as 2.0.0.")
    status = must(fields.String, "How far this version is (状态).", enum=closed_sets.FORM_STATUSES)
    title = shared.name("Its title")
    purpose = shared.sentence("What it is for")
    minutes = nested(ReadingTimeSchema, "How long it takes to read, minutes.")
    standards = texts("Ids of the standards that it is made for.", enum=closed_sets.STANDARDS)
    how_to_answer = texts("Rules that hold for all its questions, sentences; may be empty.")
    profile = listed(ProfileFactSchema, "Facts of the firm to ask for, and of the sheet.")
    sections = listed(QuestionnaireSectionSchema, "The questions, by section.")
