"""How parts of the standards relate: what one answer serves elsewhere."""

from typing import Any

from diagnosis.domain.text import Say, Text
from diagnosis.present.scoring.standard import part_names
from diagnosis.services.ports.content import Content


def show_crosswalk(content: Content, say: Say) -> dict[str, Any]:
    """Return the links between parts; none of them converts a level into another."""
    names, marks = part_names(content), content.crosswalk["marks"]

    def end(one: dict[str, str]) -> dict[str, Any]:
        name = names.get((one["standard"], one["part"]))
        return {"standard": one["standard"], "part": one["part"], "name": name and say(name)}

    return {
        "about": say(Text(**content.crosswalk["about"])),
        "links": [
            {
                "from": end(link["from"]),
                "to": end(link["to"]),
                "type": link["type"],
                "grade": link["grade"],
                "note": say(Text(**link["note"])),
                **{name: marks[link["mark"]][name] for name in ("basis", "checked", "sources")},
            }
            for link in content.crosswalk["links"]
        ],
    }
