"""Every sealed value under the newest key, in batches: stopped halfway, it goes on where it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from tandem.platform import keyring, sealing
from tandem.platform.sealed_field import SealedField

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    table: str
    column: str
    key: str  # the column with the primary key
    index: str  # the column with the blind index, or ''

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def sealed_columns() -> list[SealedColumn]:
    """Every column of the house that holds sealed values, by its place."""
    return sorted(
        (
            SealedColumn(model._meta.db_table, str(field.column), _key_column(model), field.index)
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, SealedField)
        ),
        key=lambda column: column.name,
    )


def _key_column(model: type[Model]) -> str:
    return str(next(field.column for field in model._meta.concrete_fields if field.primary_key))


def usage() -> dict[str, Counter[bytes]]:
    """How many values each key sealed, per column. Must be connected as owner."""
    return {column.name: _usage(column) for column in sealed_columns()}


def in_use() -> Counter[bytes]:
    """How many values each key sealed."""
    return sum(usage().values(), Counter())


def check() -> Iterator[str]:
    """Open every value; what does not open, by its place. Must be connected as owner."""
    for column in sealed_columns():
        for row, sealed in _rows(column):
            try:
                sealing.unseal(sealed, sealing.cell(column.table, column.column, row))
            except (sealing.SealBrokenError, keyring.KeyRingError) as error:
                yield f"{column.name}, rij {row}: {'gaat niet open' if isinstance(error, ValueError) else error}"


def rotate() -> int:
    """How many values were sealed again. Adds a key, except when an earlier round was not finished: then goes on.

    Must be connected as owner. Raises SealBrokenError at a value that does not open; all before it is done.
    """
    active = keyring.ring().active
    if not any(key != active.id for key in in_use()):
        active = keyring.add_key()
    done = 0
    for column in sealed_columns():
        while batch := reseal_batch(column):
            done += batch
    return done


def reseal_batch(column: SealedColumn, size: int = BATCH) -> int:
    """Seal at most `size` values again, in one transaction; 0 when all are under the newest key."""
    active = keyring.ring().active
    statement = sql.SQL(
        "select {key}, {column} from {table} where substr({column}, 1, {length}) <> {head} limit {size} for update"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_placed(statement, column, length=sealing.HEAD, head=sealing.head(active), size=size))
        rows = cursor.fetchall()
        for row, sealed in rows:
            _reseal(column, row, bytes(sealed))
    return len(rows)


def _reseal(column: SealedColumn, row: UUID | int | str, sealed: bytes) -> None:
    purpose = sealing.cell(column.table, column.column, row)
    plain = sealing.unseal(sealed, purpose)
    changes = {column.column: sealing.seal(plain, purpose)}
    if column.index:
        changes[column.index] = sealing.blind_index(plain, column.name)
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder()) for name in changes
    )
    statement = sql.SQL("update {table} set {assignments} where {key} = %s")
    with connection.cursor() as cursor:
        cursor.execute(_placed(statement, column, assignments=assignments), [*changes.values(), row])


def _usage(column: SealedColumn) -> Counter[bytes]:
    statement = sql.SQL("select substr({column}, 2, 4), count(*) from {table} where {column} is not null group by 1")
    with connection.cursor() as cursor:
        cursor.execute(_placed(statement, column))
        return Counter({bytes(key): count for key, count in cursor.fetchall()})


def _rows(column: SealedColumn) -> Iterator[tuple[object, bytes]]:
    statement = sql.SQL("select {key}, {column} from {table} where {column} is not null")
    with connection.cursor() as cursor:
        cursor.execute(_placed(statement, column))
        while rows := cursor.fetchmany(BATCH):
            yield from ((row, bytes(sealed)) for row, sealed in rows)


def _placed(statement: sql.SQL, column: SealedColumn, **more: object) -> sql.Composed:
    names = {"table": column.table, "column": column.column, "key": column.key}
    return statement.format(**{name: sql.Identifier(value) for name, value in names.items()}, **more)
