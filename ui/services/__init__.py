"""What programs use of the page's server."""
