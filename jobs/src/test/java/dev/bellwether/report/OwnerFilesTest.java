package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerFilesTest {
  private static List<OwnerFiles> ofBooks(String... owners) {
    GivenTables tables = new GivenTables();
    for (String owner : owners) {
      tables.published("csm_book", row("csm", owner));
    }
    return OwnerFiles.of(tables.published("renewal_risk", listing("A", 1, "csm", "Cy Young")));
  }

  @Test
  void everybodyWithABookHasFilesUnderTheSameKeyWhoeverElseHasOne() {
    List<OwnerFiles> three = ofBooks("Ben Okafor", "", "Ana Ruiz");
    assertThat(three)
        .extracting(OwnerFiles::owner)
        .containsExactly("Ana Ruiz", "Ben Okafor", "Cy Young");
    assertThat(three).extracting(OwnerFiles::page).doesNotHaveDuplicates();
    assertThat(ofBooks("Cy Young")).singleElement().isEqualTo(three.get(2));
    assertThat(three.get(2).page()).matches("owner-[0-9a-f]{12}\\.html");
    assertThat(new OwnerFiles("../../Zoë <b>").digest()).matches("digest-[0-9a-f]{12}\\.html");
  }

  @Test
  void theIndexTellsWhoseFilesTheyAre() {
    OwnerFiles owner = new OwnerFiles("Zoë \"Z\"");
    assertThat(OwnerFiles.index(List.of(owner)))
        .isEqualTo(
            "[\n{\"owner\":\"Zoë \\\"Z\\\"\",\"page\":\"%s\",\"digest\":\"%s\"}\n]\n",
            owner.page(), owner.digest());
  }
}
