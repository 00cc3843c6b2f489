"""The store of a site: what is put in is what comes out, in that order, and nothing stays in memory for it."""

from __future__ import annotations

import os

import pytest

from generator.website import Page, Piece, Store, TocEntry


def page(path: str, body: str, twin: str = "") -> Page:
    toc = (TocEntry("概况", "facts"),)
    return Page(path=path, title="题", description="述", section="home", body=body, toc=toc, scripts=("a.js",), twin=twin)


def test_pages_and_files_come_out_as_they_were_put_in():
    store = Store()
    contents = {"a.html": page("a.html", "正文<p>𠮷</p>", "# 题\n"), "b.bin": bytes(range(256)) * 9000, "empty": b""}
    store.put_all(contents)
    assert list(store) == list(contents) and len(store) == 3
    assert store["b.bin"] == contents["b.bin"] and store["empty"] == b""
    kept, put = store["a.html"], contents["a.html"]
    assert {name: getattr(kept, name) for name in vars(put)} == vars(put) and kept.root == put.root
    assert [type(entry) is Piece for _, entry in store.entries()] == [False, True, True]
    assert [one.path for one in store.pages()] == ["a.html"]


def test_a_path_is_taken_once():
    store, other = Store(), Store()
    store.put("a.html", page("a.html", "一"))
    other.put("a.html", b"")
    for again in (lambda: store.put("a.html", b""), lambda: store.put_all(other)):
        with pytest.raises(ValueError, match="two pages claim a.html"):
            again()


def test_what_was_taken_from_a_store_outlives_it():
    store, other = Store(), Store()
    other.put("a.html", page("a.html", "还在"))
    store.put_all(other)
    del other
    kept = store["a.html"]
    del store
    assert kept.body == "还在"


def test_a_store_learns_what_a_copy_of_the_process_put_into_it():
    store = Store()
    child = os.fork() if hasattr(os, "fork") else pytest.skip("no fork")
    contents = {"a.html": page("a.html", "一", "# 题"), "b.js": b"2"}
    if child == 0:
        try:
            store.put_all(contents)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    other = Store()
    other.put_all(contents)
    assert not store
    store.adopt(other.light())
    assert store["b.js"] == b"2" and (store["a.html"].body, store["a.html"].twin) == ("一", "# 题")
