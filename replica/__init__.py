"""A small county web that misbehaves as real ones do, and a press that prints one truth in every format.

For the tests and the demonstration only: nothing else imports it, and every number in it is invented.
"""
