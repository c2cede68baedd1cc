"""The address that got a message in place of its recipient, in test mode."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_calls")]

    operations = [
        migrations.AddField(
            "message", "redirected_to", models.CharField(blank=True, db_default="", default="", max_length=254)
        )
    ]
