"""Orders: what somebody bought and has to pay, from the hammer to the end."""
