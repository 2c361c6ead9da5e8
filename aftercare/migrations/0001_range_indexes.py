"""PostgreSQL's btree_gist, for the constraint that no two sessions share a slot."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Let exclusion constraints compare plain columns."""

    operations = [BtreeGistExtension()]
