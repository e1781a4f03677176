"""Makes the app, nothing else."""

from auction.app import create_app

app = create_app()
