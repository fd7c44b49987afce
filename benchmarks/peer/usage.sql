-- The peer: the usage part of a night in plain DuckDB, as a data engineer would write it in an afternoon. It keeps no reasons, no
-- quarantine and no history of arrivals, and checks no contract.
--
-- $raw: the folder of the raw files   $as_of: the last day that may be known

-- 1. ingest: types, required values, one row per event; of contents that differ under one id the earliest counts
CREATE TABLE sound AS
SELECT trim(event_id) AS event_id,
       trim(account_id) AS account_id,
       trim(user_id) AS user_id,
       try_cast(occurred_at AS TIMESTAMP) AS occurred_at,
       feature,
       CASE WHEN try_cast(events AS BIGINT) >= 1 THEN try_cast(events AS BIGINT) END AS events,
       CASE WHEN try_cast(duration_s AS BIGINT) >= 0 THEN try_cast(duration_s AS BIGINT) END AS duration_s,
       CASE WHEN try_cast(errors AS BIGINT) >= 0 THEN try_cast(errors AS BIGINT) END AS errors,
       actor,
       try_cast(arrived_on AS DATE) AS arrived_on
FROM read_csv(getvariable('raw') || '/usage/*.csv.gz', all_varchar = true, header = true, union_by_name = true)
WHERE event_id IS NOT NULL AND account_id IS NOT NULL AND try_cast(occurred_at AS TIMESTAMP) IS NOT NULL;

CREATE TABLE usage_events AS
SELECT DISTINCT ON (event_id) *
FROM sound
ORDER BY event_id, arrived_on, occurred_at;

-- 2. rollup
CREATE TABLE account_activity_daily AS
SELECT account_id,
       occurred_at::DATE AS day,
       sum(coalesce(events, 1))::BIGINT AS events,
       nullif(count(DISTINCT user_id), 0) AS active_users,
       nullif(count(DISTINCT feature), 0) AS features_used,
       sum(duration_s)::BIGINT AS duration_s,
       sum(errors)::BIGINT AS errors
FROM usage_events
WHERE coalesce(actor, 'user') = 'user'
  AND occurred_at::DATE <= getvariable('as_of')::DATE
  AND arrived_on <= getvariable('as_of')::DATE
GROUP BY ALL;

-- 3. features at one date
CREATE TABLE account_features AS
SELECT account_id,
       sum(coalesce(events, 1))::BIGINT AS events_28d,
       count(DISTINCT user_id) AS active_users_28d,
       count(DISTINCT feature) AS features_used_28d
FROM usage_events
WHERE coalesce(actor, 'user') = 'user'
  AND occurred_at::DATE BETWEEN getvariable('as_of')::DATE - 27 AND getvariable('as_of')::DATE
  AND arrived_on <= getvariable('as_of')::DATE
GROUP BY ALL;
