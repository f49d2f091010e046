"""After a drill: hotwash, report, corrective actions, records pack."""
