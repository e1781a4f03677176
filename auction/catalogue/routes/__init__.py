"""HTTP of the catalogue: the seller's desk and sale form, pictures in and out, questions, what categories ask."""

from auction.catalogue.routes import attributes, desk, pictures
from auction.catalogue.routes.sale import blueprint, render_edit

__all__ = ["attributes", "blueprint", "desk", "pictures", "render_edit"]
