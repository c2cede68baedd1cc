-- The gateway's own books. No card number is kept beyond its last four digits.
create table if not exists checkout (
    id text primary key, key text not null unique, minor integer not null check (minor > 0), currency text not null,
    description text not null, payee text not null, customer_name text not null, customer_email text not null,
    locale text not null, return_url text not null, cancel_url text not null, webhook_url text not null,
    metadata text not null, created_at text not null, expires_at text not null
) strict;
create table if not exists charge (
    id text primary key, checkout_id text references checkout (id), order_key text not null,
    minor integer not null check (minor > 0), currency text not null, fee_minor integer not null default 0,
    refunded_minor integer not null default 0 check (refunded_minor between 0 and minor),
    status text not null check (status in ('challenged', 'pending', 'succeeded', 'declined')),
    decline_code text, card_slug text not null, last_four text not null check (length(last_four) = 4),
    description text not null, payee text not null, customer_name text not null, webhook_url text not null,
    metadata text not null, dispute text check (dispute in ('open', 'lost', 'won')),
    disputed_minor integer not null default 0, occurred_at text not null, settle_at real
) strict;
-- Paid or being paid at most once, whatever two tabs do.
create unique index if not exists charge_once on charge (checkout_id)
    where checkout_id is not null and status in ('pending', 'succeeded');
create index if not exists charge_order_key on charge (order_key);
create index if not exists charge_settle_at on charge (settle_at) where settle_at is not null;
create table if not exists refund (
    id text primary key, charge_id text not null references charge (id), minor integer not null check (minor > 0),
    occurred_at text not null
) strict;
create table if not exists event (
    id text primary key, type text not null, charge_id text not null references charge (id), body text not null,
    created_at text not null
) strict;
create table if not exists delivery (
    id integer primary key autoincrement, event_id text not null references event (id), url text not null,
    due_at real not null, state text not null check (state in ('waiting', 'held', 'delivered', 'gave_up', 'no_address')),
    attempts integer not null default 0, last_answer text not null default ''
) strict;
create index if not exists delivery_due on delivery (due_at, id) where state = 'waiting';
create table if not exists answer (
    scope text not null, key text not null, digest text not null, status integer not null, body text not null,
    primary key (scope, key)
) strict;
create table if not exists setting (name text primary key, value text not null) strict;
