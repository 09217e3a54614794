from waymark.kernel.suppression import Sum, Suppression, Table


def two_by_two(**values):
    """Two columns of two cells, with totals of columns, of rows and of all."""
    sums = [
        Sum("left", ("a", "c")),
        Sum("right", ("b", "d")),
        Sum("top", ("a", "b")),
        Sum("foot", ("c", "d")),
        Sum("all", ("left", "right")),
    ]
    left, right = values["a"] + values["c"], values["b"] + values["d"]
    totals = {"left": left, "right": right, "top": values["a"] + values["b"], "foot": values["c"] + values["d"]}
    cells = {**values, **totals, "all": left + right}
    return Table(cells, sums, {cell: 1 if len(cell) == 1 else 100 for cell in cells})


def test_vary_takes_the_cheapest_way_round_a_rectangle():
    table = Suppression(two_by_two(a=3, b=20, c=30, d=40))

    steps = table.vary("a")

    assert steps in ({"a": 1, "b": -1, "c": -1, "d": 1}, {"a": -1, "b": 1, "c": 1, "d": -1})
    assert table.hidden == set("abcd")


def test_vary_never_takes_a_count_below_nothing():
    """With nobody in b and c, a can only go down, or a total be hidden."""
    table = Suppression(two_by_two(a=3, b=0, c=0, d=40))

    assert table.vary("a") == {"a": -1, "b": 1, "c": 1, "d": -1}


def test_vary_leaves_fixed_cells_alone():
    drawn = two_by_two(a=3, b=20, c=30, d=40)
    table = Suppression(Table(drawn.values, drawn.sums, drawn.prices, frozenset({"b"})))

    steps = table.vary("a")

    assert steps is not None
    assert "b" not in steps


def test_complete_gives_none_and_hides_nothing_where_there_is_no_way():
    table = Suppression(Table({"n": 3, "met": 3}, [Sum("n", ("met",))], {"n": 1, "met": 1}, frozenset({"n"})))

    assert table.vary("met") is None
    assert table.hidden == set()
    assert table.neighbourhood("met") == {"n", "met"}


def test_cells_without_a_price_are_hidden_from_the_start():
    table = Suppression(Table({"n": 9, "met": 4, "rest": 5}, [Sum("n", ("met", "rest"))], {"n": 9, "met": 1}))

    assert table.hidden == {"rest"}
    assert table.vary("rest") is not None
    assert table.hidden == {"met", "rest"}
