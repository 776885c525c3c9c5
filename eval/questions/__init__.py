"""Question sets: their rows, the articles they name, and whether both agree."""
