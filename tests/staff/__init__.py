"""Pages of staff, asked over HTTP."""
