"""People: who they are, how they sign in, what they may do, and how they like to read."""
