-- The app writes and ends places; it never removes one. Everybody may read them: nothing here is about a person.
grant select, insert, update on register_municipality, register_partnership, register_board, register_school,
  register_school_location to tandem_app;
