"""今日巩固: what comes back to be practised."""
