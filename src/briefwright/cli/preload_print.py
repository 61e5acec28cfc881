"""Import the modules of the steps `typeset` and `verify`; a server imports this, then forks for each step."""

from briefwright.html import page, print_html
from briefwright.pdf import fetch, finish, typeset
from briefwright.verify import document
