import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A token keeps with which role it ended."""

    dependencies = [("access", "0002_roles_at_providers")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="ended_with",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.membership"
            ),
        ),
    ]
