"""What each command does; `web.cli` knows their arguments."""
