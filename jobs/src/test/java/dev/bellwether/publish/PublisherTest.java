package dev.bellwether.publish;

import static dev.bellwether.publish.Fixture.HEALTH;
import static dev.bellwether.publish.Fixture.JULY;
import static dev.bellwether.publish.Fixture.JUNE;
import static dev.bellwether.publish.Fixture.RISK;
import static dev.bellwether.publish.Fixture.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.Published.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest extends SparkTest {
  private static final PublicationId JUNE_1 = new PublicationId(JUNE, 1);
  private static final PublicationId JULY_1 = new PublicationId(JULY, 1);

  @TempDir Path home;
  private final Map<String, Dataset<Row>> tables = new HashMap<>();
  private PublicationCheck check = IntegrityChecks::check;
  private NightFiles nightFiles = NightFiles.NONE;

  @BeforeEach
  void fill() {
    health("2026-06-30 | a | 50 | 10", "2026-06-30 | b | null | null", "2026-07-31 | a | 60 | 10");
    tables.put("renewal_risk", table(RISK, "2026-06-30 | b | 1"));
  }

  @Test
  void publishesEachDateAsAFolderThatReadsBack() {
    List<Published> results = publish(JULY, JUNE);

    assertThat(results).extracting(Published::id).containsExactly(JUNE_1, JULY_1);
    assertThat(results).extracting(Published::status).containsOnly(Status.PUBLISHED);
    assertThat(files(home.resolve("published")))
        .containsExactlyInAnyOrder(
            "current.json",
            "views.sql",
            "2026-06-30-1/manifest.json",
            "2026-06-30-1/account_health/part-00000.parquet",
            "2026-06-30-1/renewal_risk/part-00000.parquet",
            "2026-07-31-1/manifest.json",
            "2026-07-31-1/account_health/part-00000.parquet",
            "2026-07-31-1/renewal_risk/part-00000.parquet");
    assertSameRows(
        tables.get("account_health").where("as_of_date = '2026-06-30'"),
        read("2026-06-30-1/account_health"));
    assertSameRows(table(RISK), read("2026-07-31-1/renewal_risk"));
    assertThat(publications().current()).contains(JULY_1);
    assertThat(publications().latest(JUNE).orElseThrow().tables().get("account_health").content())
        .isEqualTo(results.get(0).tables().get("account_health"));
    publications().checkFiles(JUNE_1);
    publications().checkFiles(JULY_1);
  }

  @Test
  void filesAreTheirOwnersOnly() throws IOException {
    publish(JUNE);

    try (Stream<Path> all = Files.walk(home.resolve("published"))) {
      for (Path path : all.filter(p -> !Files.isSymbolicLink(p)).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
    assertThat(home.resolve("published/current/manifest.json")).exists();
  }

  @Test
  void whomTheFolderLetsReadMayReadWhatIsPublishedLater() throws IOException {
    publish(JUNE);
    Path published = home.resolve("published");
    Files.setPosixFilePermissions(published, PosixFilePermissions.fromString("rwxrwxr-x"));

    publish(JULY);

    try (Stream<Path> all = Files.walk(published.resolve("2026-07-31-1"))) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
    for (String file : List.of("current.json", "views.sql")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(published.resolve(file))))
          .isEqualTo("rw-r--r--");
    }
  }

  @Test
  void theSameRowsAgainAreVerifiedAndNothingIsWritten() throws IOException {
    publish(JUNE);
    String before = Files.readString(home.resolve("published/2026-06-30-1/manifest.json"));

    List<Published> again = publish(JUNE);

    assertThat(again).extracting(Published::status).containsExactly(Status.VERIFIED);
    assertThat(home.resolve("published/2026-06-30-2")).doesNotExist();
    assertThat(home.resolve("published/2026-06-30-1/manifest.json")).hasContent(before);
    assertThat(publishAgain(JUNE)).extracting(Published::status).containsExactly(Status.VERIFIED);
  }

  @Test
  void changedRowsAreAnErrorThatNamesTheTableAndPublishesNothing() {
    publish(JUNE);
    health("2026-06-30 | a | 51 | 10", "2026-06-30 | b | null | null");

    assertThatThrownBy(() -> publish(JUNE, JULY))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("2026-06-30-1/account_health")
        .hasMessageContaining("--republish")
        .hasMessageNotContaining("renewal_risk");
    assertThat(publications().ids()).containsExactly(JUNE_1);
  }

  @Test
  void republishingMakesANewRevisionAndTellsTheNightsBuiltOnTheOld() {
    publish(JUNE, JULY);
    health("2026-06-30 | a | 51 | 10", "2026-06-30 | b | null | null", "2026-07-31 | a | 60 | 10");

    List<Published> results = publishAgain(JUNE);

    assertThat(results).hasSize(1);
    assertThat(results.get(0).id()).isEqualTo(new PublicationId(JUNE, 2));
    assertThat(results.get(0).status()).isEqualTo(Status.REPUBLISHED);
    assertThat(results.get(0).builtOnEarlier()).containsExactly(JULY_1);
    assertThat(publications().current()).contains(JULY_1);
    assertThat(publications().first(JUNE).orElseThrow().id()).isEqualTo(JUNE_1);
    assertThat(publications().latest(JUNE).orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void viewsNameEachNightOnceInItsLatestRevisionThatStands() throws IOException {
    publish(JUNE, JULY);
    health("2026-06-30 | a | 51 | 10", "2026-06-30 | b | null | null", "2026-07-31 | a | 60 | 10");
    publishAgain(JUNE);

    String views = Files.readString(home.resolve("published/views.sql"));
    assertThat(foldersOf("history.account_health", views))
        .containsExactly("2026-06-30-2/account_health", "2026-07-31-1/account_health");
    assertThat(foldersOf("\"current\".account_health", views))
        .containsExactly("2026-07-31-1/account_health");
    assertThat(views).contains("COMMENT ON COLUMN history.account_health.\"score\" IS '");

    publications().withdraw(JULY_1, "wrong", Instant.EPOCH);
    views = Files.readString(home.resolve("published/views.sql"));
    assertThat(foldersOf("history.account_health", views))
        .containsExactly("2026-06-30-2/account_health");
    assertThat(foldersOf("\"current\".account_health", views))
        .containsExactly("2026-06-30-2/account_health");
  }

  private List<String> foldersOf(String view, String views) {
    int start = views.indexOf("CREATE VIEW " + view + " AS");
    String statement = views.substring(start, views.indexOf(';', start));
    String published = home.resolve("published") + "/";
    return Pattern.compile("'(.*?)/\\*\\.parquet'")
        .matcher(statement)
        .results()
        .map(match -> match.group(1).replace(published, ""))
        .toList();
  }

  @Test
  void currentNeverMovesBackwards() {
    publish(JULY);
    publish(JUNE);

    assertThat(publications().current()).contains(JULY_1);
  }

  @Test
  void whatAKilledRunLeftIsWrittenAnew() throws IOException {
    publish(JUNE);
    Path half = Files.createDirectories(home.resolve("published/2026-07-31-1/account_health"));
    Files.writeString(half.resolve("part-00003.parquet"), "half");
    Files.createDirectories(home.resolve("published/.building-killed/spark"));

    publish(JULY);

    assertThat(half.resolve("part-00003.parquet")).doesNotExist();
    assertThat(home.resolve("published/.building-killed")).doesNotExist();
    assertThat(publications().current()).contains(JULY_1);
    publications().checkFiles(JULY_1);
  }

  @Test
  void aRunKilledBeforeItsLastStepIsMadeCurrentByTheNext() throws IOException {
    publish(JUNE, JULY);
    Files.delete(home.resolve("published/current.json"));

    publish(JUNE, JULY);

    assertThat(publications().current()).contains(JULY_1);
  }

  @Test
  void anotherRunInBetweenIsAnError() {
    check = (rows, dates) -> {};
    publish(JUNE);
    check = (rows, dates) -> new Release(storage()).makeCurrent(JULY_1, Optional.of(JUNE_1));

    assertThatThrownBy(() -> publish(JULY))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("another run");
    assertThat(publications().ids()).containsExactly(JUNE_1);
  }

  @Test
  void aFailedCheckPublishesNothing() {
    tables.put("renewal_risk", table(RISK, "2026-06-30 | b | 1", "2026-07-31 | z | 1"));

    assertThatThrownBy(() -> publish(JUNE, JULY))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("renewal_risk")
        .hasMessageContaining("2026-07-31 z");
    assertThat(files(home)).isEmpty();
  }

  @Test
  void repeatedKeysPublishNothing() {
    health("2026-06-30 | a | 50 | 10", "2026-06-30 | a | 51 | 10");

    assertThatThrownBy(() -> publish(JUNE))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("[2026-06-30,a,2]");
    assertThat(files(home)).isEmpty();
  }

  @Test
  void valuesOutsideTheContractPublishNothing() {
    health("2026-06-30 | a | 101 | 10", "2026-06-30 | b | 3 | 1");

    assertThatThrownBy(() -> publish(JUNE))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("column score has maximum 101");
    assertThat(files(home)).isEmpty();
  }

  @Test
  void filesBesideTheTablesArePublishedWithTheLastNightAsOneThing() throws IOException {
    nightFiles =
        (night, ofTheRun, files) -> {
          assertThat(publications().ids()).as("nothing is visible yet").isEmpty();
          assertThat(ofTheRun).extracting(ExportedNight::asOfDate).containsExactly(JUNE, JULY);
          assertThat(night.table("renewal_risk").orElseThrow().rows()).isZero();
          files.add("report/index.html", "page of %s".formatted(night.id()).getBytes(UTF_8));
        };

    publish(JUNE, JULY);

    assertThat(publications().latest(JUNE).orElseThrow().files()).isEmpty();
    assertThat(publications().latest(JULY).orElseThrow().files())
        .containsExactly(
            Map.entry(
                "report/index.html",
                new Manifest.OtherFile(20, Sha256.of("page of 2026-07-31-1"))));
    Path page = home.resolve("published/2026-07-31-1/report/index.html");
    assertThat(page).hasContent("page of 2026-07-31-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
    publications().checkFiles(JULY_1);
  }

  @Test
  void filesThatCannotBeMadePublishNothing() {
    publish(JUNE);
    nightFiles =
        (night, ofTheRun, files) -> {
          files.add("report/index.html", new byte[3]);
          throw new IllegalStateException("no page");
        };

    assertThatThrownBy(() -> publish(JULY)).hasMessage("no page");

    assertThat(publications().ids()).containsExactly(JUNE_1);
    assertThat(publications().current()).contains(JUNE_1);
    assertThat(files(home)).noneMatch(file -> file.contains("index.html"));
  }

  @Test
  void aPublishedFileThatWasChangedCutLostOrAddedIsToldWhenTheNightIsRunAgain() throws IOException {
    nightFiles = (night, ofTheRun, files) -> files.add("report/index.html", new byte[3]);
    publish(JUNE);
    Path folder = home.resolve("published/2026-06-30-1");
    Path table = folder.resolve("renewal_risk/part-00000.parquet");
    byte[] whole = Files.readAllBytes(table);

    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;
    toldAfter(() -> Files.write(table, changed), "part-00000.parquet holds other bytes");
    toldAfter(
        () -> Files.write(table, java.util.Arrays.copyOf(whole, 9)),
        "has 9 bytes instead of " + whole.length);
    toldAfter(() -> Files.delete(table), "renewal_risk/part-00000.parquet is missing");
    Files.write(table, whole);
    toldAfter(
        () -> Files.write(folder.resolve("report/index.html"), new byte[] {0, 0, 1}),
        "index.html holds other bytes");
    Files.write(folder.resolve("report/index.html"), new byte[3]);
    toldAfter(
        () -> Files.createFile(folder.resolve("renewal_risk/more.parquet")),
        "more.parquet is not in the manifest");

    assertThat(publishAgain(JUNE)).extracting(Published::status).containsOnly(Status.REPUBLISHED);
    publications().checkFiles(new PublicationId(JUNE, 2));
  }

  private interface Damage {
    void happens() throws IOException;
  }

  private void toldAfter(Damage damage, String message) throws IOException {
    damage.happens();
    assertThatThrownBy(() -> publish(JUNE))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("--republish");
  }

  @Test
  void whatDoesNotBelongIntoThePublishedFolderIsNamed() throws IOException {
    publish(JUNE);
    assertThat(publications().oddities()).isEmpty();
    Files.createFile(home.resolve("published/notes.txt"));
    Files.createDirectories(home.resolve("published/2026-02-31-1"));
    Files.createDirectories(home.resolve("published/2026-07-31-1/renewal_risk"));

    assertThat(publications().oddities())
        .anyMatch(line -> line.contains("notes.txt is nothing that Bellwether made"))
        .anyMatch(line -> line.contains("2026-02-31-1 is nothing that Bellwether made"))
        .anyMatch(line -> line.contains("2026-07-31-1 has no manifest.json"))
        .hasSize(3);
  }

  @Test
  void damagedNamesOfWhatIsCurrentAreErrorsWithAFix() throws IOException {
    publish(JUNE);
    Path current = home.resolve("published/current.json");
    for (String text : List.of("", "{}", "[1]", "{\"publication\": \"2026-06-30-1\", \"as_of")) {
      Files.writeString(current, text);
      assertThatThrownBy(() -> publications().current())
          .as(text)
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("current.json")
          .hasMessageContaining("backup");
    }
    Files.writeString(home.resolve("published/2026-06-30-1/manifest.json"), "{}");
    assertThatThrownBy(() -> publications().latest(JUNE))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("is not the manifest of 2026-06-30-1");
  }

  @Test
  void deltaTablesArePublishedAsTheyAre() {
    String delta = home.resolve("warehouse/marts/account_health").toString();
    tables.get("account_health").repartition(3).write().format("delta").save(delta);
    Content before = publish(JUNE).get(0).tables().get("account_health");
    tables.put("account_health", spark().read().format("delta").load(delta));

    List<Published> again = publish(JUNE);

    assertThat(again).extracting(Published::status).containsExactly(Status.VERIFIED);
    assertThat(again.get(0).tables().get("account_health")).isEqualTo(before);
  }

  private void health(String... rows) {
    tables.put("account_health", table(HEALTH, rows));
  }

  private List<Published> publish(java.time.LocalDate... dates) {
    return publisher().publish(request(false, publications().current(), dates));
  }

  private List<Published> publishAgain(java.time.LocalDate... dates) {
    return publisher().publish(request(true, publications().current(), dates));
  }

  private Publisher publisher() {
    return new Publisher(
        spark(), home.toString(), contract -> tables.get(contract.name()), check, nightFiles);
  }

  private Publications publications() {
    return new Publications(storage());
  }

  private Storage storage() {
    return Storage.of(home.toString(), spark().sessionState().newHadoopConf());
  }

  private Dataset<Row> read(String folder) {
    return spark().read().parquet(home.resolve("published").resolve(folder).toString());
  }

  private static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> Files.isRegularFile(path))
          .map(path -> folder.relativize(path).toString())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
