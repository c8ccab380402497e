-- Break-glass opens the concerns about that child too: whatever stands in a concern that was raised, and nothing of who
-- gets which notice. It only reads: whoever changes a concern must be a side of it, and a broken glass makes nobody one.
create policy break_glass_select on casework_concern for select to tandem_app
  using (state <> 'DRAFT' and exists (select from children_access a
    where a.child_id = casework_concern.child_id and a.reason = 'BREAK_GLASS' and a.kinds & 16 <> 0 offset 0));
do $$
declare
  name text;
begin
  foreach name in array array['casework_text', 'casework_answer'] loop
    execute format('create policy break_glass_select on %1$I for select to tandem_app
      using (exists (select from casework_concern c join children_access a on a.child_id = c.child_id
        where c.id = %1$I.concern_id and c.state <> ''DRAFT'' and a.reason = ''BREAK_GLASS'' and a.kinds & 16 <> 0 offset 0))', name);
  end loop;
end $$;
