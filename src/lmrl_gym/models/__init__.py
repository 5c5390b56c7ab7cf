"""Hugging Face causal LMs with value heads, and policies that speak with them. Knows tokens and dialogues, no task and no algorithm."""
