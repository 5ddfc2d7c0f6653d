"""Setting rituals up and looking after them."""
