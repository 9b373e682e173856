"""What a fork copies, and what it does not."""
