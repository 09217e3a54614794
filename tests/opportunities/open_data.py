"""Small invented files of jobs and the labour market, and where the real ones are."""

import gzip
import json
import os
from pathlib import Path

import pytest

from waymark.opportunities.sources.receiving import take_open_file

FOLDER = Path(os.environ.get("WAYMARK_OPEN_DATA", ""))
needs_open_data = pytest.mark.skipif(not os.environ.get("WAYMARK_OPEN_DATA"), reason="the open data is not here")

NURSE = {
    "title": "Nurse",
    "url_name": "nurse",
    "overview": "Nurses look after people who are ill.",
    "categories": ["Healthcare"],
    "soc2010_code": "2231",
    "onet_code": "29-1141.00",
    "onet_skills": ["Concern for Others", "Self Control"],
    "salary_starter": "25000",
    "salary_experienced": "40000",
    "hours_min": 37.0,
    "hours_max": 42.0,
    "hours_details": "a week",
    "day_to_day_tasks": ["giving medicines", "talking to families"],
    "routes": {"university": [{"relevant_subjects": "You could do a degree.", "requirements": ["3 A levels"]}],
               "volunteering": ["You could help at a hospice."]},
    "published": "2026-03-02T10:00:00Z",
}  # fmt: skip


def job(title: str, **said) -> dict:
    return {"title": title, "url_name": title.lower().replace(" ", "-"), "published": "2026-03-02T10:00:00Z", **said}


def lines(*profiles: dict) -> bytes:
    return "\n".join(json.dumps(profile) for profile in profiles).encode()


def take(kind: str, content: bytes, scope, **asked):
    return take_open_file(kind=kind, content=content, by=scope, **asked)


def real(path: str) -> bytes:
    """The bytes of a real file, unpacked."""
    content = (FOLDER / path).read_bytes()
    return gzip.decompress(content) if path.endswith(".gz") else content
