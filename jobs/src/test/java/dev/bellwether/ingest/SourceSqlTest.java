package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What a mapping may say, and what hostile ones were tried with. TARGET is a file of a test. */
class SourceSqlTest extends SparkTest {
  private static final Set<String> INPUTS = Set.of("usage", "accounts");

  @TempDir Path folder;

  private static SparkSession views;

  private static synchronized SparkSession views() {
    if (views == null) {
      views = madeViews();
    }
    return views;
  }

  private static SparkSession madeViews() {
    SparkSession session = Sessions.another(spark());
    rows(
            session,
            "event_id string, account_id string, at string, n string, doc string",
            "e1|a|x|1|{}")
        .createOrReplaceTempView("usage");
    rows(session, "account_id string, name string", "a|Alpha").createOrReplaceTempView("accounts");
    rows(session, "secret string", "s").createOrReplaceTempView("payroll");
    return session;
  }

  private static Dataset<Row> rows(SparkSession session, String ddl, String row) {
    Dataset<Row> rows = table(ddl, row);
    return session.createDataFrame(rows.collectAsList(), rows.schema());
  }

  private static Dataset<Row> run(String sql) {
    SourceQuery query = new SourceQuery("source mine, table t", sql);
    return query.run(views(), query.inputs(INPUTS), Contracts.of("usage_events"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the six that were found
        "SELECT TRANSFORM(account_id) USING 'sh -c \"touch TARGET; cat\"' AS (x) FROM usage",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv', 'HOME') AS x FROM usage",
        "SELECT java_method('java.lang.System', 'getenv', 'HOME') AS x FROM usage",
        "WITH `text.TARGET` AS (SELECT 1) SELECT * FROM text.`TARGET`, usage",
        "INSERT OVERWRITE DIRECTORY 'TARGET' USING csv SELECT * FROM usage",
        "EXECUTE IMMEDIATE 'SELECT * FROM text.`TARGET`'",
        // other ways to run code
        "SELECT reflect('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT try_reflect('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT ReFlEcT('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT `reflect`('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT system.builtin.reflect('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT transform(array(1), x -> reflect('java.lang.System', 'getenv', 'HOME')) FROM usage",
        "SELECT max(reflect('java.lang.System', 'getenv', 'HOME')) OVER () FROM accounts",
        "SELECT 1 FROM usage WHERE reflect('java.lang.System', 'getenv', 'HOME') = 'x'",
        "SELECT 1 FROM usage JOIN accounts ON reflect('java.lang.System', 'getenv', 'HOME') = 'x'",
        "SELECT (SELECT reflect('java.lang.System', 'getenv', 'HOME')) FROM usage",
        "SELECT 1 FROM usage WHERE EXISTS (SELECT java_method('java.lang.System', 'getenv', 'X'))",
        "WITH c AS (SELECT reflect('java.lang.System', 'getenv', 'HOME') x) SELECT * FROM c, usage",
        "SELECT * FROM usage ORDER BY reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT count(*) FROM accounts GROUP BY reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT count(*) FROM accounts HAVING reflect('java.lang.System', 'getenv', 'HOME') = 'x'",
        "FROM usage MAP account_id USING 'sh' AS x",
        "FROM usage REDUCE account_id USING 'sh' AS x",
        "CREATE TEMPORARY FUNCTION f AS 'evil.Udf' USING JAR 'TARGET'",
        "SELECT evil_function(account_id) FROM usage",
        "BEGIN DECLARE x INT; SELECT * FROM usage; END",
        "CALL system.run('x')",
        "ADD JAR TARGET",
        // other things to read
        "SELECT * FROM usage, csv.`TARGET`",
        "SELECT * FROM text.`TARGET`",
        "SELECT * FROM parquet.`TARGET`",
        "SELECT * FROM binaryFile.`TARGET`",
        "SELECT * FROM delta.`TARGET`",
        "SELECT * FROM usage UNION ALL SELECT value, 1, 1, 1, 1 FROM text.`TARGET`",
        "SELECT * FROM usage WHERE account_id IN (SELECT value FROM text.`TARGET`)",
        "SELECT (SELECT max(value) FROM text.`TARGET`) FROM usage",
        "SELECT * FROM payroll",
        "SELECT * FROM usage, payroll",
        "SELECT * FROM global_temp.payroll",
        "SELECT * FROM spark_catalog.default.payroll",
        "SELECT * FROM IDENTIFIER('pay' || 'roll')",
        "SELECT * FROM IDENTIFIER('text.`TARGET`')",
        "TABLE payroll",
        "SELECT * FROM usage, LATERAL (SELECT * FROM payroll)",
        "WITH usage2 AS (SELECT * FROM payroll) SELECT * FROM usage2",
        "WITH c AS (WITH payroll AS (SELECT 1) SELECT * FROM payroll) SELECT * FROM payroll",
        "SELECT * FROM range(1000000000000)",
        "SELECT * FROM read_files('TARGET')",
        "SELECT * FROM python_worker_logs()",
        "WITH RECURSIVE r AS (SELECT 1 x UNION ALL SELECT x + 1 FROM r) SELECT * FROM r, usage",
        "SELECT from_xml(doc, 'x int') FROM usage",
        "SELECT xpath_string(doc, '/x') FROM usage",
        "SELECT raise_error(account_id) FROM usage",
        "SELECT assert_true(false, account_id) FROM usage",
        "SELECT current_user(), current_catalog() FROM usage",
        // what Spark 4 has gained
        "FROM usage |> EXTEND reflect('java.lang.System', 'getenv', 'HOME') AS x",
        "FROM usage |> JOIN text.`TARGET` ON true",
        "TABLE payroll |> SELECT secret",
        "FROM usage |> UNION ALL (SELECT secret, 1, 1, 1, 1 FROM payroll)",
        "BEGIN EXECUTE IMMEDIATE 'SELECT * FROM text.`TARGET`'; END",
        "BEGIN WHILE true DO SELECT 1; END WHILE; END",
        "EXECUTE IMMEDIATE 'SELECT ?' USING 'x'",
        "SELECT IDENTIFIER('java_' || 'method')('java.lang.System', 'getenv', 'HOME') FROM usage",
        "SELECT IDENTIFIER('secret') FROM IDENTIFIER('payroll')",
        "SELECT * FROM TABLE(payroll)",
        "SELECT * FROM TABLE(explode(array(1))), usage",
        "SELECT * FROM variant_explode(parse_json('[1]')), usage",
        "SELECT * FROM usage, LATERAL explode(array(1))",
        "SELECT * FROM some_udtf(TABLE(payroll) PARTITION BY secret)",
        "SELECT from_avro(CAST(doc AS BINARY), '{\"type\": \"string\"}') FROM usage",
        "SELECT from_protobuf(CAST(doc AS BINARY), 'M', 'TARGET') FROM usage",
        "SELECT *, session.secret FROM usage",
        "SELECT system.session.secret FROM usage",
        "SET VARIABLE x = (SELECT max(secret) FROM payroll)",
        "SELECT * FROM usage WITH ('path' = 'TARGET')",
        "SELECT * FROM usage VERSION AS OF 0",
        "SELECT * FROM usage TIMESTAMP AS OF '2026-01-01'",
        "SELECT * FROM STREAM(usage)",
        "SELECT /*+ BROADCAST(usage) */ * FROM usage",
        "SELECT _metadata.file_path FROM usage",
        "SELECT * REPLACE (reflect('java.lang.System', 'getenv', 'HOME') AS n) FROM usage",
        "SELECT * REPLACE ((SELECT max(secret) FROM payroll) AS n) FROM usage",
        "SELECT max(n) OVER w FROM usage WINDOW w AS (ORDER BY (SELECT max(secret) FROM payroll))",
        "SELECT max(n) OVER w FROM usage WINDOW w AS (ORDER BY uuid())",
        "SELECT max(n) OVER w FROM usage WINDOW w AS (ORDER BY evil_function())",
        "SELECT * REPLACE (uuid() AS n) FROM usage",
        "SELECT * FROM usage LIMIT (SELECT max(secret) FROM payroll)",
        "SELECT * FROM VALUES ((SELECT max(secret) FROM payroll)) AS v(x), usage",
        "SELECT * FROM usage HAVING EXISTS (SELECT * FROM payroll)",
        "SELECT * FROM (SELECT account_id, n FROM usage)"
            + " PIVOT (max(n) FOR account_id IN ((SELECT max(secret) FROM payroll)))",
        "SELECT transform(array(1), x -> (SELECT max(secret) FROM payroll)) FROM usage",
        "SELECT count(*) FILTER (WHERE n IN (SELECT secret FROM payroll)) FROM accounts",
        "SELECT aes_decrypt(CAST(doc AS BINARY), 'k') FROM usage",
        "SELECT * FROM usage u JOIN payroll USING (account_id)",
        "CREATE TEMPORARY FUNCTION f() RETURNS INT RETURN 1",
        "CREATE TEMPORARY VARIABLE x = 1",
        // statements
        "INSERT INTO usage SELECT * FROM accounts",
        "INSERT OVERWRITE LOCAL DIRECTORY 'TARGET' SELECT * FROM usage",
        "CREATE TABLE x AS SELECT * FROM usage",
        "CREATE TABLE x USING csv LOCATION 'TARGET' AS SELECT * FROM usage",
        "CREATE OR REPLACE TEMP VIEW usage AS SELECT 1",
        "DROP VIEW usage",
        "DELETE FROM usage",
        "UPDATE usage SET n = 1",
        "MERGE INTO usage USING accounts ON true WHEN MATCHED THEN DELETE",
        "LOAD DATA INPATH 'TARGET' INTO TABLE usage",
        "SET spark.sql.variable.substitute = true",
        "SHOW TABLES",
        "DESCRIBE usage",
        "EXPLAIN SELECT * FROM usage",
        "CACHE TABLE usage",
        "REFRESH TABLE usage",
        "DECLARE VARIABLE x = 1",
        "SELECT * FROM usage; DROP VIEW usage",
        "FROM usage INSERT OVERWRITE DIRECTORY 'TARGET' USING csv SELECT *",
        "VACUUM delta.`TARGET`",
        // what differs from run to run
        "SELECT *, current_date() AS d FROM usage",
        "SELECT *, current_date AS d FROM usage",
        "SELECT *, current_timestamp AS d FROM usage",
        "SELECT *, now() AS d FROM usage",
        "SELECT *, unix_timestamp() AS d FROM usage",
        "SELECT *, date'today' AS d FROM usage",
        "SELECT *, TIMESTAMP ' Now' AS d FROM usage",
        "SELECT *, CAST('today' AS DATE) AS d FROM usage",
        "SELECT *, date(lower('TODAY')) AS d FROM usage",
        "SELECT *, to_timestamp('now') AS d FROM usage",
        "SELECT * FROM usage WHERE to_date(at) < 'yesterday'",
        "SELECT *, DATE/**/'today' AS d FROM usage",
        "SELECT *, DATE '\\u0074oday' AS d FROM usage",
        "SELECT *, DATE 'to' 'day' AS d FROM usage",
        "SELECT '🦉' AS o, DATE  'tomorrow Europe/Berlin' AS d FROM usage",
        "SELECT *, CAST(concat('to', 'day') AS DATE) AS d FROM usage",
        "SELECT *, CAST(substr('xnow', 2) AS TIMESTAMP) AS d FROM usage",
        "SELECT *, CAST(CAST(unhex('6E6F77') AS STRING) AS TIMESTAMP_NTZ) AS d FROM usage",
        "SELECT *, CAST(left('nowhere', 3) AS TIMESTAMP) AS d FROM usage",
        "SELECT *, date_add(reverse('yadot'), 1) AS d FROM usage",
        "SELECT * FROM usage WHERE DATE '2026-01-01' < concat('no', 'w')",
        "SELECT current_time() FROM usage",
        "SELECT current_timezone(), current_database(), session_user(), version() FROM usage",
        "SELECT monotonically_increasing_id(), spark_partition_id() FROM usage",
        "SELECT *, rand() AS d FROM usage",
        "SELECT *, uuid() AS d FROM usage",
        "SELECT * FROM usage TABLESAMPLE (10 PERCENT)",
        "SELECT ? FROM usage",
        "SELECT :name FROM usage",
      })
  void whatIsNoQueryOverTheInputsIsRefusedBeforeItDoesAnything(String attempt) throws Exception {
    Path target = folder.resolve("target");
    assertThatThrownBy(() -> run(attempt.replace("TARGET", target.toString())))
        .isInstanceOf(BellwetherException.class);
    assertThat(Files.exists(target)).as("it ran").isFalse();

    Files.writeString(target, "a secret");
    assertThatThrownBy(() -> run(attempt.replace("TARGET", target.toString())))
        .as("nor when the file is there")
        .isInstanceOf(BellwetherException.class)
        .hasMessageNotContaining("a secret");
    assertThat(Files.readString(target)).isEqualTo("a secret");
  }

  @Test
  void aVariableOfTheEnvironmentIsOnlyAText() {
    assertThat(run("SELECT '${env:HOME} ${system:user.home}' AS x FROM usage").first().getString(0))
        .isEqualTo("${env:HOME} ${system:user.home}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM usage",
        "SELECT * EXCEPT (doc) FROM usage",
        "SELECT u.event_id AS id, a.name FROM usage u LEFT JOIN accounts a USING (account_id)",
        "SELECT u.* FROM usage u INNER JOIN accounts a ON u.account_id = a.account_id AND a.name <> ''",
        "SELECT * FROM usage u LEFT ANTI JOIN accounts a ON u.account_id = a.account_id",
        "WITH a AS (SELECT * FROM accounts), b AS (SELECT * FROM a) SELECT b.name FROM b, usage",
        "WITH usage AS (SELECT * FROM usage) SELECT * FROM usage",
        "SELECT account_id, sum(CAST(n AS decimal(18,2))) AS n FROM usage GROUP BY account_id",
        "SELECT account_id, count(DISTINCT at) c FROM usage GROUP BY 1 HAVING count(*) > 0",
        "SELECT account_id, count(*) FILTER (WHERE n > 1) c FROM usage GROUP BY ALL",
        "SELECT account_id, at, sum(n) FROM usage GROUP BY GROUPING SETS ((account_id), (at))",
        "SELECT account_id, at, sum(n) FROM usage GROUP BY ROLLUP (account_id, at)",
        "SELECT row_number() OVER (PARTITION BY account_id ORDER BY at DESC) AS r FROM usage",
        "SELECT sum(n) OVER w AS r FROM usage WINDOW w AS (ORDER BY at ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
        "SELECT lag(n, 1) IGNORE NULLS OVER (ORDER BY at) FROM usage",
        "SELECT * FROM (SELECT *, rank() OVER (ORDER BY at) r FROM usage) WHERE r = 1",
        "SELECT n = 'today', date '2026-01-31', to_date('2026-01-31'), 'now' AS a FROM usage",
        "SELECT CASE n WHEN '1' THEN 'one' ELSE 'many' END, CASE WHEN n > 1 THEN 1 END FROM usage",
        "SELECT CAST(n AS int), try_cast(at AS date), n::double, int(n), date(at) FROM usage",
        "SELECT n + 1 - 2 * 3 / 4 % 5, 6 DIV 5, -n, abs(n), round(n, 2), pmod(n, 3), n & 1 | 2 ^ 3, ~ 1 FROM usage",
        "SELECT n > 1 AND n <= 2 OR NOT n = 3 AND n <> 4 AND n <=> 5 AND n IS NOT NULL FROM usage",
        "SELECT n IS TRUE, n IS NOT DISTINCT FROM 1, n BETWEEN 1 AND 2, n IN ('1', '2') FROM usage",
        "SELECT at LIKE '2%', at ILIKE 'x', at RLIKE '^2', at NOT LIKE 'x', at LIKE ANY ('a', 'b') FROM usage",
        "SELECT to_date(at, 'yyyy'), try_to_date(at, 'dd.MM.yyyy'), try_to_timestamp(at) FROM usage",
        "SELECT date_trunc('month', TIMESTAMP '2026-01-02 03:04:05'), DATE '2026-01-02' + INTERVAL 1 MONTH FROM usage",
        "SELECT extract(YEAR FROM DATE '2026-01-02'), date_diff(DATE '2026-01-02', DATE '2025-01-01') FROM usage",
        "SELECT timestampadd(HOUR, 1, TIMESTAMP '2026-01-02 03:04:05'), timestampdiff(DAY, DATE '2026-01-02', DATE '2026-01-05') FROM usage",
        "SELECT from_utc_timestamp(at, 'Europe/Berlin'), add_months(DATE '2026-01-31', 1), last_day(DATE '2026-01-02') FROM usage",
        "SELECT make_interval(0, 0, 0, 0, 0, 5), make_date(2026, 1, 2), timestamp_millis(5), unix_timestamp(at) FROM usage",
        "SELECT trim(at), trim(BOTH 'x' FROM at), substring(at FROM 1 FOR 2), position('x' IN at), overlay(at PLACING 'x' FROM 1) FROM usage",
        "SELECT upper(at) || lower(at), concat_ws('-', at, n), split(at, '-')[0], regexp_replace(at, 'x', 'y'), lpad(at, 3, '0') FROM usage",
        "SELECT coalesce(n, 0), nullif(n, ''), nvl(n, 1), if(n > 1, 1, 2), ifnull(n, 1), greatest(n, '1'), least(n, '1') FROM usage",
        "SELECT array(1, 2)[0], array_contains(array(1), 1), size(array()), filter(array(1), x -> x > 0), transform(array(1), (x, i) -> x + i) FROM usage",
        "SELECT aggregate(array(1), 0, (a, x) -> a + x), exists(array(1), x -> x = 1), sort_array(array(2, 1)), element_at(array(1), 1) FROM usage",
        "SELECT map('a', 1)['a'], map_keys(map('a', 1)), named_struct('a', 1).a, struct(n, at).n FROM usage",
        "SELECT get_json_object(doc, '$.a'), from_json(doc, 'a int').a, to_json(struct(n)), json_array_length(doc) FROM usage",
        "SELECT event_id, x FROM usage LATERAL VIEW explode(array(1, 2)) t AS x",
        "SELECT event_id, explode(from_json(doc, 'array<string>')) AS x FROM usage",
        "SELECT event_id, a FROM usage LATERAL VIEW OUTER json_tuple(doc, 'a', 'b') t AS a, b",
        "SELECT inline(array(struct(1 AS a, 2 AS b))) FROM usage",
        "SELECT account_id FROM usage UNION ALL SELECT account_id FROM accounts",
        "SELECT account_id FROM usage UNION SELECT account_id FROM accounts",
        "SELECT account_id FROM usage INTERSECT SELECT account_id FROM accounts",
        "SELECT account_id FROM usage EXCEPT SELECT account_id FROM accounts",
        "SELECT DISTINCT account_id FROM usage ORDER BY account_id LIMIT 5",
        "SELECT * FROM usage WHERE account_id IN (SELECT account_id FROM accounts)",
        "SELECT * FROM usage u WHERE EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = u.account_id)",
        "SELECT (SELECT max(name) FROM accounts) AS m FROM usage",
        "SELECT * FROM usage JOIN (VALUES ('a', 1), ('b', 2)) AS v(account_id, x) USING (account_id)",
        "SELECT * FROM (SELECT account_id, n FROM usage) PIVOT (max(n) FOR account_id IN ('a', 'b'))",
        "SELECT * FROM usage UNPIVOT (v FOR k IN (at, n))",
        "SELECT account_id, max_by(n, at), array_agg(n), percentile_approx(n, 0.5), listagg(n, ',') FROM usage GROUP BY account_id",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY CAST(n AS int)) FROM usage",
        "SELECT sha2(at, 256), md5(at), xxhash64(at), hash(at), base64(CAST(at AS binary)) FROM usage",
        "SELECT to_date(regexp_extract(input_file_name(), 'x_(.*)'), 'yyyyMMdd') FROM usage",
        "SELECT to_date(left('2026-01-31 x', 10)), CAST(to_date('2026-01-31') AS TIMESTAMP) FROM usage",
        "SELECT transform(split(at, ','), x -> to_date(x)), DATE ' 2026-01-31', TIMESTAMP r'2026-01-31 10:00:00' FROM usage",
        "SELECT * FROM usage u WHERE EXISTS (SELECT 1 FROM accounts a WHERE to_date(u.at) > DATE '2026-01-01')",
        "SELECT parse_url(at, 'HOST'), url_decode(at), input_file_name() FROM usage",
        "SELECT variant_get(try_parse_json(doc), '$.a', 'int') FROM usage",
        "SELECT at COLLATE UTF8_LCASE = 'X' FROM usage",
      })
  void ordinaryMappingsWork(String select) {
    assertThat(run(select).columns()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT max(at) FROM usage",
        "WITH u AS (SELECT * FROM usage) SELECT account_id, max(at) FROM u GROUP BY account_id",
        "SELECT * FROM (SELECT max(at) AS at FROM usage) usage",
        "SELECT (SELECT max(at) FROM usage) FROM accounts",
        "SELECT * FROM accounts WHERE account_id IN (SELECT account_id FROM usage)",
        "SELECT u.* FROM usage u JOIN usage v ON u.event_id = v.event_id",
        "SELECT row_number() OVER (ORDER BY at) FROM usage",
        "SELECT DISTINCT at FROM usage",
      })
  void overAnAppendInputEachRowComesFromOne(String select) {
    SourceQuery query = new SourceQuery("source mine, table t", select);
    Dataset<Row> rows = query.run(views(), query.inputs(INPUTS), Contracts.of("usage_events"));
    assertThatThrownBy(() -> query.requireRowWise(rows, "usage")).hasMessageContaining("row-wise");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT u.*, a.name FROM usage u LEFT JOIN accounts a USING (account_id)",
        "SELECT u.*, a.n FROM usage u JOIN (SELECT account_id, count(*) n FROM accounts GROUP BY 1) a"
            + " USING (account_id)",
        "WITH u AS (SELECT * FROM usage) SELECT * FROM u WHERE n > 1",
        "SELECT event_id, explode(array(1, 2)) FROM usage",
        "SELECT * FROM usage WHERE n = 1 UNION ALL SELECT * FROM usage WHERE n <> 1",
        "SELECT usage.* FROM usage WHERE account_id IN (SELECT max(account_id) FROM accounts)",
      })
  void joinsWithSnapshotsAreRowByRow(String select) {
    SourceQuery query = new SourceQuery("source mine, table t", select);
    query.requireRowWise(
        query.run(views(), query.inputs(INPUTS), Contracts.of("usage_events")), "usage");
  }

  /** Every mapping that is shipped, and those of the cases where they are at hand. */
  static Stream<String> mappings() throws Exception {
    List<Path> files =
        List.of(
            Path.of("../conf/sources/demo/source.yaml"),
            Path.of("../conf/sources/ravenstack/source.yaml"),
            Path.of("../../shared/cases/source-cases.yaml"),
            Path.of("../../shared/cases/source-formats.yaml"));
    Stream<String> selects = Stream.empty();
    for (Path file : files) {
      if (Files.exists(file)) {
        Map<String, Object> source = new Yaml().load(Files.readString(file));
        String inputs =
            String.join(
                ",",
                ((Map<?, ?>) source.get("inputs")).keySet().stream().map(String::valueOf).toList());
        selects =
            Stream.concat(
                selects,
                ((Map<?, ?>) source.get("tables"))
                    .values().stream()
                        .map(table -> inputs + "|" + ((Map<?, ?>) table).get("select")));
      }
    }
    return selects;
  }

  @ParameterizedTest
  @MethodSource("mappings")
  void shippedMappingsAreAllowed(String mapping) {
    int bar = mapping.indexOf('|');
    Set<String> inputs = Set.of(mapping.substring(0, bar).split(",", -1));
    String select = mapping.substring(bar + 1);

    assertThat(new SourceQuery("shipped", select).inputs(inputs)).isNotEmpty();
  }
}
