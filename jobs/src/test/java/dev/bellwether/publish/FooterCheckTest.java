package dev.bellwether.publish;

import static dev.bellwether.publish.Fixture.HEALTH;
import static dev.bellwether.publish.Fixture.JULY;
import static dev.bellwether.publish.Fixture.JUNE;
import static dev.bellwether.publish.Fixture.health;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FooterCheckTest extends SparkTest {
  private static final String FOLDER = "new/2026-06-30";
  private static final String FILE = "account_health/part-00000.parquet";

  @TempDir Path home;
  private FooterCheck check;
  private Path file;

  @BeforeEach
  void write() {
    Storage storage = Storage.of(home.toString(), new Configuration());
    check = new FooterCheck(storage);
    new Export(storage, "new")
        .write(
            table(HEALTH, "2026-06-30 | a | 0.5 | -3", "2026-06-30 | b | null | 10"),
            health(),
            Map.of(JUNE, 2L));
    file = home.resolve("published").resolve(FOLDER).resolve(FILE);
  }

  @Test
  void aFileAsItWasMeantIsDescribed() throws IOException {
    assertThat(check(health(), JUNE, 2))
        .containsExactly(new Manifest.DataFile(FILE, 2, Files.size(file), sha256(file)));
  }

  @Test
  void rangesAreNumbersAndDays() {
    Footer footer = Footer.read(file.toUri().toString(), new Configuration());

    assertThat(footer.ranges().get("mrr").minimum()).isEqualByComparingTo("-3");
    assertThat(footer.ranges().get("mrr").maximum()).isEqualByComparingTo("10");
    assertThat(footer.ranges().get("score").maximum()).isEqualByComparingTo("0.5");
    assertThat(footer.ranges().get("score").nulls()).isEqualTo(1);
    assertThat(footer.ranges().get("as_of_date").minimum().longValue())
        .isEqualTo(JUNE.toEpochDay());
  }

  @Test
  void otherRowsDatesColumnsAndRangesAreDifferences() {
    fails(() -> check(health(), JUNE, 3), "2 rows instead of 3");
    fails(() -> check(health(), JULY, 2), "2026-06-30 to 2026-06-30 instead of being 2026-07-31");
    Contract other =
        Fixture.contract(
            "account_health", "as_of_date date, account_id string, score float, mrr bigint", 2);
    fails(() -> check(other, JUNE, 2), "lack [score float, mrr bigint]");
    Contract required = Fixture.contract("account_health", HEALTH, 3);
    fails(() -> check(required, JUNE, 2), "required column score holds 1 nulls");
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));

    fails(() -> check(health(), JUNE, 2), FILE);
  }

  @Test
  void aPublishedFileThatWasReplacedIsNamed() throws IOException {
    Manifest.DataFile written = check(health(), JUNE, 2).get(0);
    Manifest.Table table = new Manifest.Table(2, "", List.of(written), Manifest.Field.of(health()));
    check.checkPublished(FOLDER, JUNE, table, written);

    Files.write(file, "PAR1 is not enough".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    fails(() -> check.checkPublished(FOLDER, JUNE, table, written), FILE);
  }

  private static String sha256(Path file) throws IOException {
    return new Sha256().add(Files.readAllBytes(file)).finish();
  }

  private List<Manifest.DataFile> check(Contract contract, LocalDate date, long rows) {
    return check.checkWritten(FOLDER, List.of(FILE), contract, date, rows);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("account_health")
        .hasMessageContaining(message);
  }
}
