"""The nine regions and the upper-tier councils of England, which every site starts with."""

import csv
from pathlib import Path

from django.db import migrations
from django.utils.text import slugify

LIST = Path(__file__).parent.parent / "councils.csv"


def add(apps, schema_editor):
    """Add those that are missing; safe to run twice."""
    organisation = apps.get_model("places", "Organisation")
    belonging = apps.get_model("places", "Belonging")
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    regions = {}
    for code, name in dict.fromkeys((row["region_code"], row["region"]) for row in rows):
        facts = {"name": name, "slug": f"{slugify(name)}-region"}
        regions[code], _ = organisation.objects.get_or_create(kind="region", register_code=code, defaults=facts)
    for row in rows:
        name = row["council"]
        facts = {"name": name, "slug": f"{slugify(name)}-council", "la_code": row["la_code"], "la_name": name}
        council, _ = organisation.objects.get_or_create(
            kind="council", register_code=row["council_code"], defaults=facts
        )
        belonging.objects.get_or_create(member=council, whole=regions[row["region_code"]])


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
