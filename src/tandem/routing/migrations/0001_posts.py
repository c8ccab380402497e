from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("register", "0007_watch_import_rows"),
        ("platform", "0001_context"),
    ]

    operations = [run_sql_file(__file__, "posts.sql")]
