import uuid

import django.db.models.deletion
from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="SystemKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("hat", models.UUIDField()),
                ("name", models.TextField()),
                ("raises", models.BooleanField()),
                ("follows", models.BooleanField()),
                ("valid_until", models.DateField()),
                ("created", models.DateTimeField()),
                ("last_used", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="identity.account"),
                ),
            ],
            options={
                "db_table": "identity_system_key",
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(("raises", True), ("follows", True), _connector="OR"),
                        name="identity_system_key_opens_something",
                    ),
                ],
            },
        ),
        run_sql_file(__file__, "system_key.sql"),
    ]
