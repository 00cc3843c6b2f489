"""The search index: what the search box reads, as script files, so that it also works without a server.

`search/index.js` is the core: names of schemes, places and parameters with all their other names, titles of
pages, words that stand for others. The rows of the provisions are cut twice, so that a query loads little:
`piece-*.js` by scheme (in the order of their places) for a query that names a place, `shard-*.js` by parameter
for one that does not. `words-*.js` tell which shards hold a pair of characters or a figure.
"""

from generator.search_index.files import CORE, bucket_of, files
from generator.search_index.folding import figures, fold, tokens

__all__ = ["CORE", "bucket_of", "figures", "files", "fold", "tokens"]
