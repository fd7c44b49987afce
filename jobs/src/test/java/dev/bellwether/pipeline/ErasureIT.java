package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.Stops;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import dev.bellwether.publish.SentAlerts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased is in no byte of a home any more, and does not come back. */
@EnabledIfSystemProperty(named = "bellwether.long", matches = "true")
class ErasureIT extends SparkTest {
  private static final String FIRST = "2026-02-14";
  private static final String SECOND = "2026-02-15";
  private static final Secret KEY = new Secret("a key of the tests, of 32 letters or more");
  private static final String ACCOUNT = "acct-7731-zyx";
  private static final String USER = "Ann.Zyx@acme.example";

  /** What only this account's rows say. */
  private static final List<String> OF_ACCOUNT =
      List.of(ACCOUNT, "Zyxwvut Industries", "sub-7731", "tick-7731", "inv-7731", "event-7731");

  @TempDir Path raw;
  @TempDir Path home;
  @TempDir Path exports;
  private SmallCompany company;

  @BeforeEach
  void publishTwoRevisions() throws IOException {
    company = new SmallCompany(raw);
    for (String name : List.of("accounts", "subscriptions", "tickets", "invoices")) {
      Path file = raw.resolve(name + ".csv");
      Files.writeString(file, ofAccount(Files.readString(file)));
    }
    company.file(
        "usage/one.csv",
        "event_id,account_id,user_id,occurred_at,feature,arrived_on",
        "event-7731-1," + ACCOUNT + "," + USER + ",2026-02-01T09:00:00Z,login,2026-02-01",
        "event-9,a,bob,2026-02-01T09:00:00Z,login,2026-02-01",
        "event-7731-2," + ACCOUNT + "," + USER + ",no date,login,2026-02-01");
    company.run(spark(), home, "2026-01-31", FIRST);
    company.run(spark(), home, true, company.configuration(home, "renewals.window_days=9"), FIRST);
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(home.resolve("logs/run-1.log"), "1. Zyxwvut Industries\nfailed: " + ACCOUNT);
    SentAlerts alerts = new SentAlerts(home.toString(), new Configuration());
    alerts.add(LocalDate.parse(FIRST), "new_red-1.json", alert(ACCOUNT, "Zyxwvut Industries"));
    alerts.add(LocalDate.parse(FIRST), "new_red-2.json", alert("acct-7731", "Alpha"));
    Files.createDirectories(home.resolve("report"));
    Files.writeString(home.resolve("report/index.html"), "Zyxwvut Industries");
  }

  private static String alert(String account, String name) {
    return "{\"account_id\":\"%s\",\"account_name\":\"%s\",\"text\":\"%s is red now\"}"
        .formatted(account, name, name);
  }

  /** Account c under names that nothing else has. */
  private static String ofAccount(String csv) {
    return csv.replace("c,Gamma", ACCOUNT + ",Zyxwvut Industries")
        .replace("s3,c,", "sub-7731," + ACCOUNT + ",")
        .replace("t2,c,", "tick-7731," + ACCOUNT + ",")
        .replace("i3,c,", "inv-7731," + ACCOUNT + ",");
  }

  @Test
  void anAccountIsErasedFromEveryByteAndStaysErased() throws Exception {
    Warehouse warehouse = new Warehouse(spark(), home.toString());
    Subject subject = Subject.of(Subject.Kind.ACCOUNT, ACCOUNT, KEY);
    assertThat(found(OF_ACCOUNT))
        .as("the search finds")
        .containsExactlyInAnyOrderElementsOf(OF_ACCOUNT);
    assertThat(export(subject, "before"))
        .containsKeys("accounts", "subscriptions", "tickets", "invoices", "account_health");

    assertThat(Stops.at("after manifest of erased", () -> erase(subject))).isTrue();
    // a night that has a page, unlike the one before
    assertThat(Stops.at("after manifest of erased " + FIRST + "-1", () -> erase(subject))).isTrue();
    Erasure.Result result = erase(subject);

    assertThat(result.rows()).as("the tables were done when it was killed").isEmpty();
    assertThat(result.publications()).as("and one publication was not").isEqualTo(1);
    assertThat(found(OF_ACCOUNT)).as("in the home").isEmpty();
    assertThat(home.resolve("alerts/" + FIRST + "/new_red-1.json")).hasContent("{}");
    assertThat(home.resolve("alerts/" + FIRST + "/new_red-2.json")).content().contains("acct-7731");
    Publications publications = Publications.read(home.toString(), new Configuration());
    List<PublicationId> all = publications.allIds();
    assertThat(all).hasSize(3);
    all.forEach(publications::checkFiles);
    assertThat(warehouse.read("account_health").where("account_id = 'a'").count()).isPositive();

    company.usage("later", "2026-02-15");
    company.file(
        "usage/two.csv",
        "event_id,account_id,user_id,occurred_at,feature,arrived_on",
        "event-7731-3," + ACCOUNT + ",bob,2026-02-15T09:00:00Z,login,2026-02-15");
    company.run(spark(), home, SECOND);
    Path accounts = raw.resolve("accounts.csv");
    Files.writeString(accounts, Files.readString(accounts) + "e,Epsilon,smb,2026-02-15\n");
    company.run(spark(), home, "2026-02-16");

    assertThat(found(OF_ACCOUNT)).as("after two more nights").isEmpty();
    assertThat(warehouse.read("accounts").where("account_id = 'e'").count()).isEqualTo(1);
    assertThat(company.run(spark(), home, "2026-01-31"))
        .as("a replay does not fail")
        .extracting(Published::status)
        .containsExactly(Published.Status.VERIFIED);
    assertThat(export(subject, "after")).isEmpty();
  }

