from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_notices")]

    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["at", "id"], name="cases_event_at")),
    ]
