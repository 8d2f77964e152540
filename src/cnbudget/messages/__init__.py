"""What is said to people: one catalogue of messages by key, in Chinese and English.

A message is a key and values. The words stand in the text files of this folder, one for each topic, and are read when
something of the topic is said for the first time; no words stand in logic, and logic never reads words back.

    >>> message = say("amounts.ratio_to_zero")
    >>> message.key
    'amounts.ratio_to_zero'

How an entry is written says `cnbudget.messages.catalogue`; how values are put into words, `cnbudget.messages.values`.
"""

from cnbudget.messages.catalogue import Wording, entry, keys
from cnbudget.messages.message import By, Framed, Message, Said, Words, framed, say, tell
from cnbudget.messages.values import few, joined, sentences

__all__ = [
    "By",
    "Framed",
    "Message",
    "Said",
    "Wording",
    "Words",
    "entry",
    "few",
    "framed",
    "joined",
    "keys",
    "say",
    "sentences",
    "tell",
]
