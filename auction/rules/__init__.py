"""The auction law: pure functions over frozen values, standard library only.

No database, web, clock, chance, file or log lives here. Time comes in as an argument.
"""
