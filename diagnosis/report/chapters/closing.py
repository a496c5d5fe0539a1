"""Chapters 13 and 14, and the annex: cases, what all of it rests on, answers to copy by hand."""

from collections.abc import Iterator, Sequence

from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.scoring.standard import PointsStandard
from diagnosis.domain.text import Text
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.present.result.cases_shown import show_cases_page
from diagnosis.present.result.unconfirmed import unsettled
from diagnosis.present.result.weak_points import show_contradictions
from diagnosis.present.say import COLON, Shown
from diagnosis.report.chapters.writer import Writer, texts_of
from diagnosis.report.document import (
    Block,
    Chapter,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportTable,
    WebLink,
)

_LINE = "＿" * 16


def cases(writer: Writer) -> Chapter:
    """Return plants that did something like it: why they are like this one, why not."""
    return writer.chapter("cases", "相近案例", "Cases", _cases(writer))


def _cases(writer: Writer) -> Iterator[Block]:
    shown = show_cases_page(writer.facts.current, writer.facts.cases, writer.say)
    for text in shown["notes"]:
        yield Passage(str(text), Manner.NOTE)
    for case in shown["cases"]:
        yield _case(writer, case)
    if shown["larger"]:
        yield Heading(str(shown["larger_note"]))
        for case in shown["larger"]:
            yield _case(writer, case)
    if shown["cases"] or shown["larger"]:
        yield Passage(str(shown["about"]), Manner.NOTE)
    elif not shown["notes"]:
        yield Passage(writer.words("没有找到相近的案例。", "No case near was found."))


def _case(writer: Writer, case: Shown) -> Framed:
    between = writer.words("；", "; ")
    facts = [
        (
            writer.words("哪里，哪年", "Where, when"),
            writer.words("，", ", ").join(
                str(each) for each in (case["where"], case["year"]) if each
            ),
        ),
        (writer.words("为什么像", "Why like"), between.join(map(str, case["why"]))),
        (writer.words("哪里不像", "Why not"), between.join(map(str, case["why_not"]))),
        (writer.words("公布的数", "Published"), between.join(map(str, case["figures"]))),
    ]
    links = [
        WebLink(f"{each['publisher']} {each['name']}", str(each["link"]))
        for each in case["sources"]
        if each["link"]
    ]
    doubt = [str(case["caution"])] if case["caution"] else []
    return Framed(
        str(case["company"]),
        tuple((name, text) for name, text in facts if text),
        (str(case["summary"]), *doubt),
        tuple(links),
    )


def appendix(writer: Writer, before: Sequence[Chapter]) -> Chapter:
    """Return what is not settled, answers, the terms that chapters before use, signatures."""
    return writer.chapter("appendix", "附录", "Appendix", _appendix(writer, before))


def _appendix(writer: Writer, before: Sequence[Chapter]) -> Iterator[Block]:
    facts, say = writer.facts, writer.say
    open_points = [say(text) for text in unsettled(facts.content, facts.diagnosis)]
    between = writer.words("、", ", ")
    doubts = [
        f"{between.join(item['name'] for item in each['items'])}"
        f"{writer.words('：', ': ')}{each['message']} {each['ask']}"
        for each in show_contradictions(facts.content, facts.diagnosis, say)
    ]
    if open_points or doubts:
        yield Heading(writer.words("还没有落实的", "What is not settled"))
        yield Points((*open_points, *doubts))
    yield Heading(writer.words("估计是怎么来的", "What the estimate rests on"))
    yield Passage(_about_estimates(writer))
    yield Heading(
        writer.words("第 6 章和照填表没有列的答案", "Answers beside chapter 6 and those to copy")
    )
    yield from _answers(writer)
    yield from _terms(writer, before)
    yield Framed(
        writer.words("签字", "Signatures"),
        tuple(
            (name, _LINE)
            for name in (
                writer.words("企业", "Firm"),
                writer.words("顾问", "Consultant"),
                writer.words("盖章", "Seal"),
                writer.words("日期", "Date"),
            )
        ),
    )


def _about_estimates(writer: Writer) -> str:
    return writer.words(
        "「到现场估计能核到几级」由模拟企业训练的模型和打折的规则给出，还没有在足够多的真实企业上"
        "量过；它不改变按标准算出的级别。",
        "What a visit would likely verify comes from a model trained on simulated firms and from "
        "rules on lowered answers; it was not measured on enough real firms yet, and changes no "
        "level by rule.",
    )


