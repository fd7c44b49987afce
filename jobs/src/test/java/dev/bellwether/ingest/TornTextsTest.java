package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornTextsTest extends SparkTest {
  private static final String HEADER = "contact_id,account_id,role,since";
  private static final String REST = ",a,other,2026-01-05";
  private static final String MISFIT = "the line does not fit the columns of its file";
  private static final String TORN =
      "the line begins or ends within quotes: a text with a line break? options: {multiLine: true}";

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void source() {
    raw = new RawFolder(folder, spark());
  }

  private List<String> ids(String options, String... lines) {
    raw.source(
        "first_seen",
        "contacts: {format: csv, path: contacts.csv, mode: snapshot, options: {" + options + "}}",
        "contacts: {select: 'SELECT contact_id, account_id, role, since FROM contacts'}");
    List<String> file = new ArrayList<>(List.of(HEADER));
    file.addAll(Arrays.asList(lines));
    raw.file("raw/contacts.csv", file.toArray(String[]::new));
    raw.ingest("2026-06-30", null);
    return raw.warehouse.read("contacts").orderBy("contact_id").collectAsList().stream()
        .map(row -> row.<String>getAs("contact_id"))
        .toList();
  }

  @Test
  void bothHalvesOfATextTornInTheFirstColumnAreRefusedEachWithItsLine() {
    assertThat(ids("", "c1" + REST, "\"c", "two\"" + REST, "\"c3\"" + REST))
        .containsExactly("c1", "c3");
    assertThat(raw.reasons("contacts")).isEqualTo(Collections.nCopies(2, TORN));
    assertThat(
            raw.warehouse.read("quarantine").orderBy("line").collectAsList().stream()
                .map(row -> row.<Long>getAs("line")))
        .containsExactly(3L, 4L);
  }

  @Test
  void whatEndsATextMayHoldSeparators() {
    assertThat(ids("", "\"c", "two,a\",other,2026-01-05", "c3" + REST)).containsExactly("c3");
    assertThat(raw.reasons("contacts")).isEqualTo(Collections.nCopies(2, TORN));
  }

  @Test
  void readWholeItIsOneRow() {
    assertThat(ids("multiLine: true", "\"c", "two\"" + REST)).containsExactly("c\ntwo");
  }

  @Test
  void quotesWithinTextsAreNoReasonWhereNoTextIsTorn() {
    assertThat(ids("", "12\"" + REST, "\"13\"\"\"" + REST, "c\"4" + REST, "c5,a"))
        .containsExactly("12\"", "13\"", "c\"4");
    assertThat(raw.reasons("contacts")).containsExactly(MISFIT);
  }

  @Test
  void besideATornTextQuotesInPairsAndWithinWordsStay() {
    assertThat(ids("", "\"say \"\"hi\"\"\"" + REST, "5\" pipe" + REST, "\"c", "two\"" + REST))
        .containsExactly("5\" pipe", "say \"hi\"");
  }

  @Test
  void aFileWithoutQuotesHasNoTornTexts() {
    assertThat(ids("quote: ''", "\"c", "two\"" + REST)).containsExactly("two\"");
    assertThat(raw.reasons("contacts")).containsExactly(MISFIT);
  }

  @Test
  void anotherQuoteIsMeant() {
    assertThat(ids("quote: \"'\"", "'c", "two'" + REST, "12\"" + REST)).containsExactly("12\"");
    assertThat(raw.reasons("contacts")).isEqualTo(Collections.nCopies(2, TORN));
  }

  @Test
  void anEscapedQuoteIsNone() {
    assertThat(ids("escape: \"\\\\\"", "\"c \\\" d\",a", "12\"" + REST)).containsExactly("12\"");
    assertThat(raw.reasons("contacts")).containsExactly(MISFIT);
  }

  @Test
  void besideAnEscapedQuoteATextMayBeTorn() {
    assertThat(ids("escape: \"\\\\\"", "\"c \\\" d", "two\"" + REST, "c3" + REST))
        .containsExactly("c3");
  }
}
