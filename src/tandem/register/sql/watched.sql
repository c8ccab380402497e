-- Every change of a row about people leaves its line. The log keeps codes and dates, never a name or a number.
select audit.watch('register_person', about => 'id');
select audit.watch('register_contact', shown => array['kind'], about => 'person_id');
select audit.watch('register_membership', shown => array['function', 'is_lead', 'listed', 'valid_from', 'valid_until'],
                   about => 'person_id');
select audit.watch('register_school_link', shown => array['hours_per_week', 'valid_from', 'valid_until']);
select audit.watch('register_stand_in', shown => array['valid_from', 'valid_until']);
