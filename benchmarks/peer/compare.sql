-- Account-days that Bellwether and the peer tell otherwise, and those of them that a tie explains.
--
-- A tie: two contents under one event id that arrived and happened at the same instants. Definitions say that the first by arrival
-- and event time counts; which of a tie that is, no definition says. Bellwether takes the smaller row hash, so that a rerun takes the
-- same one; the peer takes any.
CREATE TEMP TABLE different AS
SELECT coalesce(b.account_id, p.account_id) AS account_id, coalesce(b.day, p.day) AS day
FROM bellwether b FULL JOIN account_activity_daily p ON b.account_id = p.account_id AND b.day = p.day
WHERE row(b.events, b.active_users, b.features_used, b.duration_s, b.errors)
      IS DISTINCT FROM row(p.events, p.active_users, p.features_used, p.duration_s, p.errors);

CREATE TEMP TABLE tied AS
SELECT DISTINCT account_id, occurred_at::DATE AS day
FROM (SELECT event_id, arrived_on, occurred_at
      FROM (SELECT DISTINCT * FROM sound)
      GROUP BY ALL
      HAVING count(*) > 1)
JOIN sound USING (event_id, arrived_on, occurred_at);

SELECT (SELECT count(*) FROM bellwether) AS account_days,
       (SELECT count(*) FROM account_activity_daily) AS account_days_of_the_peer,
       (SELECT count(*) FROM different) AS different,
       (SELECT count(*) FROM different SEMI JOIN tied USING (account_id, day)) AS explained_by_ties;
