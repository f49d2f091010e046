"""What happens to a connection and a request before any handler: whose it is, for which host, how much and how long."""
