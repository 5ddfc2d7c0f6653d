"""A workspace that refuses Slack's own charts and tables, as some do with `invalid_blocks`
(github.com/openclaw/openclaw, pull request 104539), although nothing is wrong with the blocks.
"""

from typing import Any

from sandbox.errors import SlackError
from sandbox.rules.shape import walk
from sandbox.workspace import Workspace

PICTURES = frozenset({"table", "data_table", "data_visualization"})


def refuse_pictures(workspace: Workspace, blocks: Any) -> None:
    """Raise `invalid_blocks` for a chart or a table where the workspace takes none; no rule was broken by that."""
    if workspace.takes_pictures:
        return
    for where, node in walk(blocks, "/blocks"):
        if node.get("type") in PICTURES:
            raise SlackError(
                "invalid_blocks", messages=[f"[ERROR] unsupported type: {node['type']} [{where}/type]"]
            )
