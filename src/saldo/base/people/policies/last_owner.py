"""May the people of a company be as they would be after a change?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

OWNER = "owner"


def leaves_no_owner(owners: Iterable[UUID], *, member_id: UUID, role: str, is_active: bool) -> bool:
    """Whether nobody would own the company any more; `owners` are the active ones before the change."""
    others = {one for one in owners if one != member_id}
    return not others and not (role == OWNER and is_active) and member_id in set(owners)
