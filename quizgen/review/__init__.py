"""Live classroom review: a pure reducer inside, the log and the sockets at the rim."""
