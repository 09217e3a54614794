from django.db import migrations, models


class Migration(migrations.Migration):
    """What limits on guessing count is kept where every process of a site sees it."""

    dependencies = [("access", "0003_tokens_end_with_roles")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
