"""A section of a form on a page: what is seen and ticked there, and what it states when sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import orjson

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.enterprise import production_type_of
from diagnosis.domain.intake.form import Form, Section
from diagnosis.domain.intake.inference import infer_answers
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.scene_grid import GridRow, grid_rows, pairs
from diagnosis.services.errors import NotThere
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.web.pages.sheet.questions import items_asked
from diagnosis.web.pages.sheet.ticks import (
    NOT_KNOWN,
    PROPOSED,
    SEEN,
    Fields,
    Ticks,
    answer_of,
    ticks_of_answer,
    ticks_of_fields,
)

GRID = "g:"
"""What the fields of a grid begin with; the id of the scene follows."""
PlainAnswers = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """A section as it stands on a page.

    `answers` are those that the page saw, as a sheet writes them; `ticks` what is ticked and typed
    by item; `proposed` the answers that follow from others and stand ticked for confirmation;
    `rows` those of a grid; `choices` what is ticked in it, by scene.
    """

    form: Form
    section: Section
    items: tuple[str, ...]
    rows: tuple[GridRow, ...]
    answers: PlainAnswers
    ticks: Mapping[str, Ticks]
    proposed: PlainAnswers
    choices: Mapping[str, str]

    @property
    def seen(self) -> list[tuple[str, str]]:
        """Return the hidden fields that say what the page saw, and what it proposed."""
        fields = [
            (SEEN + item, orjson.dumps(self.answers[item]).decode())
            for item in self.items
            if item in self.answers
        ]
        return fields + [
            (PROPOSED + item, orjson.dumps(value).decode())
            for item, value in self.proposed.items()
        ]

    def seen_after(self, stated: "StatedSection", not_taken: Collection[str]) -> "SectionPage":
        """Return the section as a page has seen it once what it `stated` is saved.

        What the page did not change, or was not taken, it goes on seeing as before: what somebody
        changed elsewhere is not ticked on it, and would else look as if it had been taken back.
        """
        taken = [
            item
            for item, value in stated.without_proposals().items()
            if value != stated.seen.get(item) and item not in not_taken
        ]
        before = {item: value for item, value in stated.seen.items() if item not in taken}
        now = {item: self.answers[item] for item in taken if item in self.answers}
        return replace(self, answers=before | now)


def form_of(content: Content, record: AssessmentRecord) -> Form:
    """Return the form of a sheet.

    Raises
    ------
    NotThere
        When there is none any more.

    """
    form_id, _, version = record.sheet.form.partition("@")
    form = content.forms.get(form_id, {}).get(version)
    if form is None:
        raise NotThere
    return form


def section_of(form: Form, section_id: str) -> Section:
    """Return a section of a form.

    Raises
    ------
    NotThere
        When there is none of this id.

    """
    for section in form.sections:
        if section.id == section_id:
            return section
    raise NotThere


def asked_items(content: Content, form: Form, record: AssessmentRecord) -> tuple[str, ...]:
    """Return the items that the firm of a sheet is asked."""
    kind, _ = production_type_of(record.sheet.enterprise, content.codes)
    return form.items_of[kind]


def page_of_section(content: Content, record: AssessmentRecord, section_id: str) -> SectionPage:
    """Return a section of a draft as it is kept, with what its other answers propose.

    Raises
    ------
    NotThere
        When the form has no such section.

    """
    form = form_of(content, record)
    section = section_of(form, section_id)
    items = items_asked(section, asked_items(content, form, record))
    answered = record.sheet.answers
    answers = {item: as_plain(answered[item]) for item in items if item in answered}
    proposed = _proposed(content, record, items, answers)
    return page_of_answers(content, form, section, items, answers, proposed=proposed)


def page_of_answers(
    content: Content,
    form: Form,
    section: Section,
    items: tuple[str, ...],
    answers: PlainAnswers,
    *,
    proposed: PlainAnswers | None = None,
) -> SectionPage:
    """Return a section with some answers to its items, and answers that are proposed."""
    proposed = proposed or {}
    shown = {**proposed, **answers}
    rows = grid_rows(section, content.bank)
    return SectionPage(
        form=form,
        section=section,
        items=items,
        rows=rows,
        answers=answers,
        ticks={item: ticks_of_answer(content.bank[item], shown.get(item)) for item in items},
        proposed=proposed,
        choices=_choices(rows, answers),
    )


def _proposed(
    content: Content, record: AssessmentRecord, items: tuple[str, ...], answers: PlainAnswers
) -> PlainAnswers:
    """Return what the rest of a sheet proposes for blank items of a section."""
    blank = [item for item in items if item not in answers and item in content.inferences]
    if not blank:
        return {}
    inferred = infer_answers(content.inferences, read_kept(content, record.sheet))
    return {each.item: as_plain(each.value) for each in inferred if each.item in blank}


def _choices(rows: tuple[GridRow, ...], answers: Mapping[str, object]) -> Mapping[str, str]:
    """Return what is ticked at each scene of a grid."""
    choices = {}
    for row in rows:
        use, model = answers.get(row.use_item), answers.get(row.model_item)
        if isinstance(model, list) and row.scene in model:
            choices[row.scene] = "model"
        elif isinstance(use, list):
            choices[row.scene] = "use" if row.scene in use else "none"
    return choices


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedSection:
    """What somebody sent of a section: what they had seen, what they state, what they confirm."""

    seen: PlainAnswers
    stated: PlainAnswers
    confirmed: tuple[str, ...]
    ticks: Mapping[str, Ticks]
    choices: Mapping[str, str]

    def without_proposals(self) -> PlainAnswers:
        """Return what is stated but for proposals that were left as they were."""
        return {item: value for item, value in self.stated.items() if item not in self.confirmed}


def read_stated(
    content: Content, form: Form, section: Section, items: tuple[str, ...], fields: Fields
) -> StatedSection:
    """Return what the fields of a section's form state.

    A proposal that was left ticked is confirmed. What a page did not show is not stated.
    """
    rows = grid_rows(section, content.bank)
    seen = {item: _loaded(fields, SEEN + item) for item in items}
    proposed = {item: _loaded(fields, PROPOSED + item) for item in items}
    ticks = {item: ticks_of_fields(content.bank[item], fields) for item in items}
    choices = {row.scene: (fields.get(GRID + row.scene) or ("",))[0] for row in rows}
    if rows:
        stated = _grid_answers(section, rows, choices, ticks)
    else:
        stated = {
            item: answer_of(content.bank[item], form.entries[item], ticks[item]) for item in items
        }
    return StatedSection(
        seen={item: value for item, value in seen.items() if value is not None},
        stated=stated,
        confirmed=tuple(
            item
            for item in items
            if proposed[item] is not None and stated.get(item) == proposed[item]
        ),
        ticks=ticks,
        choices=choices,
    )


def _loaded(fields: Fields, name: str) -> object:
    """Return the answer that a hidden field holds, None where it holds none."""
    try:
        return orjson.loads((fields.get(name) or ("null",))[0])
    except orjson.JSONDecodeError:
        return None


def _grid_answers(
    section: Section,
    rows: tuple[GridRow, ...],
    choices: Mapping[str, str],
    ticks: Mapping[str, Ticks],
) -> PlainAnswers:
    """Return the answers that the rows of a grid state, link by link.

    Of a link that something is ticked of, what is not counts as none; one that nothing is ticked
    of is blank.
    """
    stated: PlainAnswers = {}
    for use, model in pairs(section):
        of_link = [row for row in rows if row.use_item == use.item]
        ticked = [choices[row.scene] for row in of_link]
        if NOT_KNOWN in ticks.get(use.item, Ticks()).ticked:
            stated |= {use.item: NOT_KNOWN, model.item: NOT_KNOWN}
        elif not any(ticked):
            stated |= {use.item: None, model.item: None}
        else:
            stated[use.item] = _scenes(of_link, choices, ("use", "model"))
            stated[model.item] = _scenes(of_link, choices, ("model",))
    return stated


def _scenes(rows: list[GridRow], choices: Mapping[str, str], wanted: tuple[str, ...]) -> list[str]:
    return [row.scene for row in rows if choices[row.scene] in wanted] or [NONE]