  @Test
  void aUserIsErasedAndStaysErased() throws Exception {
    Subject subject = Subject.of(Subject.Kind.USER, USER, KEY);
    String hash = String.valueOf(subject.hash());
    assertThat(found(List.of(hash))).isNotEmpty();
    assertThat(found(List.of(USER, USER.toLowerCase(java.util.Locale.ROOT))))
        .as("never kept")
        .isEmpty();

    assertThat(erase(subject).rows())
        .containsEntry("usage_events", 1L)
        .containsEntry("user_activity_daily", 1L);
    assertThat(foundInTables(hash)).isEqualTo(Set.of("erasure"));
    company.file(
        "usage/two.csv",
        "event_id,account_id,user_id,occurred_at,feature,arrived_on",
        "e3,a," + USER + ",2026-02-15T09:00:00Z,login,2026-02-15",
        "e4,a,bob,2026-02-15T09:00:00Z,login,2026-02-15");
    company.run(spark(), home, SECOND);

    assertThat(foundInTables(hash)).isEqualTo(Set.of("erasure"));
    assertThat(
            new Warehouse(spark(), home.toString())
                .read("usage_events")
                .where("event_id = 'e4'")
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatIsOldGoesAndNightsGoOn() throws IOException {
    Warehouse warehouse = new Warehouse(spark(), home.toString());
    assertThatThrownBy(() -> Retention.run(warehouse, 3, LocalDate.parse("2026-02-15")))
        .hasMessageContaining("at least 16");

    new SentAlerts(home.toString(), new Configuration())
        .add(LocalDate.parse("2026-01-19"), "new_red-1.json", "{}");

    Map<String, Long> removed = Retention.run(warehouse, 16, LocalDate.parse("2027-05-20"));

    assertThat(removed).containsKeys("usage_events", "user_activity_daily");
    assertThat(removed).containsEntry("nights of alerts", 1L);
    assertThat(home.resolve("alerts/" + FIRST)).exists();
    assertThat(warehouse.read("usage_events").where("occurred_at < '2026-01-20'").count()).isZero();
    assertThat(warehouse.read("usage_events").count()).isPositive();
    company.run(spark(), home, SECOND);
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(SECOND + "-1"));
  }

  private Erasure.Result erase(Subject subject) {
    return Erasure.run(
        new Warehouse(spark(), home.toString()), subject, KEY, "request 1", Instant.now());
  }

  private Map<String, Long> export(Subject subject, String name) {
    return AccountExport.write(
        new Warehouse(spark(), home.toString()), subject, KEY, exports.resolve(name));
  }

  /** The words that stand anywhere in the home, also where files are compressed. */
  private Set<String> found(List<String> words) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files()) {
      String text = text(file);
      words.stream().filter(text::contains).forEach(found::add);
    }
    return found;
  }

  private Set<String> foundInTables(String word) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files()) {
      if (text(file).contains(word)) {
        String path = home.relativize(file).toString();
        found.add(path.startsWith("warehouse") ? path.split("/", -1)[2] : path);
      }
    }
    return found;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return file.toString().endsWith(".parquet") ? text + unpacked(file) : text;
  }

  private static String unpacked(Path file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    String footer;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      footer = reader.getFooter().toString();
    }
    StringBuilder text = new StringBuilder(footer);
    try (ParquetReader<Group> rows = ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        text.append(row).append('\n');
      }
    }
    return text.toString();
  }
}
