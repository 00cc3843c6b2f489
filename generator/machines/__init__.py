"""What the site says to programs that read no pages: linked data, feed, calendar, table of contents, map of the site."""
