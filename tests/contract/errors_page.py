"""api_spec/errors.md, made from the faults and problems of the code.

Run: `.venv/bin/python -m tests.contract.errors_page`
"""

from pathlib import Path

from diagnosis.present.faults import FAULTS
from diagnosis.web.problem_kinds import KINDS, TYPE

PAGE = Path(__file__).resolve().parents[2] / "api_spec" / "errors.md"
_HEAD = """\
# Errors 错误

Every error is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail` and
`errors`, which holds every fault at once, each `{pointer, code, message}`; the pointer is a JSON
Pointer into the body that was sent, or `/name` of a query parameter or header. Texts follow
`Accept-Language` (zh-Hans, en); codes and types never change. After an error nothing was stored.

每个错误都是 `application/problem+json`；`errors` 一次列出全部问题，`pointer` 指向出错的位置。

"""


def errors_page() -> str:
    """Return the page."""
    lines = [_HEAD + "## Problems 错误类型", ""]
    lines += ["| type | status | 标题 | title | detail |", "|---|---|---|---|---|"]
    lines += [
        f"| `{TYPE}{code}` | {kind.status} | {kind.title.zh} | {kind.title.en} "
        f"| {kind.detail.en} |"
        for code, kind in KINDS.items()
    ]
    lines += ["", "## Faults 问题代码", ""]
    lines += ["| code | 说明 | message |", "|---|---|---|"]
    lines += [
        f"| `{code}` | {_cell(text.zh)} | {_cell(text.en)} |" for code, text in FAULTS.items()
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{{", "{").replace("}}", "}").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(errors_page(), encoding="utf-8")
