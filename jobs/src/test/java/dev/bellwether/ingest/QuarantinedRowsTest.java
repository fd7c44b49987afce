package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is erased takes along what tells of them, and nothing of others. */
class QuarantinedRowsTest {
  private static final String REASON = "amount: 'x' is no number";

  @Test
  void aRowIsWhoseItSaysItIs() {
    assertThat(tells("12", "{'account_id':' 12 ','amount':'x'}", REASON)).isTrue();
    assertThat(tells("12", "{'account_id':'34','parent_account_id':'12'}", REASON)).isTrue();
    assertThat(tells("Meta", "{'account_id':'34','account_name':'Meta'}", REASON)).isTrue();
    assertThat(tells("12", "{'account_id':'34','seats':'12'}", "seats: '12' is too much"))
        .isFalse();
    assertThat(tells("ACME-1", "{'account_id':'ACME-10'}", REASON)).isFalse();
    assertThat(tells("Meta", "{'account_id':'34','account_name':'Meta Two'}", REASON)).isFalse();
  }

  @Test
  void aRowThatNamesNobodyIsSearchedForWholeWords() {
    assertThat(tells("ACME-1", "{'ticket_id':'ACME-1/77'}", REASON)).isTrue();
    assertThat(tells("ACME-1", "{'account_id':'','note':'of ACME-1.'}", REASON)).isTrue();
    assertThat(tells("ACME-1", null, "account_id: 'ACME-1' is no integer")).isTrue();
    assertThat(tells("ACME-1", "{'note':'of ACME-10'}", REASON)).isFalse();
    assertThat(tells("Meta", "{'file':'raw/metadata.csv, Metadata'}", REASON)).isFalse();
    assertThat(tells("12", "{'file':'raw/one.csv','characters':12,'columns':12}", REASON))
        .isFalse();
  }

  @Test
  void aPersonIsFoundByTheirHash() {
    List<String> words = List.of("ann@acme.example", "-77");
    assertThat(QuarantinedRows.tellsOf(Subject.Kind.USER, words, json("{'user_key':-77}"), REASON))
        .isTrue();
    assertThat(QuarantinedRows.tellsOf(Subject.Kind.USER, words, json("{'user_key':-770}"), REASON))
        .isFalse();
    assertThat(
            QuarantinedRows.tellsOf(
                Subject.Kind.USER, words, json("{'contact_id':'ann@acme.example'}"), REASON))
        .isTrue();
  }

  @Test
  void anAddressIsTheSameInAnyLetters() {
    assertThat(tells("ann@acme.example", "{'account_id':'Ann@Acme.example'}", REASON)).isTrue();
    assertThat(tells("ann@acme.example", "{'note':'by Ann@acme.example'}", REASON)).isTrue();
  }

  @Test
  void aNumberThatIsAPersonsIdIsNoDayAndNoAmountOfAnotherRow() {
    List<String> words = List.of("12", "-77");
    String row = "{'account_id':'a','seats':'12','on':'2026-06-12'}";
    assertThat(QuarantinedRows.tellsOf(Subject.Kind.USER, words, json(row), REASON)).isFalse();
    String nobodys = "{'note':'2026-06-12 at 12:00'}";
    assertThat(QuarantinedRows.tellsOf(Subject.Kind.USER, words, json(nobodys), REASON)).isFalse();
    String his = "{'note':'by user 12.'}";
    assertThat(QuarantinedRows.tellsOf(Subject.Kind.USER, words, json(his), REASON)).isTrue();
  }

  @Test
  void wordsAreTakenOutOfTextsWhole() {
    assertThat(Words.without("ACME-1, ACME-10 and ACME-1", List.of("ACME-1"), "…"))
        .isEqualTo("…, ACME-10 and …");
    assertThat(Words.without("Acme Two, Acme: metadata", List.of("Acme", "Acme Two"), "…"))
        .isEqualTo("…, …: metadata");
    assertThat(Words.without("nothing", List.of("", "12"), "…")).isEqualTo("nothing");
    assertThat(Words.holds("abc", "")).isTrue();
  }

  private static boolean tells(String word, String raw, String reason) {
    return QuarantinedRows.tellsOf(Subject.Kind.ACCOUNT, List.of(word), json(raw), reason);
  }

  private static String json(String raw) {
    return raw == null ? null : raw.replace('\'', '"');
  }
}
