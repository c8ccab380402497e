from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_hold_of_an_old_file")]

    operations = [run_sql_file(__file__, "objection.sql")]
