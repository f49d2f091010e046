"""The learner server: pages, API, Voila apps and live chapters in one Tornado application with one identity."""
