from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0005_parked_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedtrack",
            name="link_number",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
