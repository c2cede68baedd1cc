"""Messages, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from saldo.base.files.queries import get_files
from saldo.correspondence.choices import UNSENT, MessageEventKind, MessageKind, MessageState
from saldo.correspondence.models import Message, MessageAttachment, MessageEvent
from saldo.kernel.errors import NotFound
from saldo.spi.channel import Attachment

_COLUMNS = (
    *("id", "key", "kind", "state", "channel", "customer_id", "contact_id", "legal_entity_id", "language"),
    *("recipient_name", "recipient_email", "subject", "about_ids", "attempts", "created_at", "next_attempt_at"),
    *("claimed_at", "accepted_at", "problem", "author_name", "message_id", "sending_job", "outcome"),
)


@dataclass(frozen=True, slots=True)
class MessageNews:
    """One thing that became known about a message."""

    kind: MessageEventKind
    occurred_at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message without its text. `news` is filled by the queries that say so, oldest first."""

    id: UUID
    key: str
    kind: MessageKind
    state: MessageState
    channel: str
    customer_id: UUID
    contact_id: UUID | None
    legal_entity_id: UUID
    language: str
    recipient_name: str
    recipient_email: str
    subject: str
    about_ids: tuple[UUID, ...]
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    claimed_at: datetime | None
    accepted_at: datetime | None
    problem: str
    author_name: str
    message_id: str
    sending_job: str
    outcome: str
    news: tuple[MessageNews, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A message or note as a customer's timeline shows it."""

    card: MessageCard
    text: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of a timeline, newest first. `cursor` asks for the next one; None at the end."""

    items: list[TimelineItem]
    cursor: tuple[datetime, UUID] | None


def messages(tenant_id: UUID, message_ids: Sequence[UUID]) -> dict[UUID, MessageCard]:
    """Those of the messages that exist, by id. One query."""
    return {card.id: card for card in _cards(Message.objects.filter(tenant_id=tenant_id, id__in=message_ids))}


def get_message(tenant_id: UUID, message_id: UUID) -> Message:
    """One message with its text and HTML. Raises NotFound."""
    found = Message.objects.filter(tenant_id=tenant_id, id=message_id).first()
    if found is None:
        raise NotFound()
    return found


def attachments_of(tenant_id: UUID, message_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The ids of the files that go out with each message, in order."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = MessageAttachment.objects.filter(tenant_id=tenant_id, message_id__in=message_ids)
    for message_id, file_id in rows.order_by("message_id", "position").values_list("message_id", "file_id"):
        found[message_id].append(file_id)
    return dict(found)


def attachments(tenant_id: UUID, message_ids: Sequence[UUID]) -> dict[UUID, tuple[Attachment, ...]]:
    """The files that go out with each message that has any, with their bytes, in order. Two queries."""
    attached = attachments_of(tenant_id, message_ids)
    ids = sorted({file_id for file_ids in attached.values() for file_id in file_ids})
    files = {
        one.id: Attachment(one.name, one.media_type, bytes(one.body))
        for one in (get_files(tenant_id, ids) if ids else ())
    }
    return {message_id: tuple(files[one] for one in file_ids) for message_id, file_ids in attached.items()}


def timeline(
    tenant_id: UUID, customer_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int = 25
) -> TimelinePage:
    """A customer's messages and notes with their news, newest first. Two queries, whatever the length."""
    rows = Message.objects.filter(tenant_id=tenant_id, customer_id=customer_id)
    if cursor is not None:
        at, message_id = cursor
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=message_id), created_at__lte=at)
    found = list(rows.order_by("-created_at", "-id").values(*_COLUMNS, "body_text")[: limit + 1])
    page = found[:limit]
    news = news_of(tenant_id, [row["id"] for row in page])
    items = [TimelineItem(_card(row, news), row["body_text"]) for row in page]
    last = page[-1] if len(found) > limit else None
    return TimelinePage(items, (last["created_at"], last["id"]) if last else None)


def latest_messages(tenant_id: UUID, customer_id: UUID, *, limit: int) -> list[TimelineItem]:
    """The last messages, calls and notes of a customer, newest first, without their news. One query."""
    rows = Message.objects.filter(tenant_id=tenant_id, customer_id=customer_id).order_by("-created_at", "-id")
    return [TimelineItem(_card(row, {}), row["body_text"]) for row in rows.values(*_COLUMNS, "body_text")[:limit]]


def messages_about(
    tenant_id: UUID, about_ids: Sequence[UUID], *, customer_ids: Sequence[UUID]
) -> dict[UUID, list[MessageCard]]:
    """The messages about each document with their news, oldest first. Two queries.

    `customer_ids` are the customers of the documents: the timeline's index is by customer.
    """
    rows = Message.objects.filter(tenant_id=tenant_id, customer_id__in=customer_ids, about_ids__overlap=list(about_ids))
    found = list(rows.order_by("created_at", "id").values(*_COLUMNS))
    news = news_of(tenant_id, [row["id"] for row in found])
    by_document: dict[UUID, list[MessageCard]] = {about_id: [] for about_id in about_ids}
    for row in found:
        for about_id in set(row["about_ids"]) & by_document.keys():
            by_document[about_id].append(_card(row, news))
    return by_document


def news_of(tenant_id: UUID, message_ids: Sequence[UUID]) -> dict[UUID, tuple[MessageNews, ...]]:
    """What became known about each message, oldest first."""
    found: defaultdict[UUID, list[MessageNews]] = defaultdict(list)
    rows = MessageEvent.objects.filter(tenant_id=tenant_id, message_id__in=message_ids)
    for row in rows.order_by("occurred_at", "id").values("message_id", "kind", "occurred_at", "detail"):
        found[row["message_id"]].append(
            MessageNews(MessageEventKind(row["kind"]), row["occurred_at"], row["detail"]),
        )
    return {message_id: tuple(news) for message_id, news in found.items()}


def unsent_counts(tenant_id: UUID) -> Mapping[MessageState, int]:
    """How many messages are held, queued, being sent, uncertain: what nobody can call sent. One query."""
    rows = Message.objects.filter(tenant_id=tenant_id, state__in=UNSENT).values_list("state")
    counts = dict(rows.annotate(number=Count("id")))
    return {state: counts.get(state, 0) for state in sorted(UNSENT)}


def find_unsent(tenant_id: UUID, *, limit: int = 100) -> list[MessageCard]:
    """Unsent messages, oldest first, for the page that lists them; uncertain ones among them."""
    rows = Message.objects.filter(tenant_id=tenant_id, state__in=UNSENT)
    return list(_cards(rows.order_by("created_at", "id")[:limit]))


def find_by_message_id(tenant_id: UUID, message_ids: Sequence[str]) -> dict[str, UUID]:
    """Messages by the Message-ID that they were sent with."""
    rows = Message.objects.filter(tenant_id=tenant_id, message_id__in=message_ids)
    return dict(rows.values_list("message_id", "id"))


def _cards(rows: QuerySet[Message]) -> Iterable[MessageCard]:
    return (_card(row, {}) for row in rows.values(*_COLUMNS))


def _card(row: Mapping[str, Any], news: Mapping[UUID, tuple[MessageNews, ...]]) -> MessageCard:
    values = {name: row[name] for name in _COLUMNS}
    values |= {"kind": MessageKind(row["kind"]), "state": MessageState(row["state"])}
    return MessageCard(**values | {"about_ids": tuple(row["about_ids"]), "news": news.get(row["id"], ())})
