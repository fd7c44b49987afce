package dev.bellwether.report;

import dev.bellwether.alerts.Alert;
import dev.bellwether.alerts.Alert.Reason;
import dev.bellwether.platform.config.AlertSettings;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What of a night somebody should know at once, compared with the night published before it. A
 * first night tells of no account, since on it everything is new.
 */
public final class NightAlerts {
  private final NightTables tables;
  private final AlertSettings settings;
  private final String currency;
  private final HealthCauses causes;

  NightAlerts(NightTables tables, AlertSettings settings, String currency) {
    this.tables = tables;
    this.settings = settings;
    this.currency = currency;
    this.causes = new HealthCauses(tables);
  }

  /** The alerts of a published night of a home, by reason and account. */
  public static List<Alert> of(
      String home,
      Configuration configuration,
      LocalDate night,
      AlertSettings settings,
      String currency) {
    return new NightAlerts(
            new PublishedNight(home, night, List.of(), configuration), settings, currency)
        .all();
  }

  List<Alert> all() {
    List<Alert> alerts = new ArrayList<>();
    staleFeed().ifPresent(alerts::add);
    if (tables.before().isEmpty()) {
      return alerts;
    }
    Map<String, TableRow> listed = byAccount(tables.published("renewal_risk"));
    Map<String, TableRow> listedBefore = byAccount(tables.publishedBefore("renewal_risk"));
    listed.forEach(
        (account, row) -> {
          Optional<TableRow> before = Optional.ofNullable(listedBefore.get(account));
          notice(row, before).ifPresent(alerts::add);
          expectedLoss(row, before).ifPresent(alerts::add);
        });
    Map<String, TableRow> healthBefore = byAccount(tables.publishedBefore("account_health"));
    byAccount(tables.published("account_health")).values().stream()
        .filter(row -> row.is("status", "customer"))
        .forEach(row -> health(row, healthBefore, listed).ifPresent(alerts::add));
    return alerts;
  }

  private Optional<Alert> staleFeed() {
    return tables.published("account_health").stream()
        .filter(row -> row.is("status", "customer"))
        .map(row -> row.number("data_age_days").orElse(0))
        .max(Double::compare)
        .filter(days -> days > 0)
        .map(
            days ->
                Alert.ofNight(
                    tables.asOf(),
                    Reason.DATA_STALE,
                    "The usage feed is late: on "
                        + tables.asOf()
                        + " it is known through "
                        + tables.asOf().minusDays(days.longValue())
                        + "."));
  }

  private Optional<Alert> notice(TableRow row, Optional<TableRow> before) {
    boolean isNew =
        row.is("situation", "notice") && before.filter(b -> b.is("situation", "notice")).isEmpty();
    return isNew
        ? Optional.of(
            alert(
                Reason.NOTICE_GIVEN,
                row,
                row,
                "has given notice; "
                    + money(row.decimal("available_to_renew_arr"))
                    + " end on "
                    + row.required("decision_date")))
        : Optional.empty();
  }

  private Optional<Alert> expectedLoss(TableRow row, Optional<TableRow> before) {
    Optional<BigDecimal> loss = row.decimal("expected_arr_loss");
    boolean isNew = isHigh(loss) && !isHigh(before.flatMap(b -> b.decimal("expected_arr_loss")));
    return isNew
        ? Optional.of(
            alert(
                Reason.HIGH_EXPECTED_LOSS,
                row,
                row,
                "is expected to lose "
                    + money(loss)
                    + " of "
                    + money(row.decimal("available_to_renew_arr"))
                    + ", to be decided by "
                    + row.required("decision_date")))
        : Optional.empty();
  }

  private boolean isHigh(Optional<BigDecimal> loss) {
    return loss.filter(amount -> amount.compareTo(settings.expectedLoss()) >= 0).isPresent();
  }

  /** One of an account: that it turned red says more than that it fell. */
  private Optional<Alert> health(
      TableRow row, Map<String, TableRow> healthBefore, Map<String, TableRow> listed) {
    String account = row.required("account_id");
    TableRow before = healthBefore.get(account);
    if (before == null) {
      return Optional.empty();
    }
    OptionalDouble now = row.number("score");
    OptionalDouble then = before.number("score");
    boolean fell =
        now.isPresent()
            && then.isPresent()
            && then.getAsDouble() - now.getAsDouble() >= settings.dropPoints();
    boolean turnedRed = row.is("band", "red") && !before.is("band", "red");
    if (!fell && !turnedRed) {
      return Optional.empty();
    }
    String what = turnedRed ? "turned red" : "fell far";
    String moved =
        now.isPresent() && then.isPresent()
            ? String.format(
                Locale.ROOT, ": health %.0f, was %.0f", now.getAsDouble(), then.getAsDouble())
            : "";
    String why = causes.ofFall(account).map(text -> "; " + text).orElse("");
    return Optional.of(
        alert(
            turnedRed ? Reason.NEW_RED : Reason.LARGE_DROP,
            row,
            listed.getOrDefault(account, row),
            what + moved + why));
  }

  private Alert alert(Reason reason, TableRow row, TableRow listing, String says) {
    String account = row.required("account_id");
    Optional<String> name = listing.text("account_name");
    return new Alert(
        tables.asOf(),
        reason,
        account,
        name,
        listing.text("csm"),
        name.map(known -> known + " (" + account + ")").orElse(account) + " " + says + ".");
  }

  private String money(Optional<BigDecimal> amount) {
    return amount
        .map(known -> String.format(Locale.ROOT, "%,.0f %s", known, currency))
        .orElse("an unknown amount");
  }

  private static Map<String, TableRow> byAccount(List<TableRow> rows) {
    Map<String, TableRow> byAccount = new TreeMap<>();
    rows.forEach(row -> byAccount.put(row.required("account_id"), row));
    return byAccount;
  }
}
