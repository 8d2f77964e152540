"""Tests of `cnbudget.comparison`."""
