"""Gate 3 for grids: pairs of items over the scenes of a link, in use and with a model."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.form import Layout
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM

Documents = Mapping[str, Document]
Items = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]
"""The name of each scene of a link (language → name), by its id, in the official order."""
_NAME_ENDS = {"zh": "：", "en": ": "}
"""What parts the name of a scene from the line about it, in the text of its option."""
_SCENES = "knowledge/codes/scenes.yaml"


def check_grids(documents: Documents, form: Document, items: Items) -> Iterator[ContentFault]:
    """Yield every fault of the sections of a form that are laid out as a grid."""
    links = _links(documents)
    for number, section in enumerate(form.value["sections"]):
        if section.get("layout") != Layout.GRID:
            continue
        entries, where = section["items"], pointer("sections", number, "items")
        for place, entry in enumerate(entries):
            if not isinstance(entry, str):
                message = "a grid asks its items of every firm, in full: write the id alone"
                yield form.fault("sense", where + pointer(place), message)
        names = [entry if isinstance(entry, str) else entry["item"] for entry in entries]
        if len(names) % 2:
            message = f"a grid has pairs of items: {names[-1]!r} stands alone"
            yield form.fault("sense", where + pointer(len(names) - 1), message)
        for place, (use, model) in enumerate(zip(names[::2], names[1::2], strict=False)):
            first = where + pointer(2 * place)
            yield from _pair(form, first, (use, model), items)
            yield from _scenes(form, first, use, items, links)


def _links(documents: Documents) -> dict[str, Names]:
    """Return the scenes of each link by the link's id; nothing where their file is missing."""
    document = documents.get(_SCENES)
    links = document.value["links"] if document else ()
    return {link["id"]: {scene["id"]: scene["name"] for scene in link["scenes"]} for link in links}


def _pair(
    form: Document, where: str, pair: tuple[str, str], items: Items
) -> Iterator[ContentFault]:
    """Yield where the second item of a pair is not that of the models of the first."""
    use, model = pair
    if not use.startswith(USE_ITEM):
        message = f"the first of a pair is an item {USE_ITEM}…, not {use!r}"
        yield form.fault("sense", where, message)
        return
    wanted = MODEL_ITEM + use.removeprefix(USE_ITEM)
    if model != wanted:
        yield form.fault("sense", where, f"{use!r} goes with {wanted!r}, not {model!r}")
    elif use in items and model in items and _options(items[use]) != _options(items[model]):
        yield form.fault("sense", where, f"{use!r} and {model!r} differ in their options")


def _scenes(
    form: Document, where: str, use: str, items: Items, links: Mapping[str, Names]
) -> Iterator[ContentFault]:
    """Yield where the options of an item are not the scenes of its link, each by its name."""
    link = links.get(use.removeprefix(USE_ITEM))
    if use not in items or link is None:
        return
    options = _options(items[use])
    if list(options) != [NONE, *link]:
        yield form.fault("sense", where, f"the options of {use!r} are not the scenes of its link")
        return
    for scene, names in link.items():
        for language, name in names.items():
            begins = name + _NAME_ENDS[language]
            if not options[scene][language].startswith(begins):
                message = f"the option {scene!r} of {use!r} does not begin with {begins!r}"
                yield form.fault("sense", where, message)


def _options(item: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """Return the text of each option (language → text) by its id, in order."""
    return {option["id"]: option["text"] for option in item.get("options", ())}
