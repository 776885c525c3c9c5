"""Pages of invented news, made to measure readers of web pages."""
