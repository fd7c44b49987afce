package dev.bellwether.tools.show;

import dev.bellwether.platform.config.Nearest;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Which rows and columns of a table to show.
 *
 * @param asOf the night, for a table with a slice per night; empty means its latest
 * @param account the only account, if there is one
 * @param columns the columns in order; none means all
 * @param limit how many rows at most
 */
public record Selection(
    Optional<LocalDate> asOf, Optional<String> account, List<String> columns, int limit) {

  public Selection {
    columns = columns.stream().map(String::strip).toList();
    limit = Math.max(0, limit);
  }

  /**
   * Requires that a table can be asked so.
   *
   * @param known the columns that it has
   * @throws BellwetherException that names the option that does not fit
   */
  void requireFits(Contract contract, List<String> known) {
    columns.forEach(name -> requireColumn("--columns", name, contract, known));
    account.ifPresent(id -> requireColumn("--account", RowQuery.ACCOUNT, contract, known));
    if (asOf.isPresent() && !contract.isPerAsOfDate()) {
      throw BellwetherException.configuration(
          "the table " + contract.name() + " has no slice per night",
          "--as-of asks for one night, and its rows are " + contract.grain(),
          "leave --as-of out, or choose rows by --where");
    }
  }

  private static void requireColumn(
      String option, String name, Contract contract, List<String> known) {
    if (!known.contains(name)) {
      throw BellwetherException.configuration(
          "the table " + contract.name() + " has no column " + name,
          option + " needs it",
          Nearest.advice(name, known));
    }
  }
}
