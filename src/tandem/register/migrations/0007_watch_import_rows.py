from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_lines"),
        ("register", "0006_search"),
    ]

    operations = [run_sql_file(__file__, "watched_imports.sql")]
