from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [run_sql_file(__file__, "context.sql")]
