"""From a policy and a task to a record: playing the fixed evaluation episodes, scoring them, writing one versioned JSON file."""
