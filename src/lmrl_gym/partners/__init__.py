"""Language models that take a seat, the agent's or the partner's: local ones, and those behind an OpenAI-compatible endpoint.

A model here is a completer: messages in, text out. A seat (`seats.py`) makes a policy of one, so nothing else knows that a model speaks. Torch and
the client library are loaded only when a model of that kind is made.
"""
