from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0001_context"),
        ("register", "0007_watch_import_rows"),
    ]

    operations = [run_sql_file(__file__, "catch_all.sql"), run_sql_file(__file__, "writers.sql")]
