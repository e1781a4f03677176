"""The one blueprint of payments; its endpoints stand in the files beside it."""

from flask import Blueprint

blueprint = Blueprint("payments", __name__)
