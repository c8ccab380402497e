import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("breakglass", "0003_scanning"),
        ("children", "0007_set_by"),
        ("register", "0008_left_teams_and_writers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("what", models.TextField()),
                ("membership_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("organisations", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("function", models.TextField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.child"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "sharing_opening",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["READ", "LIFT"])), name="sharing_opening_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", ".{30,}")), name="sharing_opening_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed", None), ("decided_at", None), ("decided_by", None)),
                            models.Q(
                                ("agreed__isnull", False), ("decided_at__isnull", False), ("decided_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="sharing_opening_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("person_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="sharing_opening_by_another",
                    ),
                ],
            },
        ),
        run_sql_file(__file__, "opening.sql"),
    ]
