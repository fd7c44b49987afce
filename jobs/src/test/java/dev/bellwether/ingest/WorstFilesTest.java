package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the worst files that we could think of: each is read as the input of contacts,
 * and docs/operations.md shows how that ended. None may end as an error inside Bellwether, and of
 * what was read each row is somewhere.
 */
class WorstFilesTest extends SparkTest {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");
  private static final String BEGIN = "<!-- the worst files: made by WorstFilesTest -->\n";
  private static final String END = "<!-- end of the worst files -->\n";
  private static final String COMMAND =
      "mvn -q test -pl jobs -Dtest=WorstFilesTest -Dbellwether.docs.rewrite=true";
  private static final String HEADER = "contact_id,account_id,role,since\n";
  private static final String GOOD = "c1,a,champion,2026-01-05\n";

  @TempDir Path folder;
  private RawFolder raw;
  private final List<Case> cases = new ArrayList<>();

  /** A file, a letter of its content for each byte, and how it is to be read. */
  private record Case(String what, String name, String content, String input) {}

  /** How reading it ended. */
  private record End(int exitCode, String balance, String message) {}

  @Test
  void noneOfThemEndsUntoldAndThePageSaysHowTheyEnd() throws IOException {
    raw = new RawFolder(folder, spark());
    texts();
    lines();
    values();
    packed();
    documents();
    columnar();
    StringBuilder table =
        new StringBuilder("| file | exit | in = accepted + duplicates + quarantined | told |\n");
    table.append("|---|---|---|---|\n");
    List<String> untold = new ArrayList<>();
    int taken = 0;
    for (Case one : cases) {
      End end = end(one);
      taken += end.balance().matches("\\d+ = [1-9].*") ? 1 : 0;
      if (end.exitCode() == 3) {
        untold.add(one.what() + ": " + end.message());
      }
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %s |%n",
              one.what(),
              end.exitCode(),
              end.balance(),
              end.message()));
    }
    rewrite(table.toString());

    assertThat(untold).as("errors inside Bellwether").isEmpty();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
    assertThat(taken).as("files whose good rows are taken").isGreaterThanOrEqualTo(30);
    String page = Files.readString(PAGE);
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
        .as("docs/operations.md is out of date; make it again with: %s", COMMAND)
        .isEqualTo(table.toString());
  }

  private static void rewrite(String table) throws IOException {
    if (Boolean.getBoolean("bellwether.docs.rewrite")) {
      String page = Files.readString(PAGE);
      Files.writeString(
          PAGE,
          page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
              + table
              + page.substring(page.indexOf(END)));
    }
  }

  private End end(Case one) {
    try {
      IngestedBatch batch = ingest(one);
      assertThat(batch.rowsIn())
          .as(one.what())
          .isEqualTo(batch.accepted() + batch.duplicates() + batch.quarantined());
      String balance =
          String.format(
              Locale.ROOT,
              "%d = %d + %d + %d",
              batch.rowsIn(),
              batch.accepted(),
              batch.duplicates(),
              batch.quarantined());
      List<String> told = new ArrayList<>(batch.reasons().keySet());
      told.addAll(batch.warnings().keySet());
      return new End(0, balance, told.isEmpty() ? "" : told(String.join("; ", told)));
    } catch (BellwetherException e) {
      List<String> lines = e.getMessage().lines().limit(2).toList();
      return new End(e.kind().exitCode(), "", told(String.join("; ", lines)));
    } catch (RuntimeException e) {
      return new End(3, "", told(String.valueOf(e)));
    }
  }

  private IngestedBatch ingest(Case one) {
    write(one);
    raw.source(
        "first_seen",
        "contacts: {path: '" + one.name() + "', mode: append, " + one.input() + "}",
        "contacts:\n  from: contacts\n  select: SELECT contact_id, account_id, role, since FROM contacts");
    Configuration configuration =
        Configuration.load(
            folder.resolve("conf"),
            Optional.of("mine"),
            Map.of(),
            List.of("source.path=" + folder.resolve("raw")),
            Optional.of(raw.warehouse.home()));
    var source = configuration.source().orElseThrow();
    BatchPlan plan =
        BatchPlan.of(
            spark().sparkContext().hadoopConfiguration(),
            source,
            "contacts",
            List.of(),
            Optional.empty(),
            LocalDate.parse("2026-01-31"),
            null);
    return new BatchIngest(
            raw.warehouse,
            configuration.settings(),
            source,
            plan.batches().get(0),
            Erased.of(raw.warehouse))
        .run(true);
  }

  private void write(Case one) {
    try {
      Path file = folder.resolve("raw").resolve(one.name());
      Files.createDirectories(file.getParent());
      Files.write(file, one.content().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On one line of a table, without the folder of the test. */
  private String told(String message) {
    String plain =
        message
            .replace("file:" + folder.resolve("raw"), "…")
            .replace(folder.resolve("raw").toString(), "…")
            .replaceAll("\\s+", " ")
            .replace("|", "\\|")
            .replace("<", "&lt;")
            .replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 170 ? plain : plain.substring(0, 169) + "…";
  }

  private void csv(String what, String content) {
    csv(what, content.getBytes(StandardCharsets.UTF_8));
  }

  private void csv(String what, byte[] content) {
    add(what, "csv", content, "format: csv");
  }

  private void json(String what, String content) {
    add(what, "json", content.getBytes(StandardCharsets.UTF_8), "format: json");
  }

  private void add(String what, String ending, byte[] content, String input) {
    String name = String.format(Locale.ROOT, "f%02d/contacts.%s", cases.size() + 1, ending);
    cases.add(new Case(what, name, new String(content, StandardCharsets.ISO_8859_1), input));
  }

  private void texts() {
    csv("a file without a byte", "");
    csv("a header and nothing else", HEADER);
    csv("no header", GOOD + "c2,b,other,2026-01-06\n");
    csv("a blank first line", "\n" + HEADER + GOOD);
    csv("blank lines between rows", HEADER + "\n\n" + GOOD + "\n");
    csv("a byte order mark", "\uFEFF" + HEADER + GOOD);
    csv("UTF-16", (HEADER + GOOD).getBytes(StandardCharsets.UTF_16));
    csv(
        "Latin-1",
        (HEADER + "größer,a,champion,2026-01-05\n").getBytes(StandardCharsets.ISO_8859_1));
    add(
        "Latin-1, declared",
        "csv",
        (HEADER + "größer,a,champion,2026-01-05\n").getBytes(StandardCharsets.ISO_8859_1),
        "format: csv, options: {encoding: ISO-8859-1}");
    csv("UTF-32", (HEADER + GOOD).getBytes(Charset.forName("UTF-32")));
    csv("a zero byte in a text", HEADER + "c\0one,a,champion,2026-01-05\n");
    csv("nothing but zero bytes", new byte[4096]);
    csv("line ends of Windows", (HEADER + GOOD).replace("\n", "\r\n"));
    csv("line ends of old Macs", (HEADER + GOOD).replace("\n", "\r"));
    csv("no line end at the end", HEADER + GOOD.strip());
    csv("random bytes", random());
  }

  private static byte[] random() {
    byte[] bytes = new byte[2000];
    new java.util.Random(7).nextBytes(bytes);
    return bytes;
  }

  private void lines() {
    csv(
        "a name twice in the header",
        "contact_id,account_id,role,role,since\nc1,a,champion,y,2026-01-05\n");
    csv(
        "names that differ in case only",
        "contact_id,account_id,role,Role,since\nc1,a,champion,y,2026-01-05\n");
    csv("a header in capitals", HEADER.toUpperCase(Locale.ROOT) + GOOD);
    csv("blanks around the names of the header", HEADER.replace(",", " , ") + GOOD);
    csv("a name of the header is missing", "contact_id,account_id,,since\n" + GOOD);
    csv(
        "a column that the SELECT names is missing",
        "contact_id,account_id,since\nc1,a,2026-01-05\n");
    csv("columns in another order", "since,role,account_id,contact_id\n2026-01-05,champion,a,c1\n");
    csv("semicolons instead of commas", (HEADER + GOOD).replace(",", ";"));
    csv("tabs instead of commas", (HEADER + GOOD).replace(",", "\t"));
    csv("a line with more cells than the header", HEADER + GOOD + "c2,b,other,2026-01-06,more\n");
    csv("a line with fewer cells", HEADER + GOOD + "c2,b\n");
    csv("lines of commas", HEADER + ",,,\n,,,\n");
    csv(
        "a quote that is never closed",
        HEADER + GOOD + "c2,\"b,other,2026-01-06\nc3,b,other,2026-01-06\n");
    csv("a quote within a text", HEADER + "c\"one,a,champion,2026-01-05\n");
    csv("doubled quotes", HEADER + "\"the \"\"first\"\"\",a,champion,2026-01-05\n");
    csv("a line break within quotes", HEADER + "\"c\none\",a,champion,2026-01-05\n");
    csv(
        "a line of a million letters",
        HEADER + "c1," + "x".repeat(1_000_000) + ",champion,2026-01-05\n");
    csv("a thousand columns more", wide());
    csv("a workbook's formula", HEADER + "=cmd|' /C calc'!A0,a,champion,2026-01-05\n");
    csv("a comment at the end", HEADER + GOOD + "# 1 row\n");
    csv("a second header in the middle", HEADER + GOOD + HEADER + "c2,b,other,2026-01-06\n");
  }

  private static String wide() {
    StringBuilder names = new StringBuilder(HEADER.strip());
    StringBuilder cells = new StringBuilder(GOOD.strip());
    for (int i = 0; i < 1000; i++) {
      names.append(",extra").append(i);
      cells.append(',').append(i);
    }
    return names + "\n" + cells + "\n";
  }

  private void values() {
    csv("no key", HEADER + ",a,champion,2026-01-05\n");
    csv("a key of blanks", HEADER + "   ,a,champion,2026-01-05\n");
    csv("blanks around a key", HEADER + "  c1  ,a,champion,2026-01-05\nc1,a,champion,2026-01-05\n");
    csv("a row twice", HEADER + GOOD + GOOD);
    csv("a key with two contents", HEADER + GOOD + "c1,b,other,2026-01-06\n");
    csv("a key of ten thousand letters", HEADER + "x".repeat(10_000) + ",a,champion,2026-01-05\n");
    csv("a role that the contract does not know", HEADER + "c1,a,admin,2026-01-05\n");
    csv("an account that is not there", HEADER + "c1,nobody,champion,2026-01-05\n");
    csv("the word null", HEADER + "null,null,null,null\n");
    csv("a date as 31/03/2026", HEADER + "c1,a,champion,31/03/2026\n");
    csv("a date of a workbook, 46113", HEADER + "c1,a,champion,46113\n");
    csv("30 February", HEADER + "c1,a,champion,2026-02-30\n");
    csv("the year 9999", HEADER + "c1,a,champion,9999-12-31\n");
    csv("the year 12026", HEADER + "c1,a,champion,12026-01-05\n");
    csv("letters of all the world", HEADER + "\u202Eשלום 🦉 ﷽,a,champion,2026-01-05\n");
  }

  private void packed() throws IOException {
    byte[] packed = gzip(HEADER + GOOD);
    add("gzip", "csv.gz", packed, "format: csv");
    add(
        "gzip, cut in the middle",
        "csv.gz",
        Arrays.copyOf(packed, packed.length / 2),
        "format: csv");
    add("gzip, its end damaged", "csv.gz", damaged(packed), "format: csv");
    add(
        "a text that is named gzip",
        "csv.gz",
        (HEADER + GOOD).getBytes(StandardCharsets.UTF_8),
        "format: csv");
    add("gzip that is named csv", "csv", packed, "format: csv");
    add("a zip archive", "csv", zip("contacts.csv"), "format: csv");
    add("a workbook", "csv", zip("xl/workbook.xml"), "format: csv");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write((HEADER + GOOD).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] damaged(byte[] bytes) {
    byte[] damaged = bytes.clone();
    damaged[bytes.length - 6] ^= 0x55;
    return damaged;
  }

  private void documents() {
    String good =
        "{\"contact_id\":\"c1\",\"account_id\":\"a\",\"role\":\"champion\",\"since\":\"2026-01-05\"}";
    json("JSON: a file without a byte", "");
    json("JSON: an empty document", "{}\n");
    json("JSON: one array", "[" + good + "]");
    json("JSON: a document over several lines", good.replace(",", ",\n"));
    json("JSON: cut in the middle", good + "\n" + good.substring(0, 30));
    json("JSON: not JSON at all", "contact c1 of a\n");
    json("JSON: a key twice", good.replace("{", "{\"role\":\"other\","));
    json("JSON: keys that differ in case only", good.replace("{", "{\"Role\":\"other\","));
    json(
        "JSON: an object where a text is meant",
        good.replace("\"champion\"", "{\"name\":\"champion\"}"));
    json("JSON: a list where a text is meant", good.replace("\"champion\"", "[\"champion\"]"));
    json("JSON: numbers as ids", good.replace("\"c1\"", "12345678901234567890"));
    json("JSON: a field that no document has", good.replace("\"role\":\"champion\",", ""));
    json(
        "JSON: ten thousand levels",
        "{\"contact_id\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
    json("JSON: a text instead of a document", "\"c1\"\n");
  }

  private void columnar() {
    add("Parquet: a file without a byte", "parquet", new byte[0], "format: parquet");
    add(
        "Parquet: a text of that name",
        "parquet",
        (HEADER + GOOD).getBytes(StandardCharsets.UTF_8),
        "format: parquet");
    add(
        "Parquet: its mark and nothing else",
        "parquet",
        "PAR1PAR1".getBytes(StandardCharsets.UTF_8),
        "format: parquet");
    add("Parquet: random bytes between its marks", "parquet", marked(), "format: parquet");
  }

  private static byte[] marked() {
    byte[] bytes = random();
    byte[] mark = "PAR1".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(mark, 0, bytes, 0, 4);
    System.arraycopy(mark, 0, bytes, bytes.length - 4, 4);
    return bytes;
  }
}
