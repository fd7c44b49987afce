package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "tables.md");
  private static final String COMMAND =
      "mvn -q test -pl jobs -Dtest=TablesPageTest -Dbellwether.docs.rewrite=true";

  @Test
  void thePageInDocsSaysWhatTheContractsSay() throws IOException {
    String page = TablesPage.of(Contracts.all(), COMMAND);
    if (Boolean.getBoolean("bellwether.docs.rewrite")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("docs/tables.md; make it again with: %s", COMMAND).exists();
    assertThat(Files.readString(PAGE))
        .as("docs/tables.md is out of date; make it again with: %s", COMMAND)
        .isEqualTo(page);
  }

  @Test
  void aTableTellsItsGrainItsKeyItsColumnsAndItsRules() {
    assertThat(TablesPage.of(List.of(ContractFixtures.ratings()), COMMAND))
        .contains("## marts\n\n[ratings](#ratings)\n\n### ratings\n\nRatings.\n")
        .contains("Grain: one row per account_id and day. Key: account_id, day.")
        .contains("| account_id | string | yes | The account. |")
        .contains("| amount | decimal(18,2) |  | An amount. At least 0. At most 10.5. |")
        .contains("| parts | int |  | How many parts. At least 1. *Known from* day. |")
        .contains("The rating; null when unknown. One of green, yellow, red. |")
        .contains("- red should have few parts (a warning)");
  }
}
