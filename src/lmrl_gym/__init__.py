"""Multi-turn reinforcement learning with language models: tasks, data, algorithms and scores on one code path.

Importing the package loads the torch-free part only: tasks, episodes, playing. Models, training and reports are imported by name where they are used.
"""

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import LmrlError
from lmrl_gym.core.task import Ask, Dialogue, Env, Policy, Reply, Step, Task
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks import load_task, task_names

__version__ = "0.1.0"

__all__ = [
    "Ask",
    "Dialogue",
    "Ending",
    "Env",
    "Episode",
    "LmrlError",
    "Policy",
    "Reply",
    "Role",
    "Sample",
    "Start",
    "Step",
    "Task",
    "Turn",
    "load_task",
    "play",
    "starts",
    "task_names",
]
