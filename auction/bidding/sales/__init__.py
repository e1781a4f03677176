"""Sales with many lots: one seller's lots under numbers, announced together, closing one after the other."""
