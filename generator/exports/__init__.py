"""Everything that the site offers for download, as bytes by path."""

from generator.exports.files import export_files, exported

__all__ = ["export_files", "exported"]
