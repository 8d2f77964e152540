"""Tests of `cnbudget.ties`."""
