"""Where everything is put together: the app, the command line and the worker."""
