-- Which rows a file added decides what taking it back ends: so those leave a line too.
select audit.watch('register_import_row');
