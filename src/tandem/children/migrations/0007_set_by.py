from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("children", "0006_teachers")]

    operations = [
        migrations.AddField(
            model_name="protectedaddress",
            name="set_by",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
