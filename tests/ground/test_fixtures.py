"""The fixtures themselves: a clean database for each test, of both kinds."""

import pytest
import sqlalchemy as sa

from auction import clock, outbox
from auction.db import db, transaction


@pytest.mark.parametrize("_again", range(40))
def test_each_test_gets_a_clean_database(house, _again):
    with transaction() as session:
        outbox.record(session, "tried", clock.now(), n=1)
    assert db.session.execute(sa.select(outbox.FactRow.id)).scalars().all() == [1]
