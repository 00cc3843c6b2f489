"""One document as a small tree of plain JSON, its numbers and cross-references, and its plain texts; `word` writes it as .docx."""

from generator.documents.html_text import html
from generator.documents.markdown_text import markdown
from generator.documents.numbered import lay_out
from generator.documents.queries import clean, open_points, plain_text
from generator.documents.tree import BadDocument, Fault, check

__all__ = ["BadDocument", "Fault", "check", "clean", "html", "lay_out", "markdown", "open_points", "plain_text"]
