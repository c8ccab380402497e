from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_mail"), ("retention", "0003_objections")]

    operations = [run_sql_file(__file__, "mails.sql")]
