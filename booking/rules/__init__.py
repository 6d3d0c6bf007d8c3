"""Pure rules: who may do what when. Only the standard library; ``now`` is an argument; answers are values."""
