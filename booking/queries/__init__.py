"""What pages show: frozen values read in few statements, a module per screen family. Nothing here writes."""
