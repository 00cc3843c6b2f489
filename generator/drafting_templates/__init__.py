"""The wording of drafts: templates in a small subset of Jinja2, exported as syntax trees and evaluated alike here and in the browser."""

from generator.drafting_templates.evaluate import TemplateFault, Templates
from generator.drafting_templates.export import export, trees_script
from generator.drafting_templates.subset import UnsupportedTemplate

__all__ = ["TemplateFault", "Templates", "UnsupportedTemplate", "export", "trees_script"]
