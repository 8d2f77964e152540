"""Ties: what the numbers outside the tables are held to, by the tables and by one another.

Claims of the prose and the figures of performance goals and other side matters are interpreted here, once: `check`
judges the ties one by one, and `cnbudget.reconcile` takes all of them into one system.
"""
