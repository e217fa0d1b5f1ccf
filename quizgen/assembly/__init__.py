"""The assembly room: blueprints -> picked items -> forms A, B, C..."""
