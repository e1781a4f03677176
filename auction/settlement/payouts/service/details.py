"""Where a seller's money goes: kept as its owner typed it, once it has been proved as far as it can be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite

from auction.db import is_sqlite, time_under_lock, transaction
from auction.errors import Invalid
from auction.rules import iban as bank
from auction.settlement.payouts.models import PayoutDetails

LONGEST_HOLDER = 70


@dataclass(frozen=True, slots=True)
class Kept:
    """The details are kept; `hint` names the account without giving it away."""

    person_id: int
    hint: str


def keep_details(*, person_id: int, iban: str, holder: str) -> Kept:
    """Keep where somebody's payouts go. What is already on its way goes where it was sent.

    Locks their row. Raises Invalid (iban: needed, not_an_iban, iban_country, iban_length, iban_checksum; holder:
    needed, too_long, holder_form).
    """
    faults: dict[str, list[str]] = {}
    try:
        number = bank.read(iban)
    except bank.IbanError as error:
        number, faults["iban"] = "", [error.code if iban.strip() else "needed"]
    name = " ".join(holder.split())
    if code := _fault_of(name):
        faults["holder"] = [code]
    if faults:
        raise Invalid(fields=faults)
    with transaction() as session:
        now = time_under_lock(session)
        values = {"iban": number, "holder": name, "changed_at": now, "refused_at": None}
        insert = sqlite.insert if is_sqlite() else postgresql.insert
        statement = insert(PayoutDetails).values(person_id=person_id, **values)
        session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))
        return Kept(person_id, bank.hinted(number))


def _fault_of(name: str) -> str:
    """It begins with a letter and holds nothing that a table would take for a sum."""
    if not name:
        return "needed"
    if len(name) > LONGEST_HOLDER:
        return "too_long"
    return "" if name[0].isalpha() and name.isprintable() else "holder_form"
