-- Concerns that were raised at a location, as records of its file: so the gate knows that who coordinates care there has
-- the kind to give. Read by `sharing_kinds_of` in the name of the owner; the app has no right to it.
create view casework_of_file with (security_invoker = true) as
select c.child_id, c.location_id as file_id from casework_concern c where c.state <> 'DRAFT' and c.child_id is not null;
insert into sharing_protected (table_name, kind) values ('casework_of_file', '16');
