"""The demo house: its goods, its drawn pictures and its people. Nothing here serves a real sale."""
