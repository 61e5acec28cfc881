"""Import what the steps of printing and reading back need; a warm server forks after this."""

from briefwright.html import impose, page
from briefwright.pdf import fetch, finish, typeset
from briefwright.verify import document
