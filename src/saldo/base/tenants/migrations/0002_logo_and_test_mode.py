"""An issuer's logo, the name its mails are sent under, and its test mode."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.AddField("legalentity", "logo_id", models.UUIDField(null=True)),
        migrations.AddField("legalentity", "sender_name", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("legalentity", "is_test", models.BooleanField(default=False)),
        migrations.AddField("legalentity", "test_email", models.EmailField(blank=True, default="", max_length=254)),
    ]
