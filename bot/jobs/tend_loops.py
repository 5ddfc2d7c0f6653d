"""Job: what time does to loops, and what people are told of them."""
