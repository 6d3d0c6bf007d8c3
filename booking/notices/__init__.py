"""Notices: a mail is a page that travels. ``deliver`` claims what is due, renders it, sends it and marks it."""
