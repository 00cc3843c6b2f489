"""Any .docx against the profile of GB/T 9704-2012: clause by clause what holds and what does not."""

from generator.word_check.package import UnreadableFile
from generator.word_check.profile import Finding, Rule, check_file, load_profile

__all__ = ["Finding", "Rule", "UnreadableFile", "check_file", "load_profile"]
