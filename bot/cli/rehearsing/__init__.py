"""What `drumbeat rehearse` is made of: a workspace that fits the file, the weeks, and what is told of them."""
