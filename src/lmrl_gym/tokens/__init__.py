"""The only place where text becomes tokens: encoding turns, rendering episodes as token sequences, collating batches."""
