"""Papers of orders: invoices, receipts, invoices for fees, credit notes. Numbered without gaps, never edited."""
