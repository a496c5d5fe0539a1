"""The learned part: the level a consultant would verify, estimated from a self-assessment.

Lives here: `inference` (answers to a level), `explanation` (what is said beside it), `artefacts`
(models as files), all three on numpy alone and served by `estimator`; `training` makes and judges
models. May not: replace the rule's level, import a sibling room, or import scikit-learn, scipy,
joblib or threadpoolctl outside `training`. Imported by: bootstrap, cli.
"""
