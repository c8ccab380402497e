import uuid

import django.db.models.deletion
from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0007_watch_import_rows"),
        ("routing", "0001_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("first", models.TextField()),
                ("why", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("desk", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.organisation")),
                ("municipality", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.organisation")),
            ],
            options={
                "db_table": "routing_rule",
                'constraints': [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="routing_rule_reason"),
                    models.CheckConstraint(condition=models.Q(("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"), name="routing_rule_period"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolTeam",
            fields=[
                ("location", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="register.organisation")),
                ("rhythm", models.TextField()),
                ("moment", models.TextField(blank=True, default="")),
                ("care_hours", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("confirmed", models.DateField()),
            ],
            options={
                "db_table": "routing_school_team",
                'constraints': [
                    models.CheckConstraint(condition=models.Q(("rhythm__in", ["WEEKLY", "TWO_WEEKLY", "MONTHLY", "SIX_WEEKLY", "WHEN_NEEDED"])), name="routing_school_team_rhythm"),
                    models.CheckConstraint(condition=models.Q(("care_hours", None), models.Q(("care_hours__gte", 0), ("care_hours__lte", 200)), _connector="OR"), name="routing_school_team_hours"),
                ],
            },
        ),
        run_sql_file(__file__, "kept.sql"),
    ]
