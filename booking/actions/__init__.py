"""What may be changed: one verb = one module = one transaction. Actions never call each other."""
