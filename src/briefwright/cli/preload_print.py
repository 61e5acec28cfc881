"""Import what the steps of printing and reading back need; a warm server forks after this."""

from briefwright.html import page, print_html
from briefwright.pdf import fetch, finish, typeset
from briefwright.verify import document
