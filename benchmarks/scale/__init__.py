"""``make scale``: does a page of a plant of ten thousand cost what it costs in one of sixty?

Two real platforms, one after the other, over sites that :mod:`benchmarks.crowd` fills: the same plans, exams, hours and
lists, and a roll call under way of everybody on the roster. Each page and each call of an API that shows or chooses
people is asked several times, and what all processes of the platform spent on it is read from the kernel's own
accounts; what they spend on nothing meanwhile is taken off. So other load on the machine changes the time it takes, and
hardly the figures.
"""
