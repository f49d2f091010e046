"""The door before the handlers, and proxies before the door."""
