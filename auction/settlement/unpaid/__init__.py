"""What follows an order that is not paid: reminders, the seller's choices, strikes, second chance offers, relisting."""
