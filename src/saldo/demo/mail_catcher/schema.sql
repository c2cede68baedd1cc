-- What arrived, as it arrived, with what a list of it shows.
create table if not exists message (
    id integer primary key autoincrement, received_at text not null, sender text not null, message_id text not null,
    from_text text not null, subject text not null, raw blob not null
) strict;
create index if not exists message_message_id on message (message_id);
create table if not exists recipient (
    message integer not null references message (id) on delete cascade, place integer not null, address text not null,
    primary key (message, place)
) strict;
create index if not exists recipient_address on recipient (lower(address));
create table if not exists report (
    id integer primary key autoincrement, address text not null, body blob not null, due_at real not null,
    state text not null check (state in ('waiting', 'delivered', 'gave_up')), attempts integer not null default 0,
    last_answer text not null default ''
) strict;
create index if not exists report_due on report (due_at, id) where state = 'waiting';
create table if not exists setting (name text primary key, value text not null) strict;
