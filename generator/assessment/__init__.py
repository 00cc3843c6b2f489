"""What follows from the facts as of a date: lifecycle, published figures computed again, derived values, sort keys."""
