"""What a conversation is. Standard library only; everything else builds on it."""
