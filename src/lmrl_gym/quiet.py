"""Keeping the libraries' own bars and notices out of ours. Called by the command and its worker processes only: the library configures nothing."""

from __future__ import annotations

import os


def quiet() -> None:
    """Silence the libraries underneath, and keep idle threads from spinning. Call it before torch is imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
