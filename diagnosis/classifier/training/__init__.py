"""How the model is made and judged: simulated worlds, fits, visits, evaluation, the card.

Lives here: whatever needs scipy, scikit-learn or joblib. May not: be imported by the serving
modules beside it. Imported by: cli, for the commands that train and evaluate.
"""
