"""`waymark match` and `waymark interviews` from the terminal: files in, files out, every fault in one report."""

import json

from waymark.cli.main import run

SUPPLY = "id,lat,lon,capacity,sectors\nA,52.0,0.0,1,C;Q\nB,52.1,0.0,2,\n"
DEMAND = "id,lat,lon,need,wanted,sectors\nS1,52.0,0.0,7,2,Q\nS2,52.3,0.0,3,1,\nS3,55.0,0.0,9,1,\n"


def folder(tmp_path, **files):
    made = tmp_path / "in"
    made.mkdir()
    for name, text in (
        {"supply.csv": SUPPLY, "demand.csv": DEMAND, "limits.json": '{"max_miles": 30}'} | files
    ).items():
        (made / name).write_text(text)
    return made


def test_match_writes_who_goes_where_and_who_is_left(tmp_path, capsys):
    out = tmp_path / "out"

    code = run(["match", str(folder(tmp_path)), "--out", str(out), "--json"])

    assert code == 0
    assert (out / "matches.csv").read_text() == (
        "supply_id,demand_id,miles,value,reasons\n"
        "A,S1,0.0,90,need 7 of 9 (+70); wants sector Q (+20); 0.0 miles apart (-0)\n"
        "B,S1,6.9,63.1,need 7 of 9 (+70); 6.9 miles apart (-6.9)\n"
        "B,S2,13.8,16.2,need 3 of 9 (+30); 13.8 miles apart (-13.8)\n"
    )
    assert (out / "unmatched.csv").read_text() == (
        "side,id,places,why\n"
        "demand,S3,1,none of the suppliers left is within 30 miles: the nearest is 200.4 miles away\n"
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["value"], told["upper_bound"], told["status"]) == (169.3, 169.3, "optimal")


def test_match_tells_all_faults_at_once_and_writes_nothing(tmp_path, capsys):
    bad = {
        "supply.csv": "id,lat,lon,capacity,sectors\nA,91,0.0,x,\nA,52,0,1,\n",
        "limits.json": '{"max_miles": -1, "locks": [{"supply_id": "Z", "demand_id": "S1", "match": 1}]}',
    }

    code = run(["match", str(folder(tmp_path, **bad)), "--out", str(tmp_path / "out")])

    assert code == 2
    assert capsys.readouterr().err.splitlines() == [
        "supply:2:lat: received '91', expected degrees from -90 to 90",
        "supply:2:capacity: received 'x', expected a whole number, 0 or more",
        "supply:3:id: received 'A', expected each id once",
        "limits:1:max_miles: received '-1', expected miles, 0 or more",
        "limits:2:supply_id: received 'Z', expected one that stands in supply",
        "limits:2:match: received '1', expected true or false",
    ]
    assert not (tmp_path / "out").exists()


def test_match_when_locks_cannot_hold_writes_match_json_alone(tmp_path, capsys):
    locks = [{"supply_id": "A", "demand_id": "S1", "match": True}, {"supply_id": "A", "demand_id": "S2", "match": True}]
    out = tmp_path / "out"

    code = run(["match", str(folder(tmp_path, **{"limits.json": json.dumps({"locks": locks})})), "--out", str(out)])

    assert (code, [path.name for path in out.iterdir()]) == (2, ["match.json"])
    assert capsys.readouterr().err == "The locks cannot hold together: one of them takes a place that another has.\n"
