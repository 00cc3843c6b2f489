"""A document tree as a .docx file in the format of GB/T 9704-2012, the same bytes for the same tree, here and in the browser."""

from generator.word.docx import docx
from generator.word.parts import BadParts, Parts, load_parts, parts_script

__all__ = ["BadParts", "Parts", "docx", "load_parts", "parts_script"]
