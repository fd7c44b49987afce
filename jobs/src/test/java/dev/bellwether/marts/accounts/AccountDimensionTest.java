package dev.bellwether.marts.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.contract.Tables;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountDimensionTest extends MartTest {
  private static final String STORED =
      "account_id, account_name, segment, country, parent_account_id, csm, plan, arrived_on,"
          + " present_from, batch_no, deleted";
  private static final String[] KNOWN_IN_MAY = {
    "a | Acme | smb | DE | null | Ada | basic | 2026-03-01 | 2026-04-10 | 1 | false",
    "b | Bolt | null | null | a | null | null | 2026-05-01 | 2026-05-01 | 2 | false"
  };
  private static final String COLUMNS =
      "as_of_date, account_id, account_name, segment, country, parent_account_id, csm, plan";

  @Test
  void eachNightTellsWhatWasKnownThenAndOwnersFromWhenTheyWereTold() {
    assertThat(rows(at(KNOWN_IN_MAY, "2026-03-31", "2026-05-31")))
        .containsExactlyInAnyOrder(
            "2026-03-31 a Acme smb DE null null null",
            "2026-05-31 a Acme smb DE null Ada basic",
            "2026-05-31 b Bolt null null a null null");
  }

  @Test
  void aLaterVersionChangesNoEarlierNightAndADeletedAccountStays() {
    String[] later = {
      KNOWN_IN_MAY[0],
      KNOWN_IN_MAY[1],
      "a | Acme Group | ent | DE | null | Bo | pro | 2026-06-02 | 2026-06-02 | 3 | false",
      "b | Bolt | null | null | a | null | null | 2026-06-03 | 2026-06-03 | 3 | true"
    };
    Dataset<Row> nights = at(later, "2026-05-31", "2026-06-30");

    assertThat(rows(nights))
        .containsExactlyInAnyOrder(
            "2026-05-31 a Acme smb DE null Ada basic",
            "2026-05-31 b Bolt null null a null null",
            "2026-06-30 a Acme Group ent DE null Bo pro",
            "2026-06-30 b Bolt null null a null null");
    assertKeepsContract(Tables.ACCOUNT_DIMENSION, nights);
  }

  private static Dataset<Row> at(String[] accounts, String... nights) {
    return new AccountDimension()
        .build(new Staged().with(Tables.ACCOUNTS, STORED, accounts).at(nights))
        .get(Tables.ACCOUNT_DIMENSION);
  }

  private static List<String> rows(Dataset<Row> nights) {
    return linesOfCells(nights, COLUMNS);
  }
}
