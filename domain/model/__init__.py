"""Pure values and rules of the record. Nothing here reads, writes or asks the time."""
