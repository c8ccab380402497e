import uuid

import django.db.models.deletion
from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0002_concerns_of_a_file"),
        ("identity", "0001_first"),
        ("platform", "0003_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("mail", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.notice"
                    ),
                ),
            ],
            options={
                "db_table": "casework_mailed",
                'indexes': [
                    models.Index(fields=["mail"], name="casework_mailed_mail"),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=("notice", "person_id"), name="casework_mailed_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["at"], name="casework_notice_unsent", condition=models.Q(sent=None)),
        ),
        run_sql_file(__file__, "mail.sql"),
    ]
