import django.db.models.deletion
from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_key_of_cases")]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="identity.systemkey",
                    ),
                ),
                ("address", models.TextField()),
                ("sealed_secret", models.BinaryField()),
                ("created", models.DateTimeField()),
                ("after_at", models.DateTimeField()),
                ("after_id", models.UUIDField()),
                ("tries", models.IntegerField(db_default=0, default=0)),
                ("next_try", models.DateTimeField()),
                ("delivered", models.DateTimeField(null=True)),
                ("trouble", models.TextField(blank=True, db_default="", default="")),
            ],
            options={"db_table": "identity_webhook"},
        ),
        run_sql_file(__file__, "webhook.sql"),
    ]
