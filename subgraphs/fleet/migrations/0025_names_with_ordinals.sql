-- A page by name walks this index and looks at each row's bit, without reading the row.
drop index device_marks_by_name;
create index device_marks_by_name on device_marks (tenant_id, name_key, id) include (ordinal);
