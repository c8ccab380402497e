-- That somebody got a mail about a notice goes with the notice.
select sharing_keep_with('casework_mailed', 'casework_notice', 'r.notice_id = any($1)');
