"""What people see of feedback."""
