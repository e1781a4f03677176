"""The pages on which all of settlement comes together: what one has bought, what one has sold, one order whole."""
