package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Waypoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody changes while they are read: the night waits for the whole delivery. */
class ChangingFilesTest extends SparkTest {
  private static final String HEADER = "contact_id,account_id,role,since";
  private static final String ROW = "c1,a,other,2026-01-05";

  @TempDir Path folder;
  private RawFolder raw;
  private Path file;

  @BeforeEach
  void source() {
    raw = new RawFolder(folder, spark());
    raw.source(
        "first_seen",
        "contacts: {format: csv, path: contacts.csv, mode: append}",
        "contacts: {from: contacts, select: 'SELECT contacts.* FROM contacts"
            + " LEFT JOIN accounts USING (account_id)'}");
    raw.file("raw/contacts.csv", HEADER, ROW);
    file = folder.resolve("raw/contacts.csv");
  }

  @AfterEach
  void listenToNothing() {
    Waypoints.tell(point -> {});
  }

  /** Does something to a file. */
  private interface Change {
    void run() throws Exception;
  }

  private void isRefusedWhen(Change change, String... words) {
    Waypoints.tell(
        point -> {
          if (point.equals("after reading of contacts")) {
            try {
              change.run();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOfSatisfying(
            BellwetherException.class,
            e -> assertThat(e.kind()).isEqualTo(BellwetherException.Kind.DATA))
        .hasMessageContainingAll(words);
    assertThat(raw.warehouse.exists("contacts")).as("nothing of it is kept").isFalse();
    assertThat(raw.warehouse.exists("input_batch")).isFalse();
    Waypoints.tell(point -> {});
  }

  @Test
  void oneThatGrowsIsReadOnceItIsWhole() {
    isRefusedWhen(
        () -> Files.writeString(file, "c2,a,champion,2026-", StandardOpenOption.APPEND),
        "contacts.csv was changed while it was read",
        "it had 55 bytes, and has 74 now");

    raw.file("raw/contacts.csv", HEADER, ROW, "c2,a,champion,2026-01-06");
    IngestedBatch whole = RawFolder.batch(raw.ingest("2026-01-31", null), "contacts");
    assertThat(whole.accepted()).isEqualTo(2);
    assertThat(whole.quarantined()).isZero();
  }

  @Test
  void oneThatShrinksIsRefused() {
    isRefusedWhen(() -> Files.writeString(file, HEADER), "contacts.csv", "has 32 now");
  }

  @Test
  void oneThatIsWrittenAnewIsRefused() {
    isRefusedWhen(() -> raw.touch("raw/contacts.csv"), "contacts.csv");
  }

  @Test
  void oneThatIsGoneIsRefused() {
    isRefusedWhen(() -> Files.delete(file), "contacts.csv", "it is gone");
  }

  @Test
  void soIsOneThatIsJoined() {
    isRefusedWhen(
        () ->
            Files.writeString(
                folder.resolve("raw/accounts.csv"), "c,Gamma\n", StandardOpenOption.APPEND),
        "accounts.csv was changed while it was read");
  }
}
