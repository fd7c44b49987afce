package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnersBooksTest {
  private static TableRow book(String owner, long listed, String loss) {
    return row("csm", owner, "listed_accounts", listed, "expected_arr_loss", new BigDecimal(loss));
  }

  @Test
  void aLossThatIsKnownOfNobodyOnTheListIsUnknownAndNotZero() {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk",
                listing("A", 1, "csm", "Ann", "expected_arr_loss", new BigDecimal("0.00")),
                listing("B", 2, "csm", "Bob"),
                listing("C", 3))
            .published(
                "csm_book",
                book("Ann", 1, "0.00"),
                book("Bob", 1, "0.00"),
                book("", 1, "0.00"),
                book("Eve", 0, "0.00"));

    assertThat(OwnersBooks.of(tables, Optional.empty()))
        .extracting(book -> book.get("owner") + " " + book.get("loss"))
        .containsExactly("null null", "Ann 0.00", "Bob null", "Eve 0.00");
  }
}
