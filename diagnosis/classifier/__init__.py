"""The learned part: the level a consultant would verify, estimated from a self-assessment.

Lives here: completion, head, sets, attribution, advice and the artefact, on numpy alone; the
simulator, the fits and the evaluation are in `training`. May not: replace the rule's level, import
a sibling room, or import scikit-learn, scipy or joblib outside `training`. Imported by:
bootstrap, cli.
"""
