"""What a file says of a learner's time on roll: joining, moving up, changing form, leaving, coming back."""

from datetime import date

from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.rules.roll import LearnerRow, Stay, StayChange

YOUNGEST_YEAR_GROUP, OLDEST_YEAR_GROUP = 7, 14


def stay_changes(row: LearnerRow, stays: tuple[Stay, ...], *, on: date, roll_is_known: bool) -> tuple[StayChange, ...]:
    """The stays to open and to change so that the roll says what the row says, as at the day `on`.

    A stay left open in an earlier year is closed with that year. `roll_is_known`: the school
    already sent a roll for this academic year, so somebody new joined after it.
    """
    year = _year_meant(row, on)
    earlier = _closing_earlier(row, stays, year)
    if row.left_on and row.left_on < first_day(year):
        return (*earlier, *_left_before(row, stays, year))
    standing = [stay for stay in stays if stay.academic_year == year]
    if not standing:
        start = _first_day(row, stays, year, on, roll_is_known)
        return (*earlier, _opened(row, year, start, row.left_on))
    last = max(standing, key=lambda stay: stay.from_on)
    if last.to_on and not row.left_on and last.to_on < on and last.from_on != on:
        return (*earlier, _opened(row, year, _day_back(row, last, on), None))
    altered = _altered(row, last, alone=len(standing) == 1)
    return (*earlier, StayChange(altered, last.key)) if altered else earlier


def years_before(row: LearnerRow, *, on: date) -> tuple[StayChange, ...]:
    """The earlier academic years in which somebody new to us was on roll, as their joining date tells.

    One year group down for each year back, to Year 7 at the earliest; forms are not known. Nothing where the file does
    not say when they joined.
    """
    this_year = min(academic_year(on), academic_year(row.left_on)) if row.left_on else academic_year(on)
    if not row.joined_on:
        return ()
    earliest = max(academic_year(row.joined_on), this_year - (row.year_group - YOUNGEST_YEAR_GROUP))
    return tuple(
        StayChange(
            {
                "academic_year": year,
                "year_group": row.year_group - (this_year - year),
                "form": "",
                "from_on": max(row.joined_on, first_day(year)),
                "to_on": last_day(year),
            }
        )
        for year in range(earliest, this_year)
    )


def leaving(stays: tuple[Stay, ...], left_on: date) -> tuple[StayChange, ...]:
    """The open stays ended on a day the school gave; none ends before it began."""
    return tuple(
        StayChange({"to_on": max(stay.from_on, min(left_on, last_day(stay.academic_year)))}, stay.key)
        for stay in stays
        if stay.to_on is None
    )


def staying(stays: tuple[Stay, ...], on: date) -> tuple[StayChange, ...]:
    """Somebody not in the file who is still here: moved up when they stand on an earlier year's roll."""
    year = academic_year(on)
    open_before = [stay for stay in stays if stay.to_on is None and stay.academic_year < year]
    if not open_before or any(stay.academic_year == year for stay in stays):
        return ()
    last = max(open_before, key=lambda stay: stay.from_on)
    moved_up = last.year_group + year - last.academic_year
    closed = tuple(StayChange({"to_on": last_day(stay.academic_year)}, stay.key) for stay in open_before)
    if moved_up > OLDEST_YEAR_GROUP:
        return closed
    opened = {
        "academic_year": year,
        "year_group": moved_up,
        "form": "",
        "from_on": first_day(year),
        "to_on": None,
    }
    return (*closed, StayChange(opened))


def _year_meant(row: LearnerRow, on: date) -> int:
    """The academic year the row is about: that of the day, or a later one for somebody yet to join."""
    year = academic_year(on)
    return max(year, academic_year(row.joined_on)) if row.joined_on else year


def _closing_earlier(row: LearnerRow, stays: tuple[Stay, ...], year: int) -> tuple[StayChange, ...]:
    closed = []
    for stay in stays:
        if stay.academic_year < year and stay.to_on is None:
            end = last_day(stay.academic_year)
            if row.left_on and row.left_on < end:
                end = max(stay.from_on, row.left_on)
            closed.append(StayChange({"to_on": end}, stay.key))
    return tuple(closed)


def _left_before(row: LearnerRow, stays: tuple[Stay, ...], this_year: int) -> tuple[StayChange, ...]:
    """Somebody who left in an earlier year: their last year is kept if we knew nothing of them."""
    assert row.left_on is not None
    if stays:
        open_this_year = tuple(stay for stay in stays if stay.to_on is None and stay.academic_year == this_year)
        return leaving(open_this_year, row.left_on)
    year = academic_year(row.left_on)
    start = first_day(year)
    if row.joined_on and start < row.joined_on <= row.left_on:
        start = row.joined_on
    return (_opened(row, year, start, row.left_on),)


def _first_day(row: LearnerRow, stays: tuple[Stay, ...], year: int, on: date, roll_is_known: bool) -> date:
    first = first_day(year)
    if row.joined_on:
        start = max(first, row.joined_on)
    else:
        was_here = any(stay.covers(last_day(year - 1)) for stay in stays)
        start = first if was_here or not roll_is_known else max(first, on)
    return min(start, row.left_on) if row.left_on else start


def _day_back(row: LearnerRow, last: Stay, on: date) -> date:
    back = row.joined_on if row.joined_on and last.to_on and row.joined_on > last.to_on else on
    return max(back, first_day(last.academic_year))


def _opened(row: LearnerRow, year: int, start: date, end: date | None) -> StayChange:
    values = {
        "academic_year": year,
        "year_group": row.year_group,
        "form": row.form,
        "from_on": start,
        "to_on": end,
    }
    return StayChange(values)


def _altered(row: LearnerRow, stay: Stay, *, alone: bool) -> dict[str, object]:
    changed: dict[str, object] = {}
    if row.year_group != stay.year_group:
        changed["year_group"] = row.year_group
    if "form" in row.stated and row.form != stay.form:
        changed["form"] = row.form
    first, last = first_day(stay.academic_year), last_day(stay.academic_year)
    starts = stay.from_on
    if alone and row.joined_on and first <= row.joined_on <= (row.left_on or stay.to_on or last) != stay.from_on:
        starts = row.joined_on
    if starts != stay.from_on:
        changed["from_on"] = starts
    if row.left_on:
        end = max(starts, row.left_on)
        if end != stay.to_on:
            changed["to_on"] = end
    elif "left_on" in row.stated and stay.to_on:
        changed["to_on"] = None
    return changed
