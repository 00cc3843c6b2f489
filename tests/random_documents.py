"""Document trees made by chance: every kind of block, hostile texts, references, tables; and the page's code run on them."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

from required_tools import ROOT

from generator.word import Parts

HOSTILE = [
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "# 标题", "1. 项", "* 星",
    "> 引", "[a](javascript:x)", "![x](y)", "`码`", "**粗**", "__下__", "~~删~~", "|竖|线|", "---", "\\", "&amp;", "&#x41;", "]]>",
    "<!--", "www.example.com", "https://example.com/a_b", "a@b.cn", "$x^2$", ":smile:", "“引号”—…", "𠮷𡈽", " 前后空格 ", "\u3000宽空格\u3000",
    "第一条", "（一）", "''\"\"", "\\[", "2026年3月1日", "300万元", "^", "{#id}", "{: .x}", "[^1]", "a  b", "‘’", "·", "〔2022〕5号",
]  # fmt: skip
PLAIN = ["小微企业贷款", "保险公司按照合同约定赔付", "市财政局", "不超过300万元", "利率加150个基点", "有效期三年", "，", "。", "；"]


class RandomDocument:
    """One tree after another from one seed; `hostile` is the share of texts made of hostile pieces."""

    def __init__(self, seed: int, hostile: float = 0.4) -> None:
        self.chance = random.Random(seed)
        self.hostile = hostile

    def text(self) -> str:
        pool = HOSTILE if self.chance.random() < self.hostile else PLAIN
        return "".join(self.chance.choice(pool) for _ in range(self.chance.randrange(1, 5)))

    def inline(self) -> Any:
        if self.chance.random() < 0.6:
            return self.text() + "文"
        pieces: list[Any] = ["文"]
        for _ in range(self.chance.randrange(1, 4)):
            kind = self.chance.randrange(4)
            if kind == 0 and self.names:
                form = {"form": self.chance.choice(["full", "local"])} if self.chance.random() < 0.4 else {}
                pieces.append({"ref": self.chance.choice(self.names), **form})
            elif kind == 1:
                pieces.append({"open": self.text() + "项"})
            elif kind == 2:
                pieces.append({"strong": self.text() + "重"})
            else:
                pieces.append(self.text())
        return pieces

    def lines(self) -> Any:
        return self.text() + "题" if self.chance.random() < 0.5 else [self.inline() for _ in range(self.chance.randrange(1, 4))]

    def tree(self) -> dict[str, Any]:
        """A sound tree."""
        annexes = self.chance.randrange(4)
        sizes = [self.chance.randrange(1, 14) for _ in range(annexes + 1)]
        kinds = [[self.kind() for _ in range(size)] for size in sizes]
        self.names: list[str] = []
        named = [[self.name(kind) for kind in part] for part in kinds]
        annex_names = [f"annex-{n}" if self.chance.random() < 0.7 else None for n in range(annexes)]
        self.names += [name for name in annex_names if name]
        parts = []
        for part, names in zip(kinds, named, strict=True):
            self.counts = [0, 0, 0, 0]
            parts.append([self.block(kind, name) for kind, name in zip(part, names, strict=True)])
        tree: dict[str, Any] = {"title": self.lines(), "date": "2026-03-01", "blocks": parts[0]}
        for key in ("subtitle", "notice"):
            if self.chance.random() < 0.5:
                tree[key] = self.inline()
        if annexes:
            tree["annexes"] = [
                {"title": self.lines(), "blocks": blocks, **({"name": name} if name else {})}
                for name, blocks in zip(annex_names, parts[1:], strict=True)
            ]
        return tree

    def kind(self) -> str:
        weights = {
            "chapter": 2, "article": 6, "paragraph": 3, "item": 6, "heading": 3, "addressee": 1, "table": 2,
            "signature": 1, "annex_list": 1, "note": 3, "remark": 1, "page_break": 1,
        }  # fmt: skip
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def name(self, kind: str) -> str | None:
        if kind not in ("chapter", "article", "item", "heading") or self.chance.random() < 0.4:
            return None
        self.names.append(f"n{len(self.names)}-{kind}")
        return self.names[-1]

    def block(self, kind: str, name: str | None) -> dict[str, Any]:
        block: dict[str, Any] = {"type": kind}
        if kind in ("chapter", "article", "paragraph", "item", "heading", "addressee", "note", "remark"):
            block["text"] = self.inline()
        if name:
            block["name"] = name
        if kind == "heading":
            block["level"] = self.level()
        if kind == "item":
            self.maybe(block, level=self.chance.randrange(1, 3), restart=self.chance.random() < 0.3, lead=self.inline())
        if kind == "paragraph":
            self.maybe(block, align=self.chance.choice(["left", "center", "right", "both"]), indent=False, name=f"p{self.chance.randrange(10**9)}")
        if kind == "signature":
            block |= {"issuers": [self.inline() for _ in range(self.chance.randrange(1, 4))], "date": "2026年3月1日"}
        if kind == "table":
            block |= {"rows": self.rows()}
            self.maybe(block, header=self.chance.randrange(3), caption=self.inline(), columns=[1, 3, 2])
        if kind in ("article", "table", "remark"):
            self.maybe(block, marked=True)
        return block

    def level(self) -> int:
        """A level that may stand after the headings before it: none that was skipped on the way down."""
        deepest = max((n for n in range(4) if self.counts[n]), default=-1)
        allowed = [n for n in range(4) if self.counts[n] or n > deepest]
        chosen = self.chance.choice(allowed)
        self.counts[chosen] += 1
        self.counts[chosen + 1 :] = [0] * (3 - chosen)
        return chosen + 1

    def maybe(self, block: dict[str, Any], **fields: Any) -> None:
        block |= {key: value for key, value in fields.items() if self.chance.random() < 0.4}

    def rows(self) -> list[Any]:
        """Three to six rows of four columns, with cells that span and reach down."""
        rows: list[Any] = []
        wanted = self.chance.randrange(3, 7)
        while len(rows) < wanted:
            roll = self.chance.random()
            if roll < 0.2:
                row = {"signoff": self.inline()}
                self.maybe(row, text=self.inline(), seal="（盖章）", date="年　月　日", lines=self.chance.randrange(1, 9))
                rows.append(row)
            elif roll < 0.4:
                rows.append([{"text": self.inline_lines(), "span": 2}, "", self.text()])
            elif roll < 0.6:
                rows.append([{"text": self.inline_lines(), "down": 2, "label": True}, self.text(), {"text": "", "span": 2}])
                rows.append([self.text(), {"text": self.inline_lines(), "align": "left"}, "乙"])
            else:
                rows.append([self.text() for _ in range(4)])
        return rows if isinstance(rows[0], list) else [["甲", "乙", "丙", "丁"], *rows]

    def inline_lines(self) -> list[Any]:
        return [self.inline() for _ in range(self.chance.randrange(1, 3))]


def spoilt(tree: dict[str, Any], chance: random.Random) -> Any:
    """The tree with one value somewhere replaced, removed or added, so that it may be no document any more."""
    copy = json.loads(json.dumps(tree))
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            places.append((value, key))
            if isinstance(value[key], dict | list):
                walk(value[key])

    walk(copy)
    holder, key = chance.choice(places)
    strange = [None, True, 0, 7, 1.5, "", "  ", [], {}, "文\n字", "文\u0007", "\u202e反", "\ud800", "x" * 100_001, ["甲", 3],
               [{"ref": "nowhere"}], {"open": ""}, {"open": "甲", "strong": "乙"}, {"type": "no"}, "constructor"]  # fmt: skip
    if chance.random() < 0.2 and isinstance(holder, dict):
        del holder[key]
    elif chance.random() < 0.2 and isinstance(holder, dict):
        holder["toString"] = 1
    else:
        holder[key] = chance.choice(strange)
    return copy


def in_node(node: str, parts: Parts, **asked: list[Any]) -> dict[str, Any]:
    """What the page's code answers to trees, draft texts and values (see document_batch.cjs)."""
    given = {"parts": {"files": dict(parts.files), "css": parts.css}, **asked}
    done = subprocess.run(
        [node, ROOT / "tests" / "js" / "document_batch.cjs"],
        input=json.dumps(given), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
