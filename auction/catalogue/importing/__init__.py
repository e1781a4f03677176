"""The import desk: many listings at once, in from a seller's file and out again in the same form."""
