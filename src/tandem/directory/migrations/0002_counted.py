from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_first"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                fields=["facets"],
                include=["confirmed_on", "valid_from", "valid_until", "age_from", "age_to"],
                name="directory_offer_counted",
            ),
        ),
    ]
