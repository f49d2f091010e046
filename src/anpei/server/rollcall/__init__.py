"""Roll calls: hub, a warden's point, visitors, the record, and ticks over HTTP."""