def _terms(writer: Writer, before: Sequence[Chapter]) -> Iterator[Block]:
    sheet, bank = writer.facts.diagnosis.sheet, writer.facts.content.bank
    text = "".join(texts_of(before))
    terms = {
        writer.say(each.term): writer.say(each.meaning)
        for item in sheet.form.items_of[sheet.production_type]
        for each in bank[item].terms
        if writer.say(each.term) in text
    }
    if terms:
        yield Heading(writer.words("用到的词", "Terms"))
        colon = COLON.say(writer.language)
        lines = (f"{term}{colon}{meaning}" for term, meaning in terms.items())
        yield Points(tuple(lines), in_columns=True)


def _answers(writer: Writer) -> Iterator[Block]:
    """Yield, section by section, answers that are no position and not to be copied."""
    sheet, bank = writer.facts.diagnosis.sheet, writer.facts.content.bank
    of_type = set(sheet.form.items_of[sheet.production_type]) - {
        item for _, _, item in _copied(writer)
    }
    for section in sheet.form.sections:
        by_answer: dict[str, list[str]] = {}
        for entry in section.entries:
            value, item = sheet.answers.get(entry.item), bank[entry.item]
            if entry.item in of_type and value is not None and item.type is not ItemType.LADDER:
                answer = writer.say(answer_words(item, as_plain(value)))
                by_answer.setdefault(answer, []).append(writer.say(item.name))
        if by_answer:
            between = writer.words("、", ", ")
            yield ReportTable(
                writer.say(section.title),
                (writer.words("题", "Question"), writer.words("回答", "Answer")),
                tuple((between.join(names), answer) for answer, names in by_answer.items()),
                (5, 7),
            )


def to_copy(writer: Writer) -> Chapter:
    """Return the answers of the SME index in the order of its official questionnaire."""
    return writer.chapter(
        "to-copy",
        "照填表：中小企业数字化水平评测",
        "Answers to copy: the SME index",
        _to_copy(writer),
    )


def _to_copy(writer: Writer) -> Iterator[Block]:
    facts = writer.facts
    yield Passage(
        writer.words(
            "照着这张表，把答案填进官方评测系统。级别以官方系统算的为准，这里的只是自测。",
            "Copy these answers into the official system. Its level alone counts; ours is a "
            "self-test.",
        ),
        Manner.WARNING,
    )
    verdicts = facts.diagnosis.verdicts
    inferred = {item for verdict in verdicts for item in verdict.derived_from}
    rows = []
    for ref, name, item in _copied(writer):
        value = facts.diagnosis.sheet.answers.get(item)
        known = facts.content.bank[item]
        missing = writer.words("还没有答", "no answer yet")
        answer = missing if value is None else _to_tick(writer, known, value)
        if item in inferred:
            answer += writer.words("（由别的题推出，请核对）", " (inferred: please check)")
        proof = writer.say(known.evidence[0]) if known.evidence else ""
        rows.append((ref, writer.say(name), answer, proof))
    yield ReportTable(
        writer.words("按官方问卷的顺序", "In the order of the official questionnaire"),
        (
            writer.words("题号", "No."),
            writer.words("题", "Question"),
            writer.words("填什么", "Answer"),
            writer.words("凭什么", "Proof"),
        ),
        tuple(rows),
        (1, 3, 7, 3),
    )


def _copied(writer: Writer) -> Iterator[tuple[str, Text, str]]:
    """Yield number, name and item of what the official questionnaire asks, in its order."""
    standard = writer.verdict_of(PointsStandard).standard
    assert isinstance(standard, PointsStandard)
    for question in standard.questions:
        yield question.ref, question.name, question.item
    for scene in standard.scenes:
        yield scene.ref, scene.name, scene.item


def _to_tick(writer: Writer, item: Item, value: Value) -> str:
    """Return the option to tick, in Chinese too: the official questionnaire knows no half ones."""
    whole = float(int(value)) if isinstance(value, float) else value
    words = answer_words(item, as_plain(whole))
    return writer.words(words.zh, f"{words.en} / {words.zh}")
