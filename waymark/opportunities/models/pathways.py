"""What people earned who had got as far as a level, by sector: learning and tax records that a publisher joined."""

from django.db import models


class PathwayPay(models.Model):
    """The middle pay of people of one highest level in one sector of one region.

    `median` is in pounds a year, `share` of the sector's people, `people` how many; null where kept back. Of which ages
    and year they are, `source` says.
    """

    is_public_record = "published statistics"

    region = models.CharField(max_length=60)
    sector = models.CharField(max_length=80)
    level = models.CharField(max_length=20)
    median = models.PositiveIntegerField(null=True)
    share = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    people = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "sector", "level"], name="opportunities_one_pathway_pay")
        ]
