"""What a seller's desk shows of their lots: the catalogue has the desk, and this room knows the lots."""

from auction.bidding.queries.offered import Offered, offered_by
from auction.catalogue.routes import desk


@desk.teller
def lots_of_seller(seller_id: int, show: str, page: int) -> Offered:
    return offered_by(seller_id, show=show, page=page)
