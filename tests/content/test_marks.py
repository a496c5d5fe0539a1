"""Shared marks: a file that names one has it like its own, in answers and in what it cites."""

from diagnosis.content.build.marks import build_marks
from diagnosis.content.documents.shared_marks import with_shared_marks
from diagnosis.content.documents.walk import SHARED_MARKS, citations

OURS = {"basis": "ours", "checked": "not-applicable", "sources": ["src-ours"]}
GUESS = {"basis": "estimated", "checked": "not-applicable", "sources": ["src-guess"]}
READ = {"basis": "cited", "checked": "one-source", "sources": ["src-paper"]}
DOCUMENTS = {
    SHARED_MARKS: {"marks": {"guess": GUESS, "ours": OURS}},
    "both.yaml": {"marks": {"read": READ}, "cost": {"mark": "ours"}, "year_mark": "read"},
    "shared.yaml": {"rows": [{"mark": "ours"}, {"size_mark": "guess"}]},
    "local.yaml": {"marks": {"read": READ}, "cost": {"mark": "read"}},
    "neither.yaml": {"mark": 3, "remark": "guess"},
}


def test_a_file_has_the_shared_marks_that_it_names() -> None:
    resolved = with_shared_marks(DOCUMENTS)
    assert list(resolved) == list(DOCUMENTS)
    assert list(resolved["both.yaml"]["marks"].items()) == [("ours", OURS), ("read", READ)]
    assert list(resolved["shared.yaml"]["marks"].items()) == [("guess", GUESS), ("ours", OURS)]
    assert build_marks(resolved["shared.yaml"])["guess"].sources == ("src-guess",)
    for name in ("local.yaml", "neither.yaml", SHARED_MARKS):
        assert resolved[name] == DOCUMENTS[name]


def test_documents_themselves_are_left_as_they_were() -> None:
    with_shared_marks(DOCUMENTS)
    assert "marks" not in DOCUMENTS["shared.yaml"]
    assert list(DOCUMENTS["both.yaml"]["marks"]) == ["read"]


def test_content_without_shared_marks_stays_as_it_is() -> None:
    documents = {"local.yaml": DOCUMENTS["local.yaml"]}
    assert with_shared_marks(documents) == documents


def test_a_file_cites_what_its_shared_marks_cite() -> None:
    assert citations(with_shared_marks(DOCUMENTS)) == {
        "src-ours": ("both.yaml", "shared.yaml"),
        "src-paper": ("both.yaml", "local.yaml"),
        "src-guess": ("shared.yaml",),
    }
