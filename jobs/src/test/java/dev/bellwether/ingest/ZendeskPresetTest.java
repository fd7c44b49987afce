package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw tables in the shape of Fivetran's connector for Zendesk, through the shipped preset. */
class ZendeskPresetTest extends SparkTest {
  @TempDir private Path folder;

  private RawFolder desk() {
    RawFolder raw = new RawFolder(folder, spark()).withPresets();
    raw.file(
        "conf/sources/mine/source.yaml",
        "include:",
        "  - preset: zendesk_fivetran",
        "    inputs: {format: csv, path: 'zendesk/{table}.csv'}",
        "    parameters: {category: t.custom_topic}");
    raw.file(
        "raw/zendesk/ticket.csv",
        "id,created_at,updated_at,organization_id,requester_id,submitter_id,assignee_id,priority,status,type,via_channel,custom_topic,_fivetran_deleted,_fivetran_synced",
        "1,2026-01-05 09:00:00,2026-01-09"
            + " 09:00:00,70,500,500,900,high,closed,question,email,exports,false,2026-01-09"
            + " 10:00:00",
        "2,2026-01-06 09:00:00,2026-01-06"
            + " 09:00:00,,501,501,,normal,open,question,web,,false,2026-01-06 10:00:00",
        "3,2026-01-07 09:00:00,2026-01-08"
            + " 09:00:00,70,500,900,900,low,closed,task,api,,false,2026-01-08 10:00:00",
        "4,2026-01-07 10:00:00,2026-01-07"
            + " 12:00:00,71,501,501,901,low,closed,question,email,,false,2026-01-07 13:00:00",
        "5,2026-01-07 10:00:00,2026-01-07"
            + " 12:00:00,71,501,501,901,low,open,question,email,,true,2026-01-07 13:00:00",
        "6,2026-01-07 10:00:00,2026-01-07"
            + " 12:00:00,71,501,501,901,low,deleted,question,email,,false,2026-01-07 13:00:00");
    raw.file(
        "raw/zendesk/ticket_comment.csv",
        "id,ticket_id,user_id,created,public,body,_fivetran_deleted",
        "c1,1,500,2026-01-05 09:00:00,true,Help,false",
        "c2,1,900,2026-01-05 09:30:00,false,an internal note,false",
        "c3,1,901,2026-01-05 10:15:00,true,Try this,false",
        "c4,1,900,2026-01-06 11:00:00,true,Solved,false",
        "c5,1,900,2026-01-09 08:00:00,true,Solved again,false",
        "c6,1,900,2026-01-05 09:10:00,true,taken back,true",
        "c7,3,900,2026-01-07 09:00:00,true,We noticed,false",
        "c8,3,900,2026-01-07 15:00:00,true,Done,false");
    raw.file(
        "raw/zendesk/ticket_field_history.csv",
        "ticket_id,field_name,updated,value,user_id",
        "1,status,2026-01-05 09:00:00,new,500",
        "1,status,2026-01-05 10:15:00,open,901",
        "1,status,2026-01-06 11:00:00,solved,900",
        "1,status,2026-01-08 07:00:00,open,500",
        "1,status,2026-01-09 08:00:00,solved,900",
        "1,status,2026-01-09 09:00:00,closed,",
        "1,priority,2026-01-05 09:00:00,high,500",
        "1,satisfaction_score,2026-01-06 12:00:00,offered,",
        "1,satisfaction_score,2026-01-06 13:00:00,bad,500",
        "1,satisfaction_score,2026-01-09 13:00:00,good,500",
        "2,status,2026-01-06 09:00:00,open,501",
        "3,status,2026-01-07 09:00:00,open,900",
        "3,status,2026-01-07 15:00:00,solved,900",
        "3,status,2026-01-08 09:00:00,closed,",
        "4,status,2026-01-07 10:00:00,open,501",
        "4,status,2026-01-07 12:00:00,closed,901");
    raw.file(
        "raw/zendesk/user.csv",
        "id,role,organization_id,email",
        "500,end-user,70,ann@alpha.example",
        "501,end-user,71,bob@beta.example",
        "900,agent,,ines@desk.example",
        "901,admin,,lee@desk.example");
    raw.file("raw/zendesk/organization.csv", "id,name,external_id", "70,Alpha,a", "71,Beta,b");
    return raw.file("raw/zendesk/ticket_tag.csv", "ticket_id,tag", "4,closed_by_merge", "1,vip");
  }

