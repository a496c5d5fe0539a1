"""How parts of the standards relate, as JSON values: what one answer serves elsewhere."""

from diagnosis.domain.scoring.crosswalk import PartRef
from diagnosis.present.parts import part_names
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_crosswalk(content: Content, say: Say) -> Shown:
    """Return the links between parts; none of them converts a level into another."""
    names = part_names(content.standards)

    def end(ref: PartRef) -> Shown:
        name = names.get((ref.standard, ref.part))
        return {"standard": ref.standard, "part": ref.part, "name": name and say(name)}

    return {
        "about": say(content.crosswalk.about),
        "links": [
            {
                "from": end(link.start),
                "to": end(link.end),
                "type": link.type,
                "grade": link.grade,
                "note": say(link.note),
                "basis": link.mark.basis,
                "checked": link.mark.checked,
                "sources": list(link.mark.sources),
            }
            for link in content.crosswalk.links
        ],
    }
