package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as other tools write them: each is read right, or refused with what to do. */
class FormatsTest extends SparkTest {
  private static final String HEADER = "contact_id,account_id,role,since";

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void source() {
    raw = new RawFolder(folder, spark());
  }

  private void contacts(String input) {
    raw.source(
        "first_seen",
        "contacts: {" + input + ", mode: snapshot}",
        "contacts: {select: 'SELECT contact_id, account_id, role, since, left_on FROM contacts'}");
  }

  private List<String> ids() {
    raw.ingest("2026-06-30", null);
    return raw.warehouse.read("contacts").orderBy("contact_id").collectAsList().stream()
        .map(row -> row.<String>getAs("contact_id"))
        .toList();
  }

  private void refuses(BellwetherException.Kind kind, String... parts) {
    assertThatThrownBy(() -> raw.ingest("2026-06-30", null))
        .isInstanceOfSatisfying(
            BellwetherException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(parts);
  }

  private void parquet(String name, MessageType schema, Map<String, Object> values)
      throws IOException {
    Path file = folder.resolve("raw/contacts/" + name + ".parquet");
    Files.createDirectories(file.getParent());
    Group row = new SimpleGroupFactory(schema).newGroup();
    values.forEach(
        (column, value) -> {
          if (value instanceof Long number) {
            row.append(column, number);
          } else if (value instanceof Double number) {
            row.append(column, number);
          } else if (value instanceof Integer number) {
            row.append(column, number);
          } else {
            row.append(column, String.valueOf(value));
          }
        });
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toString()), new Configuration()))
            .withType(schema)
            .build()) {
      writer.write(row);
    }
  }

  /** What every file of contacts has, and these columns. */
  private static MessageType contact(Type... more) {
    List<Type> columns = new ArrayList<>(List.of(more));
    List.of("account_id", "role", "since").forEach(name -> columns.add(text(name)));
    return new MessageType("rows", columns);
  }

  private static Type text(String name) {
    return column(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), name);
  }

  private static Type column(PrimitiveTypeName kind, String name) {
    return Types.optional(kind).named(name);
  }

  private static Type column(PrimitiveTypeName kind, LogicalTypeAnnotation of, String name) {
    return Types.optional(kind).as(of).named(name);
  }

  private static Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all =
        new java.util.HashMap<>(
            Map.of("account_id", "a", "role", "sponsor", "since", "2026-01-05"));
    all.putAll(more);
    return all;
  }

  @Test
  void parquetFilesOfOneInputMayDifferInTheTypesOfTheirColumns() throws IOException {
    contacts("format: parquet, path: contacts");
    MessageType numbers =
        contact(
            column(PrimitiveTypeName.INT64, "contact_id"),
            column(PrimitiveTypeName.INT32, LogicalTypeAnnotation.unknownType(), "left_on"));
    MessageType fractions =
        contact(
            column(PrimitiveTypeName.DOUBLE, "contact_id"),
            column(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), "left_on"));
    MessageType texts = contact(text("contact_id"), text("left_on"));
    parquet("a", numbers, with(Map.of("contact_id", 1L)));
    parquet("b", fractions, with(Map.of("contact_id", 2.0, "left_on", 20_600)));
    parquet("c", texts, with(Map.of("contact_id", "x3", "left_on", "2026-05-28")));
    assertThat(ids()).containsExactly("1", "2", "x3");
    assertThat(raw.warehouse.read("contacts").orderBy("contact_id").collectAsList())
        .extracting(row -> String.valueOf(row.<Object>getAs("left_on")))
        .containsExactly("null", "2026-05-27", "2026-05-28");
  }

  @Test
  void parquetTypesThatHaveNothingInCommonAreRefusedByName() throws IOException {
    contacts("format: parquet, path: contacts");
    LogicalTypeAnnotation instant =
        LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS);
    Type since = column(PrimitiveTypeName.INT64, instant, "since");
    parquet("b", new MessageType("rows", since), Map.of("since", 0L));
    Type number = column(PrimitiveTypeName.INT64, "since");
    parquet("c", new MessageType("rows", number), Map.of("since", 0L));
    refuses(
        BellwetherException.Kind.CONFIGURATION,
        "input contacts: the column since",
        "b.parquet",
        "c.parquet",
        "timestamp",
        "bigint");
  }

  @Test
  void columnsThatDifferInCaseOnlyAreRefusedByFile() throws IOException {
    contacts("format: parquet, path: contacts");
    MessageType twins = contact(text("contact_id"), text("Contact_ID"));
    parquet("a", twins, with(Map.of("contact_id", "1", "Contact_ID", "2")));
    refuses(BellwetherException.Kind.CONFIGURATION, "a.parquet", "contact_id", "Contact_ID");
    contacts("format: json, path: contacts.json");
    raw.file("raw/contacts.json", "{\"contact_id\": \"1\", \"Contact_id\": \"2\"}");
    refuses(BellwetherException.Kind.CONFIGURATION, "contacts.json", "differ in case only");
  }

  @Test
  void damagedFilesAreNamedWithWhatToDo() throws IOException {
    contacts("format: parquet, path: contacts.parquet");
    raw.file("raw/contacts.parquet", "PAR1 no more");
    refuses(BellwetherException.Kind.DATA, "contacts.parquet cannot be read as Parquet", "deliver");
    contacts("format: csv, path: contacts.csv.gz");
    gzip("raw/contacts.csv.gz", 0.5);
    refuses(BellwetherException.Kind.DATA, "contacts.csv.gz cannot be read", "cut", "deliver");
    contacts("format: csv, path: contacts.csv");
    Files.write(folder.resolve("raw/contacts.csv"), new byte[] {'P', 'K', 3, 4, 0});
    refuses(BellwetherException.Kind.DATA, "contacts.csv is not a text file", "Excel");
  }

  private void gzip(String name, double share) throws IOException {
    StringBuilder lines = new StringBuilder(HEADER + ",left_on\n");
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 20_000; i++) {
      lines.append("c%d,a%d,other,2026-01-05,%n".formatted(i, random.nextInt()));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    Files.write(folder.resolve(name), Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  @Test
  void utf16BlankFirstLinesAndJsonArraysAreRead() {
    contacts("format: csv, path: contacts.csv");
    raw.file(
        StandardCharsets.UTF_16, "raw/contacts.csv", HEADER + ",left_on", "ü,a,other,2026-01-05,");
    assertThat(ids()).containsExactly("ü");
    raw.file("raw/contacts.csv", "  ", HEADER + ",left_on", "v,a,other,2026-01-05,");
    assertThat(ids()).contains("v");
    contacts("format: json, path: contacts.json");
    raw.file(
        "raw/contacts.json",
        "[",
        "{\"contact_id\": \"w\", \"account_id\": \"a\", \"role\": \"other\",",
        " \"since\": \"2026-01-05\", \"left_on\": null}]");
    assertThat(ids()).contains("w");
  }

  @Test
  void fileWithoutHeaderLosesNoCells() {
    raw.source(
        "first_seen",
        "contacts: {format: csv, path: contacts.csv, mode: snapshot, options: {header: 'false'}}",
        "contacts: {select: 'SELECT _c0 AS contact_id, _c1 AS account_id, _c2 AS role, _c3 AS since"
            + " FROM contacts'}");
    raw.file("raw/contacts.csv", "c1,a,other,2026-01-05", "c2,a,other,2026-01-05,extra");
    assertThat(ids()).containsExactly("c1");
    assertThat(raw.reasons("contacts"))
        .containsExactly("the line does not fit the columns of its file");
  }

  @Test
  void repeatedNameInAHeaderIsRefusedOrNumberedOnRequest() {
    contacts("format: csv, path: contacts.csv");
    raw.file("raw/contacts.csv", HEADER + ",since", "c1,a,other,2026-01-05,2026-01-06");
    refuses(BellwetherException.Kind.DATA, "two columns named since", "repeatedNames: number");
    raw.source(
        "first_seen",
        "contacts: {format: csv, path: contacts.csv, mode: snapshot,"
            + " options: {repeatedNames: number}}",
        "contacts: {select: 'SELECT contact_id, account_id, role, since_2 AS since FROM contacts'}");
    assertThat(ids()).containsExactly("c1");
    assertThat(raw.warehouse.read("contacts").first().<Object>getAs("since"))
        .hasToString("2026-01-06");
  }

  @Test
  void everyListedFileIsReadOnceWhateverItsName() throws IOException {
    contacts("format: csv, path: contacts");
    int n = 0;
    for (String name :
        List.of("a[1].csv", "{b,c}.csv", "d e.csv", "f%20g.csv", "a1.csv", "h?.csv")) {
      raw.file("raw/contacts/" + name, HEADER + ",left_on", "c" + n++ + ",a,other,2026-01-05,");
    }
    Files.createSymbolicLink(folder.resolve("raw/contacts/loop"), folder.resolve("raw/contacts"));
    assertThat(ids()).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
    assertThat(raw.warehouse.read("input_quality").where("`table` = 'contacts'").first())
        .extracting(row -> row.<Long>getAs("rows_in"))
        .isEqualTo(6L);
  }

  @Test
  void namesThatSparkPassesOverAreRefused() {
    contacts("format: csv, path: 'contacts/*.csv'");
    raw.file("raw/contacts/_b.csv", HEADER + ",left_on", "c1,a,other,2026-01-05,");
    refuses(BellwetherException.Kind.CONFIGURATION, "_b.csv cannot be read", "rename");
    contacts("format: csv, path: contacts");
    refuses(BellwetherException.Kind.CONFIGURATION, "_b.csv cannot be read", "rename");
  }

  @Test
  void jsonFieldsThatNoDocumentHasAreAbsentAndQuietDaysHaveNoRows() {
    raw.source(
        "first_seen",
        "contacts: {format: json, path: 'contacts/*.json', mode: append}",
        "contacts: {select: 'SELECT contact_id, account_id, role, since, gone.day AS left_on FROM"
            + " contacts'}");
    raw.file("raw/contacts/1.json", "");
    assertThat(ids()).isEmpty();
    raw.file(
        "raw/contacts/2.json",
        "{\"contact_id\": \"c1\", \"account_id\": \"a\", \"role\": \"other\", \"since\":"
            + " \"2026-01-05\"}");
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-07-01", "2026-06-30"), "contacts");
    assertThat(batch.accepted()).isEqualTo(1);
    assertThat(batch.warnings()).containsExactly(Map.entry("no document has the field gone", 1L));
  }

  @Test
  void objectWhereAValueIsMeantIsRefusedWithWhatToSelect() {
    contacts("format: json, path: contacts.json");
    raw.file(
        "raw/contacts.json",
        "{\"contact_id\": {\"id\": \"1\"}, \"account_id\": \"a\", \"role\": \"other\", \"since\":"
            + " \"2026-01-05\"}");
    refuses(BellwetherException.Kind.CONFIGURATION, "column contact_id", "contact_id.id");
  }

  @Test
  void selectThatFailsOnARowIsToldWithoutTheValue() {
    raw.source(
        "first_seen",
        "contacts: {format: csv, path: contacts.csv, mode: snapshot}",
        "contacts: {select: 'SELECT CAST(contact_id AS bigint) AS contact_id, account_id, role,"
            + " since FROM contacts'}");
    raw.file("raw/contacts.csv", HEADER, "secret,a,other,2026-01-05");
    refuses(BellwetherException.Kind.CONFIGURATION, "CAST_INVALID_INPUT", "try_cast");
    assertThatThrownBy(() -> raw.ingest("2026-06-30", null)).hasMessageNotContaining("secret");
  }

  @Test
  void fileThatIsNotCutAsItsInputSaysIsToldWhichOptionCutsIt() {
    contacts("format: csv, path: contacts.csv");
    String header = HEADER + ",left_on";
    String row = "c1,a,other,2026-01-05,";
    raw.file("raw/contacts.csv", header.replace(',', ';'), row.replace(',', ';'));
    refuses(BellwetherException.Kind.CONFIGURATION, "contacts.csv is not separated", "sep: ';'");
    raw.file("raw/contacts.csv", header.replace(',', '\t'), row.replace(',', '\t'));
    refuses(BellwetherException.Kind.CONFIGURATION, "contacts.csv is not separated", "sep: '\\t'");
    raw.file("raw/contacts.csv", "sep=,", header, row);
    refuses(BellwetherException.Kind.DATA, "begins with Excel's line 'sep=", "remove the line");
    raw.file("raw/contacts.csv", "# of today", header, row);
    refuses(BellwetherException.Kind.CONFIGURATION, "begins with a comment", "comment: '#'");
    contacts("format: csv, path: contacts.csv, options: {comment: '#'}");
    assertThat(ids()).containsExactly("c1");
    contacts("format: csv, path: contacts.csv, options: {encoding: no-such}");
    refuses(BellwetherException.Kind.CONFIGURATION, "no-such", "windows-1252");
  }

  @Test
  void textsOfWindowsAndOfUtf16WithoutAMarkAreRead() {
    contacts("format: csv, path: contacts.csv, options: {encoding: windows-1252}");
    java.nio.charset.Charset windows = java.nio.charset.Charset.forName("windows-1252");
    raw.file(windows, "raw/contacts.csv", HEADER + ",left_on", "€,a,other,2026-01-05,");
    assertThat(ids()).containsExactly("€");
    contacts("format: csv, path: contacts.csv");
    raw.file(
        StandardCharsets.UTF_16LE,
        "raw/contacts.csv",
        HEADER + ",left_on",
        "ü,a,other,2026-01-05,");
    assertThat(ids()).contains("ü");
  }

  @Test
  void headersBetweenRowsAreNoRowsAndColumnsOfSomeFilesAreTold() {
    contacts("format: csv, path: contacts");
    raw.file(
        "raw/contacts/1.csv",
        HEADER + ",left_on",
        "c1,a,other,2026-01-05,",
        HEADER + ",left_on",
        "c2,a,other,2026-01-05,2026-02-01");
    raw.file("raw/contacts/2.csv", HEADER, "c3,a,other,2026-01-05");
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", null), "contacts");
    assertThat(batch.accepted()).isEqualTo(batch.rowsIn()).isEqualTo(3);
    assertThat(batch.warnings())
        .containsExactly(Map.entry("some files lack the column left_on: absent there", 3L));
  }

  @Test
  void filesThatAreNoDocumentsOrOthersAreToldSo() {
    contacts("format: csv, path: contacts.csv");
    raw.file("raw/contacts.csv", "<html><body>Log in</body></html>");
    refuses(BellwetherException.Kind.DATA, "contacts.csv is a page", "<html>");
    contacts("format: json, path: contacts.json");
    raw.file("raw/contacts.json", "{", " \"contact_id\": \"c1\"", "}");
    refuses(BellwetherException.Kind.DATA, "contacts.json", "no line of it", "one line");
    raw.file("raw/contacts.json", "{\"data\": [{\"contact_id\": \"c1\"}], \"next\": null}");
    refuses(BellwetherException.Kind.CONFIGURATION, "they have: data, next", "explode");
  }

  @Test
  void parquetColumnThatHasNoTypeInAnyFileHoldsNothing() throws IOException {
    contacts("format: parquet, path: contacts");
    Type untyped = column(PrimitiveTypeName.INT32, LogicalTypeAnnotation.unknownType(), "left_on");
    parquet("a", contact(text("contact_id"), untyped), with(Map.of("contact_id", "c1")));
    assertThat(ids()).containsExactly("c1");
  }
}
