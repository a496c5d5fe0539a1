"""How a model is made and judged: what the commands call is in `train`.

Lives here: `simulation` of firms, `fitting`, `evaluation`; whatever needs scipy, scikit-learn,
joblib or threadpoolctl. May not: be imported by the serving modules beside it. Imported by: cli,
for the commands that train and evaluate.
"""
