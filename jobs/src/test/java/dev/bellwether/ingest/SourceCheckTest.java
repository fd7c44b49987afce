package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest extends SparkTest {
  private static final String TICKETS =
      "tickets: {format: csv, path: tickets.csv, mode: snapshot, required: false}";

  @TempDir private Path folder;

  private RawFolder tickets(String select) {
    String table = "tickets: {from: tickets, select: \"" + select + "\"}";
    return new RawFolder(folder, spark()).source("first_seen", TICKETS, table);
  }

  @Test
  void saysWhatAnIngestWouldMakeOfATableAndWritesNothing() {
    RawFolder raw =
        tickets(
            "SELECT id AS ticket_id, who AS account_id, at AS created_at, prio AS priority FROM tickets");
    raw.file(
        "raw/tickets.csv",
        "id,who,at,prio",
        "t1,a,2026-01-05T10:00:00Z,high",
        "t2,b,2026-01-06T10:00:00Z,",
        "t2,b,2026-01-06T11:00:00Z,low",
        "t3,nobody,2026-01-06T11:00:00Z,low",
        "t4,a,31/01/2026,low");

    SourceCheck.TableCheck check = raw.check("tickets", 100);

    assertThat(check.rows()).isEqualTo(5);
    assertThat(check.refused()).isEqualTo(1);
    assertThat(check.reasons()).containsExactly(entry("created_at is not a valid timestamp", 1L));
    assertThat(check.repeated()).isEqualTo(1);
    assertThat(check.strangers()).contains(new SourceCheck.Strangers(1, 1, Map.of("nobody", 1L)));
    assertThat(check.filled())
        .containsEntry("account_id", 1.0)
        .containsEntry("priority", 0.75)
        .doesNotContainKey("last_solved_at");
    assertThat(check.absent()).contains("last_solved_at").doesNotContain("priority");
    assertThat(raw.warehouse.find("tickets")).isEmpty();
  }

  @Test
  void accountsThatAreNotThereAreListedByTheirRows() {
    RawFolder raw =
        tickets("SELECT id AS ticket_id, who AS account_id, at AS created_at FROM tickets");
    List<String> lines = new ArrayList<>(List.of("id,who,at"));
    for (int stranger = 1; stranger <= 7; stranger++) {
      for (int row = 0; row < stranger; row++) {
        lines.add("t" + lines.size() + ",x" + stranger + ",2026-01-05T10:00:00Z");
      }
    }
    lines.add("t" + lines.size() + ",a,2026-01-05T10:00:00Z");
    raw.file("raw/tickets.csv", lines.toArray(String[]::new));

    SourceCheck.Strangers strangers = raw.check("tickets", 100).strangers().orElseThrow();

    assertThat(strangers.rows()).isEqualTo(28);
    assertThat(strangers.ids()).isEqualTo(7);
    assertThat(strangers.largest())
        .containsExactly(
            entry("x7", 7L), entry("x6", 6L), entry("x5", 5L), entry("x4", 4L), entry("x3", 3L));
  }

  @Test
  void looksAtASampleOnly() {
    assertThat(tickets("SELECT 1 AS ticket_id FROM tickets").check("accounts", 1).rows())
        .isEqualTo(1);
  }

  @Test
  void aFileThatNeedNotBeThereIsNoError() {
    SourceCheck.TableCheck check =
        tickets("SELECT id AS ticket_id FROM tickets").check("tickets", 9);
    assertThat(check.files()).isZero();
  }

  @Test
  void aColumnThatIsNotThereIsToldByName() {
    RawFolder raw =
        tickets("SELECT idd AS ticket_id, id AS account_id, id AS created_at FROM tickets");
    raw.file("raw/tickets.csv", "id", "t1");
    assertThatThrownBy(() -> raw.check("tickets", 9))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("tickets")
        .hasMessageContaining("idd");
  }
}
