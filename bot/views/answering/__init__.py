"""What people answer with: the DM that asks, its buttons, its form."""
