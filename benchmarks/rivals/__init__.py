"""The same task as others would solve it, to be measured beside the service.

`textbook` is the whole task by the usual tools and runs in the project's environment;
`scoring_app` (FastAPI) and `mlflow_model` (MLflow) are a model behind an address and nothing else,
in an environment of their own: `make rivals`.
"""
