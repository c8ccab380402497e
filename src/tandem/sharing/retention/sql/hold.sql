-- A child that left is known to nobody at its old school any more, but its file still stands there: who works in it is
-- warned, and holds it while that is needed. A running hold keeps the warning's file open to be released.
alter policy own_insert on sharing_hold with check (file_id = any ((select sharing_files())::uuid[])
  and (exists (select from children_access a
      where a.child_id = sharing_hold.child_id and a.reason <> 'BREAK_GLASS' offset 0)
    or exists (select from sharing_retention_warning w
      where w.child_id = sharing_hold.child_id and w.file_id = sharing_hold.file_id offset 0)));
