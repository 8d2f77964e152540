"""Reading the tables of any form by their words alone, where no layout explains a document.

The words of a table's title, of its columns' headings and of its rows say what each cell totals
(`cnbudget.forms`); what they leave open is decided once for the document, by its laws (`tables`). The titles are
looked at in every document (`titles`), and only these are loaded for all.
"""
