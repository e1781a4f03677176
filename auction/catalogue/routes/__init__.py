"""HTTP of the catalogue: the desk and the sale form, pictures in and out, questions, shipping, what categories ask."""

from auction.catalogue.routes import attributes, desk, pictures, shipping
from auction.catalogue.routes.sale import blueprint, render_edit

__all__ = ["attributes", "blueprint", "desk", "pictures", "render_edit", "shipping"]
