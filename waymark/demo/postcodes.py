"""Where the demonstration's postcodes lie: an invented coast in the North Sea, so that distances are real ones."""

from dataclasses import dataclass

from waymark.demo.places import SCHOOLS
from waymark.places.actions import load_postcodes
from waymark.places.models import ENGLAND
from waymark.places.register import PostcodeAt

MILE = 1 / 69.0934  # of a degree of the meridian
_WEST = 1 / 41.3  # of a degree, at this latitude
CENTRE = (53.30, 1.30)  # Aldermouth: some thirty miles from the nearest shore


@dataclass(frozen=True)
class Town:
    """An invented town: its outcode, and how many miles north and east of Aldermouth it lies."""

    name: str
    outcode: str
    north: float
    east: float


TOWNS = (
    Town("Aldermouth", "ZZ1", 0, 0),
    Town("Brackenford", "ZZ2", 7, -3),
    Town("Coldharrow", "ZZ3", -5, -9),
    Town("Dunsley", "ZZ4", 14, 6),
    Town("Eastry Cross", "ZZ5", -8, 5),
    Town("Marram Sands", "ZZ6", 3, 12),
    Town("Harrowbeck", "ZZ7", -19, -14),
    Town("Thornmere", "ZZ8", 26, -20),
    Town("Saltby", "ZZ9", -38, 22),
)


def settle_postcodes() -> None:
    """The outcodes, the schools' own postcodes, and some for everybody else of each town."""
    codes = {town.outcode: (town.north, town.east) for town in TOWNS}
    by_outcode = {town.outcode: town for town in TOWNS}
    wanted = [school.postcode for school in SCHOOLS]
    wanted += [code for town in TOWNS for code in postcodes_of(town)]
    for code in wanted:
        town = by_outcode[code.partition(" ")[0]]
        step = sum(map(ord, code))
        codes[code] = (town.north + step % 7 / 4 - 0.75, town.east + step % 11 / 5 - 1.0)
    load_postcodes(
        [
            PostcodeAt(code, round(CENTRE[0] + north * MILE, 6), round(CENTRE[1] + east * _WEST, 6), ENGLAND, "")
            for code, (north, east) in codes.items()
        ]
    )


def postcodes_of(town: Town) -> list[str]:
    """Invented postcodes of a town, other than its schools'."""
    return [f"{town.outcode} {digit}{letters}" for digit, letters in enumerate(("AA", "BD", "CE", "DF", "EG", "FH"), 2)]
