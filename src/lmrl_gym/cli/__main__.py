"""`python -m lmrl_gym.cli` is `lmrl`."""

from lmrl_gym.cli import main

if __name__ == "__main__":
    main()
