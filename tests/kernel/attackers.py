"""Two ways of working out what was hidden, written without the code that hides: bounds, and linear algebra."""

from collections import defaultdict

from waymark.kernel.vocabulary import Answer

FAMILIES = (("sex:F", "sex:M"), ("sen:any", "sen:none"), ("pp:yes", "pp:no"), ("lac:yes",), ("eal:yes",))
_PRIME = 1_000_003


def equations(figures, cohorts):
    """The number of each count, and every sum the world can do, each a map of number to sign that comes to nothing.

    One figure shown twice, as a cohort's one year group and as its whole, is one; so is the number of people in a year
    group, whichever entitlement it is shown with. What is left of a total is a count too. What has no figure is empty.
    """
    numbers, tallies = {}, {}
    for key, tally in figures.items():
        years = cohorts[key.entitlement] if key.year_group == 0 else (key.year_group,)
        place = (key.level, key.unit, key.group, years)
        tallies[place, key.entitlement] = tally
        for what in ("n", *Answer):
            numbers[key, what] = numbers.setdefault(_name(place, what, key.entitlement), len(numbers))
    sums = []
    for place, code in tallies:
        answers = {numbers[_name(place, what, code)]: -1 for what in Answer}
        sums.append({numbers[place, "n"]: 1, **answers})
        for parts in _splits(place, {p for p, c in tallies if c == code}):
            left = tallies[place, code].n - sum(tallies[part, code].n for part in parts)
            for what in ("n", *Answer):
                total = _name(place, what, code)
                one = {numbers[total]: 1, **{numbers[_name(part, what, code)]: -1 for part in parts}}
                if left:
                    one[numbers.setdefault(("rest", total, tuple(parts)), len(numbers))] = -1
                sums.append(one)
    return numbers, sums


def _name(place, what, code):
    return (place, "n") if what == "n" else (place, what, code)


def _splits(place, released):
    level, unit, group, years = place
    ways = [[(level, unit, part, years) for part in family] for family in FAMILIES if group == "all"]
    ways.append([(level, unit, group, (year,)) for year in years if len(years) > 1])
    if level == "hub":
        ways.append([p for p in released if p[0] == "institution" and p[2:] == place[2:]])
    for way in ways:
        present = [part for part in way if part in released]
        if present:
            yield present


def bounds(sums, known, between):
    """The least and the most each count can be, by going round the sums until nothing more is learned.

    `between`: the least and the most that a band leaves a count.
    """
    cells = {cell for one in sums for cell in one}
    low = {cell: between.get(cell, (known.get(cell, 0),))[0] for cell in cells}
    high = {cell: between.get(cell, (known.get(cell, 10**6),))[-1] for cell in cells}
    learned = True
    while learned:
        learned = False
        for one in sums:
            for cell, sign in one.items():
                others = [(c, -s * sign) for c, s in one.items() if c != cell]
                least = sum(low[c] if s > 0 else -high[c] for c, s in others)
                most = sum(high[c] if s > 0 else -low[c] for c, s in others)
                if least > low[cell] or most < high[cell]:
                    low[cell], high[cell] = max(least, low[cell]), min(most, high[cell])
                    learned = True
    return low, high


def linear_combinations(sums, known):
    """The hidden counts that adding and taking away what is shown gives exactly."""
    rows = []
    for one in sums:
        row = {cell: sign for cell, sign in one.items() if cell not in known}
        for pivot, other in rows:
            if pivot in row:
                row = _less(row, other, row[pivot])
        if row:
            pivot = next(iter(row))
            inverse = pow(row[pivot], -1, _PRIME)
            row = {cell: value * inverse % _PRIME for cell, value in row.items()}
            rows = [(p, _less(r, row, r[pivot]) if pivot in r else r) for p, r in rows]
            rows.append((pivot, row))
    return {pivot for pivot, row in rows if len(row) == 1}


def _less(row, other, times):
    result = defaultdict(int, row)
    for cell, value in other.items():
        result[cell] = (result[cell] - times * value) % _PRIME
    return {cell: value for cell, value in result.items() if value}
