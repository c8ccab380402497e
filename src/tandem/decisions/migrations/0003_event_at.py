from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_notices")]

    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["at", "id"], name="decisions_event_at")),
    ]
