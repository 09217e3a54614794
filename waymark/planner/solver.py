"""The one place that speaks to HiGHS: a model put together column by column, and solved until a deadline."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

SOLVER = "HiGHS"
INFINITE = math.inf
_TOLERANCE = 1e-6
_FOR_INTERIOR_POINT = 20_000  # columns from which the simplex method is the slower one


class Ending(StrEnum):
    """How a solve ended: with proof, stopped on the way, or because nothing can satisfy it."""

    PROVEN = "proven"
    STOPPED = "stopped"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Solved:
    """The best values found, None if none were, and the objective that nothing can be better than."""

    ending: Ending
    values: np.ndarray | None
    bound: float
    prices: np.ndarray | None = None  # of each row, where a model without whole numbers was solved to its end


@dataclass
class Watch:
    """How long work may go on, and who else may stop it."""

    until: float = INFINITE
    should_stop: Callable[[], bool] = lambda: False

    def left(self) -> float:
        return max(self.until - time.monotonic(), 0.0)

    def is_over(self) -> bool:
        return self.left() <= 0 or self.should_stop()

    def within(self, seconds: float) -> "Watch":
        """The same, for at most so long from now."""
        return Watch(min(self.until, time.monotonic() + seconds), self.should_stop)


@dataclass
class Model:
    """A linear model in whole and other numbers; columns and rows are numbered as they are added."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, high: float, *, low: float = 0.0, whole: bool = True) -> int:
        self.low.append(float(low))
        self.high.append(float(high))
        self.whole.append(whole)
        return len(self.low) - 1

    def row(
        self, columns: Sequence[int], values: Sequence[float], *, low: float = -INFINITE, high: float = INFINITE
    ) -> int:
        self.index.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.index))
        self.row_low.append(float(low))
        self.row_high.append(float(high))
        return len(self.row_low) - 1

    @property
    def width(self) -> int:
        return len(self.low)


def solve(
    model: Model,
    objective: np.ndarray,
    *,
    watch: Watch,
    maximise: bool,
    start: np.ndarray | None = None,
    gap: float = 0.0,
    whole_objective: bool = True,
    seed: int = 0,
    at_a_corner: bool = False,
    bound_known: Callable[[float], Any] = lambda bound: None,
    found: Callable[[np.ndarray, float], Any] = lambda values, bound: None,
    enough: Callable[[float, float], bool] = lambda value, bound: False,
) -> Solved:
    """Solve to proof, or until `gap` (a share of the objective) is left, the watch is over or it is `enough`.

    `start`: where to begin; what is not a number in it is filled in by the solver. `found` hears of each better
    solution and of the bound then, `bound_known` of each better bound. A whole objective ends the search when less than
    one is open. A wide model without whole numbers is solved from within, and left there unless asked to end
    `at_a_corner`.
    """
    if model.width == 0:
        return Solved(Ending.PROVEN, np.zeros(0), 0.0)
    import highspy  # here, because it is only needed once there is something to solve

    highs = _prepared(model, objective, maximise, highspy, watch, gap, whole_objective, seed, at_a_corner)
    if start is not None:
        known = np.flatnonzero(~np.isnan(start)).astype(np.int32)
        highs.setSolution(len(known), known, start[known])
    best_bound = [INFINITE if maximise else -INFINITE]

    def heard(event: Any) -> None:
        out = event.data_out
        bound, value = out.mip_dual_bound, out.mip_primal_bound
        if math.isfinite(bound) and (bound < best_bound[0] - 1e-9 if maximise else bound > best_bound[0] + 1e-9):
            best_bound[0] = bound
            bound_known(bound)
        if watch.is_over() or (math.isfinite(value) and enough(value, bound)):
            event.interrupt()

    def better(event: Any) -> None:
        found(np.array(event.data_out.mip_solution), best_bound[0])

    def halted(event: Any) -> None:
        if watch.is_over():
            event.interrupt()

    highs.cbMipInterrupt += heard
    highs.cbMipImprovingSolution += better
    highs.cbSimplexInterrupt += halted
    highs.cbIpmInterrupt += halted
    highs.run()
    return _outcome(highs, highspy, any(model.whole), maximise, best_bound[0])


def _prepared(
    model: Model,
    objective: np.ndarray,
    maximise: bool,
    highspy: Any,
    watch: Watch,
    gap: float,
    whole_objective: bool,
    seed: int,
    at_a_corner: bool,
) -> Any:
    highs = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "random_seed": seed % (1 << 31),
        "threads": 1,
        "mip_rel_gap": gap,
        "mip_abs_gap": 0.999 if whole_objective else 1e-6,
        "mip_feasibility_tolerance": _TOLERANCE,
    }
    if watch.left() < INFINITE:
        options["time_limit"] = max(watch.left(), 0.01)
    if not any(model.whole) and model.width > _FOR_INTERIOR_POINT:
        options |= {"solver": "ipm", "run_crossover": "on" if at_a_corner else "off"}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_lp(model, objective, maximise, highspy))
    return highs


def _outcome(highs: Any, highspy: Any, is_mip: bool, maximise: bool, heard: float) -> Solved:
    status, info, statuses = highs.getModelStatus(), highs.getInfo(), highspy.HighsModelStatus
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Solved(Ending.IMPOSSIBLE, None, math.nan)
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(highs.getSolution().col_value) if has_values else None
    ending = Ending.PROVEN if status == statuses.kOptimal else Ending.STOPPED
    # Near the end of the interior point method prices are good enough to ask with.
    has_prices = not is_mip and status in (statuses.kOptimal, statuses.kUnknown)
    prices = np.abs(np.array(highs.getSolution().row_dual)) if has_prices else None
    return Solved(ending, values, _bound(info, heard, is_mip, maximise), prices)


def _bound(info: Any, heard: float, is_mip: bool, maximise: bool) -> float:
    told = info.mip_dual_bound if is_mip else info.objective_function_value
    if not math.isfinite(told):
        return heard
    return min(told, heard) if maximise else max(told, heard)


def _lp(model: Model, objective: np.ndarray, maximise: bool, highspy: Any) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_ = model.width
    lp.num_row_ = len(model.row_low)
    lp.col_cost_ = np.asarray(objective, dtype=np.float64)
    lp.col_lower_ = np.array(model.low)
    lp.col_upper_ = np.array([highspy.kHighsInf if math.isinf(high) else high for high in model.high])
    lp.row_lower_ = np.array([-highspy.kHighsInf if math.isinf(low) else low for low in model.row_low])
    lp.row_upper_ = np.array([highspy.kHighsInf if math.isinf(high) else high for high in model.row_high])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(model.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(model.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(model.values, dtype=np.float64)
    kinds = highspy.HighsVarType
    if any(model.whole):
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in model.whole]
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    return lp
