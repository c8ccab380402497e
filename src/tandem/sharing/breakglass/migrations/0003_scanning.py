from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("breakglass", "0002_guarding"), ("casework", "0003_mail"), ("retention", "0004_mails")]

    operations = [run_sql_file(__file__, "scanning.sql")]
