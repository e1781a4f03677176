"""Payments: money asked of a provider, and what came of it. One order is paid once."""
