from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("subject", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("table_name", models.TextField(primary_key=True, serialize=False)),
                ("which", models.TextField()),
                ("place", models.TextField()),
                ("sort", models.TextField()),
            ],
            options={"db_table": "sharing_subject_source"},
        ),
        run_sql_file(__file__, "sources.sql"),
    ]
