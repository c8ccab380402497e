from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_offer_fits"),
        ("sharing", "0001_first"),
    ]

    operations = [run_sql_file(__file__, "offer_same_child.sql")]
