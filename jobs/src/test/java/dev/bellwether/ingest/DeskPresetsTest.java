package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw tables in the shapes of HubSpot and Intercom, through the shipped presets. */
class DeskPresetsTest extends SparkTest {
  @TempDir private Path folder;

  private RawFolder raw(String preset) {
    return new RawFolder(folder, spark())
        .withPresets()
        .file(
            "conf/sources/mine/source.yaml",
            "include:",
            "  - preset: " + preset,
            "    inputs: {format: csv, path: 'desk/{table}.csv'}");
  }

  private static Dataset<Row> tickets(RawFolder raw) {
    assertThat(raw.reasons("tickets")).isEmpty();
    return raw.warehouse
        .read("tickets")
        .selectExpr(
            "ticket_id",
            "account_id",
            "channel",
            "first_response_at",
            "first_solved_at",
            "last_solved_at",
            "reopened_at",
            "reopen_count");
  }

  private static Dataset<Row> expected(String... rows) {
    return table(
        "ticket_id string, account_id string, channel string, first_response_at timestamp,"
            + " first_solved_at timestamp, last_solved_at timestamp, reopened_at timestamp,"
            + " reopen_count int",
        rows);
  }

  @Test
  void hubspotsTicketsAreSolvedInTheStagesThatClose() {
    RawFolder raw = raw("hubspot_fivetran");
    raw.file(
        "raw/desk/company.csv",
        "id,is_deleted,property_name,property_type,property_createdate,property_hubspot_owner_id",
        "70,false,Alpha,CUSTOMER,2025-01-01T00:00:00Z,9",
        "71,true,Gone,CUSTOMER,2025-01-01T00:00:00Z,9");
    raw.file("raw/desk/owner.csv", "owner_id,first_name,last_name", "9,Ines,Duarte");
    raw.file(
        "raw/desk/ticket.csv",
        "id,is_deleted,property_createdate,property_hs_ticket_priority,property_source_type,property_first_agent_reply_date",
        "1,false,2026-01-05T09:00:00Z,HIGH,EMAIL,2026-01-05T09:20:00Z",
        "2,false,2026-01-06T09:00:00Z,LOW,CHAT,",
        "3,true,2026-01-06T09:00:00Z,LOW,CHAT,");
    raw.file("raw/desk/ticket_company.csv", "ticket_id,company_id", "1,70", "2,70");
    raw.file(
        "raw/desk/ticket_pipeline_stage.csv",
        "stage_id,label,is_closed",
        "s1,New,false",
        "s4,Closed,true",
        "s5,Answered,true");
    raw.file(
        "raw/desk/ticket_property_history.csv",
        "ticket_id,name,value,timestamp_instant",
        "1,hs_pipeline_stage,s1,2026-01-05T09:00:00Z",
        "1,hs_pipeline_stage,s5,2026-01-06T10:00:00Z",
        "1,hs_pipeline_stage,s4,2026-01-06T11:00:00Z",
        "1,hs_pipeline_stage,s1,2026-01-07T10:00:00Z",
        "1,hs_pipeline_stage,s4,2026-01-08T10:00:00Z",
        "1,subject,s4,2026-01-09T10:00:00Z",
        "2,hs_pipeline_stage,s1,2026-01-06T09:00:00Z");

    raw.ingest("2026-01-31", null);

    assertSameRows(
        expected(
            "1 | 70 | EMAIL | 2026-01-05T09:20:00Z | 2026-01-06T10:00:00Z | 2026-01-08T10:00:00Z"
                + " | 2026-01-07T10:00:00Z | 1",
            "2 | 70 | CHAT | null | null | null | null | null"),
        tickets(raw));
    assertSameRows(
        table(
            "account_id string, account_name string, segment string, csm string, created_on date",
            "70 | Alpha | CUSTOMER | Ines Duarte | 2025-01-01"),
        raw.warehouse
            .read("accounts")
            .selectExpr("account_id", "account_name", "segment", "csm", "created_on"));
  }

  @Test
  void intercomsConversationsAreReopenedByTheCustomer() {
    RawFolder raw = raw("intercom_fivetran");
    raw.file(
        "raw/desk/conversation_history.csv",
        "id,created_at,updated_at,source_type,source_author_type,assignee_id,assignee_type,conversation_rating_value",
        "1,2026-01-05T09:00:00Z,2026-01-05T09:00:00Z,email,user,,,",
        "1,2026-01-05T09:00:00Z,2026-01-08T09:00:00Z,email,user,9,admin,4",
        "2,2026-01-06T09:00:00Z,2026-01-06T09:00:00Z,conversation,lead,,,");
    raw.file(
        "raw/desk/conversation_part_history.csv",
        "id,conversation_id,created_at,updated_at,part_type,author_type",
        "10,1,2026-01-05T09:01:00Z,2026-01-05T09:01:00Z,comment,bot",
        "11,1,2026-01-05T09:02:00Z,2026-01-05T09:02:00Z,note,admin",
        "12,1,2026-01-05T09:30:00Z,2026-01-05T09:30:00Z,comment,admin",
        "12,1,2026-01-05T09:30:00Z,2026-01-06T09:30:00Z,comment,admin",
        "13,1,2026-01-05T10:00:00Z,2026-01-05T10:00:00Z,close,admin",
        "14,1,2026-01-07T10:00:00Z,2026-01-07T10:00:00Z,comment,user",
        "15,1,2026-01-07T11:00:00Z,2026-01-07T11:00:00Z,comment,admin",
        "16,1,2026-01-08T09:00:00Z,2026-01-08T09:00:00Z,close,bot");
    raw.file(
        "raw/desk/conversation_contact_history.csv", "conversation_id,contact_id", "1,k1", "2,k1");
    raw.file(
        "raw/desk/contact_company_history.csv",
        "contact_id,company_id,contact_updated_at",
        "k1,old,2025-01-01T00:00:00Z",
        "k1,a,2026-01-01T00:00:00Z");

    raw.ingest("2026-01-31", null);

    assertSameRows(
        expected(
            "1 | a | email | 2026-01-05T09:30:00Z | 2026-01-05T10:00:00Z | 2026-01-08T09:00:00Z"
                + " | 2026-01-07T10:00:00Z | 1",
            "2 | a | conversation | null | null | null | null | null"),
        tickets(raw));
    Row rated = raw.warehouse.read("tickets").where("ticket_id = '1'").first();
    assertThat(rated.<Integer>getAs("public_replies")).isEqualTo(2);
    assertThat(rated.<java.math.BigDecimal>getAs("csat_score")).isEqualByComparingTo("4");
  }
}
