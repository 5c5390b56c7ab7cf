"""One update, the schedule around it, and the folder a run lives in. Knows no algorithm's name."""
