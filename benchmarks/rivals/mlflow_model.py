"""Save the model of GB/T 39116 as MLflow serves it.

Run in the rivals' environment: `python -m benchmarks.rivals.mlflow_model FOLDER`
"""

import sys
from pathlib import Path

import joblib
import mlflow.sklearn

STANDARD = "gbt-39116-2020"


def save(folder: Path) -> None:
    """Save the model beside its joblib file; its server answers with probabilities."""
    mlflow.sklearn.save_model(
        joblib.load(folder / f"{STANDARD}.joblib"),
        path=str(folder / "mlflow"),
        pip_requirements=[],
        pyfunc_predict_fn="predict_proba",
        serialization_format="cloudpickle",
    )


if __name__ == "__main__":
    save(Path(sys.argv[1]))
