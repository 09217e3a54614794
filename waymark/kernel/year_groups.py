"""Year groups as people say them."""

from collections.abc import Iterable


def year_words(years: Iterable[int]) -> str:
    """`Year 11`, `Years 7 to 13`, `Years 9 and 11`; nothing of none."""
    in_order = sorted(set(years))
    if not in_order:
        return ""
    if len(in_order) == 1:
        return f"Year {in_order[0]}"
    if in_order == list(range(in_order[0], in_order[-1] + 1)) and len(in_order) > 2:
        return f"Years {in_order[0]} to {in_order[-1]}"
    return f"Years {', '.join(map(str, in_order[:-1]))} and {in_order[-1]}"
