from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_first"), ("casework", "0008_joint_notices")]

    operations = [run_sql_file(__file__, "notices.sql")]
