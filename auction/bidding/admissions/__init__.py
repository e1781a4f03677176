"""Who may bid where a deposit is asked for. How the money is put down and given back, settlement knows."""
