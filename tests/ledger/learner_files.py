"""Learner files for tests, of invented people."""

from waymark.kernel.upn import check_letter

HEADER = "UPN,Given name,Family name,Date of birth,Year group,Form"


def upn(number: int, *, temporary: bool = False) -> str:
    """A UPN with a right check letter."""
    digits = f"{999_000_260_00 + number:011d}"
    rest = digits + ("A" if temporary else "1")
    return check_letter(rest) + rest


def line(
    number: int,
    *,
    given: str = "",
    family: str = "Ashdown",
    born: str = "14/03/2013",
    year: int = 9,
    form: str = "9B",
    number_shown: str | None = None,
) -> str:
    """One line of a file with `HEADER`."""
    shown = upn(number) if number_shown is None else number_shown
    return f"{shown},{given or f'Given{chr(97 + number % 26)}'},{family},{born},{year},{form}"


def learner_file(*lines: str, header: str = HEADER) -> bytes:
    """The bytes of a file."""
    return "\r\n".join((header, *lines, "")).encode("utf-8-sig")
