from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_first")]

    operations = [run_sql_file(__file__, "left.sql")]
