"""Where reports differ, and who says otherwise."""
