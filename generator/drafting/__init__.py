"""From a pilot's parameters to the documents that an office circulates.

One record in (context.py says which fields), every document out: the measure, its explanation, the text for the
public, a work plan, the application form, the benchmarking brief, the notice for comments and the table of
answers. The wording stands in site_templates/drafts; the modules here only decide what is said. The modules,
each importing only from those before it:

    library · shapes · pilot_record · context · figures · peers · guardrails · checks · measure · examples · frame ·
    draft · fiscal_effect · files · desk_data

The browser's mirror is the classic scripts `draft_*.js`: the same texts, byte for byte.
"""

from generator.drafting.draft import DOCUMENTS, Desk, Draft, desk, draft

__all__ = ["DOCUMENTS", "Desk", "Draft", "desk", "draft"]
