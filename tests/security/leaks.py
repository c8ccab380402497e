"""Looks at every answer of the house: no secret leaves for who may not know it, and none without its line."""

from tests.security.canaries import Secret
from tests.security.house import Answer
from tests.security.matrix import Rows
from tests.security.realm import Figure


class Leaks:
    """A canary may come out where the oracle lets this hat see its row; of another person only with a line.

    What somebody typed herself may come back to her.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows, self.realm = rows, rows.realm
        self.answers = self.secrets = 0  # how much was looked at, and found where it may be

    def look(self, who: Figure, asked: str, answer: Answer) -> None:
        self.answers += 1
        found = self.realm.canaries.found_in(answer.everything) - self.realm.canaries.found_in(asked.encode())
        self.secrets += len(found)
        wrong = [secret for secret in found if not self.may_know(who, secret)]
        assert not wrong, f"{who.name}: {asked} tells {wrong[0]}"
        silent = self.of_others(who, found) - answer.about
        assert not silent, f"{who.name}: {asked} tells about {len(silent)} people without a line of it"
        logged = self.realm.canaries.found_in(answer.log.encode())
        assert not logged, f"{who.name}: the log of {asked} tells {logged}"

    def of_others(self, who: Figure, found: set[Secret]) -> set[object]:
        return {secret.person for secret in found if secret.person not in (None, who.person, who.account)}

    def may_know(self, who: Figure, secret: Secret) -> bool:
        if secret.table.startswith("identity_"):
            return secret.row == who.account
        if secret.person == who.person:
            return True
        hat = self.rows.hats.get(who.membership)
        if secret.table.startswith("directory_"):
            return secret.row in self.rows.directory.may_select(hat, secret.table)
        if secret.table == "sharing_note":
            shared, world = self.rows.shared, self.rows.oracle.world
            return hat is not None and secret.row in shared.may_know(hat, world, "note")
        if secret.table.startswith("family_"):
            return self.rows.knows_of_family(who, secret.table, secret.row)
        if hat is None:
            return False
        if secret.table == "register_person" and secret.row in self.rows.oracle.teachers_of(hat):
            return True
        return secret.row in self.rows.seen(hat, secret.table)