  @Test
  void ticketsAreMadeOfCommentsAndChanges() {
    RawFolder raw = desk();

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-01-31", null), "tickets");

    assertThat(raw.reasons("tickets")).isEmpty();
    assertThat(batch.warnings()).isEmpty();
    assertThat(batch.accepted()).isEqualTo(4);
    assertSameRows(
        table(
            "ticket_id string, account_id string, created_at timestamp, priority string, channel"
                + " string, category string, first_response_at timestamp, first_solved_at"
                + " timestamp, last_solved_at timestamp, reopened_at timestamp, public_replies int,"
                + " reopen_count int, csat_score decimal(3,1), csat_at timestamp, opened_by string,"
                + " merged_at timestamp, arrived_on date",
            "1 | a | 2026-01-05T09:00:00Z | high | email | exports | 2026-01-05T10:15:00Z |"
                + " 2026-01-06T11:00:00Z | 2026-01-09T08:00:00Z | 2026-01-08T07:00:00Z | 3 | 1 | 5"
                + " | 2026-01-09T13:00:00Z | customer | null | 2026-01-05",
            "2 | b | 2026-01-06T09:00:00Z | normal | web | null | null | null | null | null | null"
                + " | null | null | null | customer | null | 2026-01-06",
            "3 | a | 2026-01-07T09:00:00Z | low | api | null | 2026-01-07T15:00:00Z |"
                + " 2026-01-07T15:00:00Z | 2026-01-07T15:00:00Z | null | 1 | 0 | null | null |"
                + " agent | null | 2026-01-07",
            "4 | b | 2026-01-07T10:00:00Z | low | email | null | null | 2026-01-07T12:00:00Z"
                + " | 2026-01-07T12:00:00Z | null | 0 | 0 | null | null | customer"
                + " | 2026-01-07T12:00:00Z | 2026-01-07"),
        raw.warehouse
            .read("tickets")
            .selectExpr(
                "ticket_id",
                "account_id",
                "created_at",
                "priority",
                "channel",
                "category",
                "first_response_at",
                "first_solved_at",
                "last_solved_at",
                "reopened_at",
                "public_replies",
                "reopen_count",
                "csat_score",
                "csat_at",
                "opened_by",
                "merged_at",
                "arrived_on"));
  }

  @Test
  void aCommentThatComesLaterIsSeenThoughTheTicketsFileIsTheSame() {
    RawFolder raw = desk();
    raw.ingest("2026-01-31", null);

    raw.file(
        "raw/zendesk/ticket_comment.csv",
        "id,ticket_id,user_id,created,public,body,_fivetran_deleted",
        "c9,2,901,2026-02-01 08:00:00,true,Here you are,false");
    raw.ingest("2026-02-01", "2026-01-31");

    List<String> answered =
        raw
            .warehouse
            .read("tickets")
            .where("ticket_id = '2'")
            .orderBy("batch_no")
            .selectExpr("concat_ws(' ', arrived_on, first_response_at) AS row")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(answered).containsExactly("2026-01-06", "2026-02-01 2026-02-01 08:00:00");
  }

  @Test
  void tablesAndColumnsThatWereNotDeliveredAreToldAndAbsent() throws IOException {
    RawFolder raw = desk();
    raw.delete("raw/zendesk/ticket_tag.csv");
    raw.file(
        "raw/zendesk/user.csv",
        "id,role",
        "500,end-user",
        "501,end-user",
        "900,agent",
        "901,admin");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-01-31", null), "tickets");

    assertThat(batch.warnings())
        .containsOnlyKeys(
            "zendesk_ticket_tag.tag was not delivered: absent",
            "zendesk_ticket_tag.ticket_id was not delivered: absent",
            "zendesk_user.organization_id was not delivered: absent");
    assertThat(raw.reasons("tickets")).containsExactly("account_id is missing");
    assertThat(raw.warehouse.read("tickets").where("merged_at IS NOT NULL").count()).isZero();
  }
}
