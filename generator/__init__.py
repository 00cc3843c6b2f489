"""Loan Guarantee Atlas: policy documents as cited data, and the site generated from it.

The straight line, each room importing only from rooms to its left:

    quantities · located · structuring · values · model · vocabulary · derivation · evidence · catalogue ·
    reference_rates · costs · fiscal · assessment · wording · publication · exports · comparison · views ·
    drafting · word · rendering · website · publish · mkdocs_hook · commands · cli
"""
