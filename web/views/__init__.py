"""One blueprint per place in the app; views read or call one service, and end in a page."""
