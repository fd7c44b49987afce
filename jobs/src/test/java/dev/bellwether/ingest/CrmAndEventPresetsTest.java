package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw tables in the shapes of Salesforce, Segment, PostHog and Snowplow, through the shipped
 * presets.
 */
class CrmAndEventPresetsTest extends SparkTest {
  private static final String SUBSCRIPTIONS =
      """
      inputs:
        subscriptions: {format: csv, path: subscriptions.csv, mode: snapshot}
      tables:
        subscriptions:
          select: SELECT subscription_id, account_id, start_date, end_date, mrr FROM subscriptions
      """;

  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeEach
  void fill() {
    raw = new RawFolder(folder, spark()).withPresets();
  }

  private void source(String preset, String parameters) {
    raw.file(
        "conf/sources/mine/source.yaml",
        SUBSCRIPTIONS
            + """
            include:
              - preset: salesforce_fivetran
                inputs: {format: csv, path: "sf/{table}.csv"}
              - preset: %s
                inputs: {format: csv, path: "events/{table}*.csv"}
                parameters: {%s}
            """
                .formatted(preset, parameters));
    raw.file(
        "raw/sf/account.csv",
        "id,name,type,industry,billing_country,parent_id,master_record_id,owner_id,created_date,is_deleted",
        "a,Alpha,Customer,Software,DE,,,u1,2025-01-01T00:00:00Z,false",
        "b,Beta,Customer,Retail,FR,a,,u2,2025-02-01T00:00:00Z,false",
        "m,Merged,Customer,Retail,FR,,b,u2,2025-02-01T00:00:00Z,true",
        "x,Gone,Customer,Retail,FR,,,u2,2025-02-01T00:00:00Z,true");
    raw.file("raw/sf/user.csv", "id,name", "u1,Ines Duarte", "u2,Lee Holm");
    raw.file(
        "raw/sf/contact.csv",
        "id,account_id,title,created_date,is_deleted",
        "c1,a,CFO,2025-01-02T00:00:00Z,false",
        "c2,a,Engineer,2025-01-03T00:00:00Z,false",
        "c3,b,VP Sales,2025-01-03T00:00:00Z,true");
    raw.file(
        "raw/sf/opportunity.csv",
        "id,account_id,owner_id,type,forecast_category,next_step,last_modified_date,is_closed,is_deleted",
        "o1,a,u1,Renewal,Commit,send the offer,2026-01-10T08:00:00Z,false,false",
        "o2,b,u2,Renewal,Omitted,,2026-01-11T08:00:00Z,false,false",
        "o3,b,u2,New Business,Commit,,2026-01-11T08:00:00Z,false,false",
        "o4,b,u2,Renewal,Closed,,2026-01-11T08:00:00Z,true,false");
  }

  private void assertEvents(String... rows) {
    assertThat(raw.reasons("usage_events")).isEmpty();
    assertSameRows(
        table(
            "event_id string, account_id string, occurred_at timestamp, feature string, knows_user"
                + " boolean, arrived_on date",
            rows),
        raw.warehouse
            .read("usage_events")
            .selectExpr(
                "event_id",
                "account_id",
                "occurred_at",
                "feature",
                "user_key IS NOT NULL",
                "arrived_on")
            .withColumnRenamed("(user_key IS NOT NULL)", "knows_user"));
  }

  @Test
  void salesforceGivesAccountsContactsAndWhatOwnersExpect() {
    source("segment", "");
    raw.file("raw/events/tracks.csv", "id,user_id,event,timestamp,received_at,context_group_id");

    raw.ingest("2026-01-31", null);

    assertSameRows(
        table(
            "account_id string, account_name string, segment string, country string,"
                + " parent_account_id string, csm string, arrived_on date",
            "a | Alpha | Customer | DE | null | Ines Duarte | 2025-01-01",
            "b | Beta | Customer | FR | a | Lee Holm | 2025-02-01",
            "m | Merged | Customer | FR | b | Lee Holm | 2025-02-01"),
        raw.warehouse
            .read("accounts")
            .selectExpr(
                "account_id",
                "account_name",
                "segment",
                "country",
                "parent_account_id",
                "csm",
                "arrived_on"));
    assertSameRows(
        table(
            "contact_id string, account_id string, role string, since date",
            "c1 | a | sponsor | 2025-01-02",
            "c2 | a | other | 2025-01-03"),
        raw.warehouse.read("contacts").selectExpr("contact_id", "account_id", "role", "since"));
    assertSameRows(
        table(
            "review_id string, account_id string, reviewed_on date, reviewer string, forecast"
                + " string, note string",
            "o1 | a | 2026-01-10 | Ines Duarte | renews | send the offer",
            "o2 | b | 2026-01-11 | Lee Holm | churns | null"),
        raw.warehouse
            .read("renewal_reviews")
            .selectExpr("review_id", "account_id", "reviewed_on", "reviewer", "forecast", "note"));
  }

  @Test
  void eventsOfSegmentArriveWhenTheyWereReceivedAndNewFilesAloneAreRead() {
    source("segment", "");
    String header = "id,user_id,anonymous_id,event,timestamp,received_at,context_group_id";
    raw.file(
        "raw/events/tracks1.csv",
        header,
        "e1,u1,x,report_opened,2026-01-05T10:00:00Z,2026-01-05T10:00:01Z,a",
        "e2,,x,page_seen,2026-01-05T23:00:00Z,2026-01-06T01:00:00Z,b");
    raw.ingest("2026-01-31", null);
    raw.file(
        "raw/events/tracks2.csv",
        header,
        "e3,u1,x,report_opened,2026-02-01T10:00:00Z,2026-02-01T10:00:01Z,a");

    IngestedBatch second = RawFolder.batch(raw.ingest("2026-02-01", "2026-01-31"), "usage_events");

    assertThat(second.rowsIn()).isEqualTo(1);
    assertEvents(
        "e1 | a | 2026-01-05T10:00:00Z | report_opened | true | 2026-01-05",
        "e2 | b | 2026-01-05T23:00:00Z | page_seen | false | 2026-01-06",
        "e3 | a | 2026-02-01T10:00:00Z | report_opened | true | 2026-02-01");
  }

  @Test
  void eventsOfPostHogAreOfTheirGroup() {
    source("posthog", "");
    raw.file(
        "raw/events/events.csv",
        "uuid,event,distinct_id,properties,timestamp,created_at",
        "e1,$pageview,u1,\"{\"\"$groups\"\": {\"\"company\"\": \"\"a\"\"}, \"\"x\"\": 1}\","
            + "2026-01-05T10:00:00Z,2026-01-06T10:00:00Z");

    raw.ingest("2026-01-31", null);

    assertEvents("e1 | a | 2026-01-05T10:00:00Z | $pageview | true | 2026-01-06");
  }

  @Test
  void eventsOfSnowplowArriveWhenTheyWereLoaded() {
    source("snowplow", "account_id: e.app_id");
    raw.file(
        "raw/events/events.csv",
        "event_id,app_id,user_id,event_name,se_action,derived_tstamp,collector_tstamp,load_tstamp",
        "e1,a,u1,event,export,2026-01-05T10:00:00Z,2026-01-05T10:00:01Z,2026-01-06T00:10:00Z",
        "e2,b,,page_view,,,2026-01-05T11:00:00Z,2026-01-06T00:10:00Z");

    raw.ingest("2026-01-31", null);

    assertEvents(
        "e1 | a | 2026-01-05T10:00:00Z | export | true | 2026-01-06",
        "e2 | b | 2026-01-05T11:00:00Z | page_view | false | 2026-01-06");
  }
}
