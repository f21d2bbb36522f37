import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0007_access_log'),
        ('sourcing', '0007_source_for_all'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='found',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='item',
            name='is_dropped',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='Recipe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('is_published', models.BooleanField(default=False)),
                ('steps', models.JSONField(default=list)),
                ('has_masking', models.BooleanField(default=False)),
                ('change_note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipes', to='projects.project')),
            ],
        ),
        migrations.CreateModel(
            name='KeptText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=32)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sourcing.item')),
                ('recipe', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sourcing.recipe')),
            ],
        ),
        migrations.CreateModel(
            name='RecipeRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=12)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('error', models.TextField(blank=True)),
                ('queued_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('report', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipe_runs', to='projects.project')),
                ('recipe', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='sourcing.recipe')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recipe_runs', to='sourcing.source')),
            ],
        ),
        migrations.CreateModel(
            name='MaskedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('surrogate', models.CharField(max_length=24)),
                ('kind', models.CharField(max_length=12)),
                ('value', models.TextField()),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='masked_values', to='sourcing.itemversion')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sourcing.reciperun')),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('step', models.CharField(max_length=40)),
                ('outcome', models.CharField(choices=[('kept', 'kept'), ('changed', 'changed'), ('dropped', 'dropped')], max_length=8)),
                ('reason', models.CharField(max_length=500)),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('after', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sourcing.itemversion')),
                ('before', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sourcing.itemversion')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='sourcing.item')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='sourcing.reciperun')),
            ],
        ),
        migrations.AddField(
            model_name='item',
            name='cleaned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='sourcing.reciperun'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('found__gt', 0)), fields=['project'], name='item_with_personal_data'),
        ),
        migrations.AddConstraint(
            model_name='recipe',
            constraint=models.UniqueConstraint(fields=('project', 'number'), name='recipe_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='recipe',
            constraint=models.UniqueConstraint(condition=models.Q(('is_published', False)), fields=('project',), name='recipe_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='kepttext',
            constraint=models.UniqueConstraint(fields=('recipe', 'position', 'key'), name='kept_text_unique'),
        ),
        migrations.AddIndex(
            model_name='reciperun',
            index=models.Index(fields=['project', '-id'], name='recipe_run_of_project'),
        ),
        migrations.AddConstraint(
            model_name='reciperun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('project',), name='recipe_run_one_at_work'),
        ),
        migrations.AddConstraint(
            model_name='maskedvalue',
            constraint=models.UniqueConstraint(fields=('version', 'surrogate'), name='masked_value_unique'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['run', 'position', 'outcome', 'id'], name='decision_of_run'),
        ),
        FreezeRows("recipe", when="OLD.is_published"),
        FreezeRows("decision"),
        FreezeRows("maskedvalue"),
    ]
