import django.db.models.deletion
from django.db import migrations, models

import saldo.base.tenants.fields
import saldo.kernel.references
from saldo.base.tenants.operations import SecureTenantTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NightRun',
            fields=[
                ('id', models.UUIDField(default=saldo.kernel.references.new_id, editable=False, primary_key=True, serialize=False)),
                ('tenant_id', models.UUIDField(editable=False)),
                ('business_date', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('legal_entity', saldo.base.tenants.fields.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.legalentity')),
            ],
        ),
        migrations.AddConstraint(
            model_name='nightrun',
            constraint=models.UniqueConstraint(fields=('tenant_id', 'legal_entity', 'business_date'), name='runs_night_once'),
        ),
        SecureTenantTable("NightRun"),
    ]
