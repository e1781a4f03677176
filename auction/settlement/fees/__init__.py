"""What the house charges, and which tax holds: versions that the operator adds and nobody changes."""
