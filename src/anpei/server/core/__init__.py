"""What every subject of the server shares: handlers, permissions, identity, static files, words and workbooks."""
