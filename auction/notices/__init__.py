"""What people are told, and by which channel: on the page, live, and by e-mail."""
