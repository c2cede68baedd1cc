from django.db import migrations

# Counts that every process shares (saldo.config.caches). It may be emptied at any time, so it need not survive a crash.
_CREATE = """
    CREATE UNLOGGED TABLE saldo_cache (key text PRIMARY KEY, value text NOT NULL, ends_at double precision NOT NULL);
    CREATE INDEX saldo_cache_ends_at ON saldo_cache (ends_at);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sign_in_and_invitations'),
    ]

    operations = [migrations.RunSQL(_CREATE, "DROP TABLE saldo_cache")]
