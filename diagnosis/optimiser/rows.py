"""A linear program as it grows: columns with bounds and worth, rows with bounds and entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from math import inf

import highspy
import numpy as np
from highspy._core import _Highs

ROW_WISE = highspy.MatrixFormat.kRowwise


@dataclass(slots=True)
class Rows:
    """Columns and rows of a maximisation; `solve` hands them to HiGHS."""

    worth: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)
    _row_low: list[float] = field(default_factory=list)
    _row_high: list[float] = field(default_factory=list)

    def column(
        self, worth: float = 0.0, high: float = 1.0, *, low: float = 0.0, whole: bool = False
    ) -> int:
        """Return a new column."""
        self.worth.append(worth)
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(
        self, entries: Iterable[tuple[int, float]], *, low: float = -inf, high: float = inf
    ) -> None:
        """Add a row: low ≤ the sum of the entries ≤ high; a column stands in it once."""
        for column, value in entries:
            self._columns.append(column)
            self._values.append(value)
        self._starts.append(len(self._columns))
        self._row_low.append(low)
        self._row_high.append(high)

    def copy(self) -> "Rows":
        """Return rows to which more can be added without a trace in these."""
        return Rows(*(list(getattr(self, each.name)) for each in fields(self)))

    def program(self) -> highspy.HighsLp:
        """Return everything as HiGHS takes it."""
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.worth), len(self._row_low)
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.array(self.worth, dtype=np.float64)
        program.col_lower_ = np.array(self.low, dtype=np.float64)
        program.col_upper_ = np.array(self.high, dtype=np.float64)
        program.row_lower_ = np.array(self._row_low, dtype=np.float64)
        program.row_upper_ = np.array(self._row_high, dtype=np.float64)
        program.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in self.whole
        ]
        matrix = program.a_matrix_
        matrix.format_ = ROW_WISE
        matrix.num_col_, matrix.num_row_ = program.num_col_, program.num_row_
        matrix.start_ = np.array(self._starts, dtype=np.int32)
        matrix.index_ = np.array(self._columns, dtype=np.int32)
        matrix.value_ = np.array(self._values, dtype=np.float64)
        return program


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS made of a program: the columns' values, the value, the bound on it.

    `values` is None where no point was found; `is_impossible` where there is none.
    """

    values: np.ndarray | None
    value: float
    bound: float
    is_impossible: bool
    is_cut_short: bool


MOST_NODES = 2_000
"""Where a search ends, so that it ends at the same place on every machine (most seen: 236)."""


NO_HELP = (
    "mip_heuristic_run_feasibility_jump",
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_rens",
    "mip_allow_restart",
)
"""What HiGHS does in vain on programs of this size: never a better set, up to half the time."""


def solve(rows: Rows, seconds: float) -> Solved:
    """Return the best point of a program, proven with no gap unless nodes or seconds run out."""
    solver = _Highs()  # its Python wrapper prints a banner to stdout, where a caller expects JSON
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("mip_feasibility_tolerance", 1e-7),
        ("mip_max_nodes", MOST_NODES),
        *((option, False) for option in NO_HELP),
        ("time_limit", max(0.01, seconds)),
    ):
        solver.setOptionValue(option, setting)
    taken = solver.passModel(rows.program())
    assert taken is not highspy.HighsStatus.kError, "HiGHS refuses the program"
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    statuses = highspy.HighsModelStatus
    impossible = status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible)
    is_point = info.primal_solution_status == 2
    values = np.array(solver.getSolution().col_value) if is_point else None
    return Solved(
        values=values,
        value=info.objective_function_value if is_point else -inf,
        bound=info.mip_dual_bound,
        is_impossible=impossible,
        is_cut_short=status not in (statuses.kOptimal, statuses.kInfeasible) and not impossible,
    )
