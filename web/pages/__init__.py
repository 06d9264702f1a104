"""What each page shows, as frozen values: a view ends in one, a template shows nothing else."""
