package dev.bellwether.tools.whatif;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where support may go.
 *
 * @param rate amount an hour, of labour
 * @param hoursPerTicket hours of work for each ticket there; empty where nothing is known of it
 * @param source where these come from, in words
 */
public record Destination(Range rate, Optional<Range> hoursPerTicket, String source) {

  /**
   * Support at a location, by what is published in general ({@link Defaults}), at the home's rate
   * of the dollar.
   *
   * @throws BellwetherException when the home reports in another currency and has no such rate,
   *     since amounts of two currencies do not add up
   */
  public static Destination at(HomeTables tables, String location, String currency) {
    return at(location, currency, DollarRate.read(tables, currency));
  }

  static Destination at(String location, String currency, Optional<DollarRate> dollars) {
    Range published = Defaults.RATE.get(location);
    DollarRate dollar =
        dollars.orElseThrow(
            () ->
                BellwetherException.configuration(
                    "what an hour of " + location + " support costs is not known in " + currency,
                    "the default, "
                        + published.text("%.0f")
                        + " dollars, is in USD, and the home has no exchange rate from USD to "
                        + currency,
                    "give the amount in " + currency + " by --rate, or feed exchange_rates"));
    String converted =
        dollar
            .on()
            .map(
                day ->
                    String.format(
                        Locale.ROOT,
                        ", %s dollars at %.4f %s of %s",
                        published.text("%.0f"),
                        dollar.rate(),
                        currency,
                        day))
            .orElse(" in dollars");
    return new Destination(
        published.times(dollar.rate()),
        Optional.empty(),
        "the default of " + location + " support" + converted + " (--rate)");
  }

  /**
   * A group that a home has already, by its own invoices: from its cheapest month to its dearest.
   *
   * @param cut provider, model, tenancy or location
   * @throws BellwetherException when no month tells what an hour of labour was invoiced at
   */
  public static Destination like(HomeTables tables, String cut, String value) {
    List<TableRow> months =
        CurrentSupport.ofGroup(
                CurrentSupport.lastYear(tables.stored(Tables.SUPPORT_COST_MONTHLY)), cut, value)
            .stream()
            .filter(row -> row.number("labour_per_hour").orElse(0) > 0)
            .filter(row -> row.number("hours_per_ticket").orElse(0) > 0)
            .toList();
    if (months.isEmpty()) {
      throw BellwetherException.configuration(
          "it is not known what an hour of " + cut + " " + value + " costs",
          "no month of the last twelve of "
              + tables.home()
              + " has hours and labour invoiced, all at a"
              + " known amount",
          "name a location, as in --to offshore, and the rate by --rate; or both --rate and"
              + " --hours-per-ticket");
    }
    return new Destination(
        over(months, "labour_per_hour"),
        Optional.of(over(months, "hours_per_ticket")),
        "what " + cut + " " + value + " invoiced in the months of the last year");
  }

  private static Range over(List<TableRow> months, String column) {
    var figures =
        months.stream().mapToDouble(row -> row.number(column).orElseThrow()).summaryStatistics();
    return new Range(figures.getMin(), figures.getMax());
  }
}
