"""What follows a sale: orders, fees and tax, invoices, payments, the money ledger, payouts, delivery, the unpaid."""
