from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_mail"), ("children", "0004_break_glass")]

    operations = [run_sql_file(__file__, "break_glass.sql")]
