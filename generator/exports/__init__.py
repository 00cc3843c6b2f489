"""Everything that the site offers for download, as bytes by path."""

from generator.exports.files import export_files

__all__ = ["export_files"]
