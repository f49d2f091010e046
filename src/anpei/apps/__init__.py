"""One module a Voila app; its notebook in ``voila_apps`` imports ``page`` and shows it."""
