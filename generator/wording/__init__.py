"""Every value in words: Chinese for readers, English from templates; labels come from the vocabulary alone."""
