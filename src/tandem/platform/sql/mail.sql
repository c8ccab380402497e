-- What became of each mail: keys and moments, nothing of whom or what it was about. Claimed just before it goes out, in a
-- transaction of its own, so that a mail of which nobody knows whether it went does not go a second time.
create table platform_mail (
  id uuid primary key,
  tries smallint not null default 0,
  claimed timestamptz,
  sent timestamptz,
  failed boolean not null default false
);
create index platform_mail_failed on platform_mail (id) where failed;
grant select, insert, update on platform_mail to tandem_app;
