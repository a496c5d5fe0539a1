"""A report as a whole: fourteen chapters, what was verified on site, the annex; or in brief."""

from enum import StrEnum

from diagnosis.domain.text import Language, Text
from diagnosis.present.result.firm_words import firm_in_words
from diagnosis.present.scoring.diagnosis import show_provenance
from diagnosis.report.chapters.closing import appendix, cases, to_copy
from diagnosis.report.chapters.doing import gaps, money, roadmap
from diagnosis.report.chapters.fields import fields
from diagnosis.report.chapters.levels import levels, radar
from diagnosis.report.chapters.official import ai_readiness, smart_factory, sme_index
from diagnosis.report.chapters.opening import TITLE, firm, in_brief, pains
from diagnosis.report.chapters.verified import verified
from diagnosis.report.chapters.wording import pin_lines
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.document import Chapter, ReportDocument
from diagnosis.services.promotion.report_facts import ReportFacts

_BEFORE = (
    in_brief, firm, pains, levels, radar, fields, sme_index, smart_factory, ai_readiness, gaps,
    roadmap, money, cases,
)  # fmt: skip
_IN_BRIEF = Text("诊断一页结论", "The diagnosis in brief")


class ReportKind(StrEnum):
    """What is reported: everything, or the page in brief alone."""

    WHOLE = "whole"
    BRIEF = "brief"


def report_of(
    facts: ReportFacts,
    language: Language,
    kind: ReportKind = ReportKind.WHOLE,
    code: str | None = None,
) -> ReportDocument:
    """Return the report of some facts; the same facts give the same report."""
    writer = Writer(language, facts)
    is_brief = kind is ReportKind.BRIEF
    return ReportDocument(
        language=language,
        title=writer.say(_IN_BRIEF if is_brief else TITLE),
        subtitle=_subtitle(writer),
        firm=facts.diagnosis.sheet.enterprise.name,
        day=facts.on,
        chapters=(in_brief(writer),) if is_brief else _chapters(writer),
        pins=_pins(facts),
        code=code,
        is_brief=is_brief,
    )


def _subtitle(writer: Writer) -> str:
    """Return what stands under the title: trade, town, size; that it is no rating, of a draft."""
    diagnosis = writer.facts.diagnosis
    about = firm_in_words(writer.facts.content.codes, diagnosis.sheet.enterprise, diagnosis.size)
    draft = writer.words("答卷还没有提交。", "The sheet is a draft.")
    before = () if about is None else (writer.say(about) + writer.words("。", "."),)
    after = (draft,) if writer.facts.submitted_on is None else ()
    return writer.words("", " ").join((*before, writer.subtitle(*after)))


def _chapters(writer: Writer) -> tuple[Chapter, ...]:
    before = tuple(chapter(writer) for chapter in _BEFORE)
    on_site = (verified(writer),) if writer.facts.verified or writer.facts.files else ()
    return (*before, *on_site, appendix(writer, before), to_copy(writer))


def _pins(facts: ReportFacts) -> tuple[str, ...]:
    pins = show_provenance(facts.content, facts.diagnosis)
    return pin_lines(
        code=pins["code"],
        content=pins["content"],
        form=pins["form"],
        standards=pins["standards"],
        models=pins["model"] or (),
    )
