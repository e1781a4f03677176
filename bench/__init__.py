"""How fast the house is: one module a question, one table of answers. `make bench`, or `python -m bench --quick`."""
