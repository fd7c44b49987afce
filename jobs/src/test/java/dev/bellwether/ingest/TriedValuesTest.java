package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SELECT tries to read and cannot is not absent: it is refused by name, or unknown. */
class TriedValuesTest extends SparkTest {
  @TempDir static Path folder;
  private static RawFolder raw;

  @BeforeAll
  static void ingestOnce() {
    raw = new RawFolder(folder, spark());
    raw.file(
        "conf/sources/mine/source.yaml",
        """
        name: mine
        inputs:
          subs: {format: csv, path: subs.csv, mode: snapshot}
          bills: {format: csv, path: bills.csv, mode: snapshot}
          orgs: {format: csv, path: orgs.csv, mode: snapshot}
        tables:
          accounts:
            select: SELECT id AS account_id, try_cast(size AS int) AS segment, try_cast(made AS timestamp) AS created_on FROM orgs
          subscriptions:
            select: |
              WITH ours AS (SELECT * FROM subs WHERE id IS NOT NULL)
              SELECT id AS subscription_id, org AS account_id, start AS start_date,
                     coalesce(try_to_date(ends, 'd/M/yyyy'), try_to_date(ends, 'd.M.yyyy')) AS end_date,
                     CASE WHEN notice <> 'later' THEN try_to_date(notice, 'd/M/yyyy') END AS notice_on,
                     try_cast(yearly AS double) / 12 AS mrr, try_cast(seats AS int) AS seats,
                     date(add_months(try_to_date(start, 'yyyy-MM-dd'), try_cast(term AS int))) AS renewal_date
              FROM ours
          invoices:
            select: |
              SELECT id AS invoice_id, org AS account_id, issued AS issued_on, amount, paid_on FROM bills WHERE kind = 'c'
              UNION ALL
              SELECT id, org, issued, amount, date(timestamp_seconds(try_cast(paid AS bigint))) FROM bills WHERE kind = 'a'
              UNION ALL
              SELECT id, org, issued, amount, date(timestamp_millis(try_cast(paid AS bigint)))
              FROM bills WHERE kind = 'b'
        """);
    raw.file("raw/orgs.csv", "id,size,made", "a,large,2026-01-31T23:30:00Z");
    raw.file("conf/bellwether.yaml", "time_zone: Europe/Berlin");
    raw.file(
        "raw/subs.csv",
        "id,org,start,ends,notice,yearly,seats,term",
        "slashes,a,2026-01-01,31/12/2026,,1200,5,12",
        "dots,a,2026-01-01,31.12.2026,1/6/2026,1000,,",
        "open,a,2026-01-01, ,later,1200,7,",
        "iso,a,2026-01-01,2026-12-31x,,1200,5,",
        "words,a,2026-01-01,soon,,1200,5,",
        "free,a,2026-01-01,,,1.200,five,",
        "dear,a,2026-01-01,,,1 200,5,",
        "term,a,2026-01-01,,,1200,5,a year");
    raw.file(
        "raw/bills.csv",
        "id,org,issued,amount,paid,kind,paid_on",
        "i1,a,2026-01-01,100,1780000000,a,",
        "i2,a,2026-01-01,100,,a,",
        "i3,a,2026-01-01,100,yes,a,",
        "i4,a,2026-01-01,100,1780000000000,b,",
        "i5,a,2026-01-01,100,no,b,",
        "i6,a,2026-01-01,100,,c,2026-02-01");
    raw.ingest("2026-06-30", null);
  }

  @Test
  void whatIsReadIsAsWithoutThisAndBlanksAreAbsent() {
    assertThat(
            rows("subscriptions", "subscription_id, end_date, notice_on, mrr, seats, renewal_date"))
        .containsExactlyInAnyOrder(
            "slashes 2026-12-31 null 100.0000 5 2027-01-01",
            "dots 2026-12-31 2026-06-01 83.3333 null null",
            "open null null 100.0000 7 null");
    assertThat(rows("invoices", "invoice_id, paid_on"))
        .containsExactlyInAnyOrder("i1 2026-05-28", "i2 null", "i4 2026-05-28", "i6 2026-02-01");
  }

  @Test
  void whatCannotBeReadIsRefusedByNameWithItsValue() {
    assertThat(raw.reasons("subscriptions"))
        .containsExactly(
            "end_date is not a valid date: '2026-12-31x' (there is no such day, or it is not from 1900"
                + " to 2200)",
            "end_date is not a valid date: 'soon'",
            "mrr is not a valid decimal(18,4): '1 200' (numbers are read as 1234.50, without units,"
                + " spaces or thousands)",
            "renewal_date is not a valid date: 'a year'",
            "seats is not a valid int: 'five'");
    assertThat(raw.reasons("invoices"))
        .containsExactly("paid_on is not a valid date: 'no'", "paid_on is not a valid date: 'yes'");
  }

  @Test
  void aTextIsWhatTheSelectMakesOfIt() {
    assertThat(rows("accounts", "account_id, segment")).containsExactly("a null");
  }

  @Test
  void anInstantThatWasTriedIsCutInTheBusinessZone() {
    assertThat(rows("accounts", "account_id, created_on")).containsExactly("a 2026-02-01");
  }

  private static List<String> rows(String table, String columns) {
    return raw.warehouse
        .read(table)
        .selectExpr(
            "concat_ws(' ', transform(array(%s), x -> coalesce(x, 'null')))"
                .formatted(columns.replaceAll("(\\w+)", "CAST($1 AS string)")))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
