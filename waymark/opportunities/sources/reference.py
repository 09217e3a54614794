"""The reference page of files about jobs and the labour market, written from their columns."""

from collections.abc import Sequence

from waymark.intake.reading import Column
from waymark.opportunities.sources.jobs.table import PROFILE_COLUMNS
from waymark.opportunities.sources.market.adverts import BY_OCCUPATION, BY_PROFESSION
from waymark.opportunities.sources.market.areas import TABLES
from waymark.opportunities.sources.market.earnings import EARNINGS_COLUMNS
from waymark.opportunities.sources.market.projections import PROJECTION_COLUMNS, YEARS
from waymark.opportunities.sources.occupations.esco import MAP_COLUMNS
from waymark.opportunities.sources.occupations.esco import OCCUPATION_COLUMNS as ESCO_COLUMNS
from waymark.opportunities.sources.occupations.industries import INDUSTRY_COLUMNS
from waymark.opportunities.sources.occupations.onet import OCCUPATION_COLUMNS as ONET_COLUMNS
from waymark.opportunities.sources.occupations.onet import SKILL_COLUMNS
from waymark.opportunities.sources.occupations.soc import OLD_TITLE_COLUMNS, RELATION_COLUMNS, SOC_COLUMNS

_FILES: tuple[tuple[str, str, Sequence[Column]], ...] = (
    ("Job profiles (`job-profiles`), table", "Also one JSON document a line, as the careers service exports it: then"
     " `title`, `url_name`, `overview`, `categories`, `soc2010_code`, `onet_code`, `onet_skills`, `salary_starter`,"
     " `salary_experienced`, `hours_min`, `hours_max`, `day_to_day_tasks`, `routes`, `apprenticeship_standards`,"
     " `career_path`, `published` and more.", PROFILE_COLUMNS),
    ("SOC 2020 (`soc`)", "Major, sub-major, minor and unit groups, CSV or workbook.", SOC_COLUMNS),
    ("SOC 2010 to SOC 2020 (`soc`)", "A published table of the relation; where none is brought in, our own reading is"
     " used.", RELATION_COLUMNS),
    ("Titles of SOC 2010 (`soc`)", "", OLD_TITLE_COLUMNS),
    ("O*NET occupations (`onet`)", "", ONET_COLUMNS),
    ("O*NET skills (`onet`)", "", SKILL_COLUMNS),
    ("ESCO occupations (`esco`)", "", ESCO_COLUMNS),
    ("Job profiles in ESCO (`esco`)", "", MAP_COLUMNS),
    ("Industries (`industries`)", "UK SIC 2007; `na` where a level does not apply.", INDUSTRY_COLUMNS),
    ("Pay (`earnings`)", "Table 14 of the Annual Survey of Hours and Earnings, the workbook or a CSV of a sheet. The"
     " year is in its name or given by `--year`. `x`, `..` and `:` are kept as what they mean.", EARNINGS_COLUMNS),
    ("Forecasts (`projections`)", f"A column for each year from {YEARS[0]} to {YEARS[-1]} that the file has.",
     tuple(column for column in PROJECTION_COLUMNS if column.name not in YEARS)),
    ("Adverts (`adverts`)", "`[x]` and the like are numbers kept back.", BY_OCCUPATION),
    ("Adverts by profession (`adverts`)", "", BY_PROFESSION),
    *(("Areas (`areas`)", "Which area lies in which; also boundaries, as GeoJSON in degrees.", table)
      for table in TABLES[:1]),
)  # fmt: skip


def jobs_reference(made: str) -> str:
    """The page, from the columns themselves."""
    lines = ["# Files about jobs and the labour market", "", made]
    for title, note, columns in _FILES:
        lines += ["", f"## {title}", ""]
        lines += [note, ""] if note else []
        lines += ["| column | needed | what | example | also called |", "| --- | --- | --- | --- | --- |"]
        for column in columns:
            also = ", ".join(column.also_called[:6])
            needed = "yes" if column.required else ""
            lines.append(f"| {column.shown} | {needed} | {column.describe} | {column.example} | {also} |")
    lines += ["", "## Leavers (`destinations`)", "",
              "Five published forms, told apart by their headings: explore education statistics (key stage 4 and 16 to"
              " 18), the tables by school of both, progression to higher study, and rates by area. The tables by school"
              " do not say their year: give `--year`, the September in which the leavers' last school year began."
              " Signs for numbers kept back (`c`, `SUPP`, `low` …) stay signs. And JSON, a record a place"
              " (`AllDest_Tot_LA_Current_Num` …), with `--year`.", ""]  # fmt: skip
    return "\n".join(lines)
