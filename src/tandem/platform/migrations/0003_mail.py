from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [("platform", "0002_jobs")]

    operations = [run_sql_file(__file__, "mail.sql")]
