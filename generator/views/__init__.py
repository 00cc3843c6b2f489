"""What each page shows, as frozen records made from the published ones; templates only place them."""
