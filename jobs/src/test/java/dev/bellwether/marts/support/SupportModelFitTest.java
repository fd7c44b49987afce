package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportModelFitTest extends MartTest {
  private static final String COLUMNS =
      "ticket_id string, account_id string, segment string, created_on date, out_of_company_hours"
          + " boolean,"
          + " escalated boolean, resolution_hours decimal(18,4), data_sensitivity string";
  private final List<String> tickets = new ArrayList<>();

  @Test
  void volumePeaksAndTheClockDecideAndSayTheirNumbers() {
    for (int month = 1; month <= 12; month++) {
      add("small", month, 20, false, false);
      add("steady", month, 150, false, false);
      add("peaky", month, month == 12 ? 600 : 120, false, false);
      add("summer", month, month > 5 && month < 9 ? 500 : 10, month > 2, false);
      add("night", month, 12, true, false);
      add("busy night", month, 150, true, false);
      add("hard", month, 30, false, true);
      add("secret", month, 20, true, false);
      add("untold", month, 20, false, false);
    }
    for (int month = 10; month <= 12; month++) {
      add("begun in October", month, 150, false, false);
    }
    add("few", 7, 3, false, false);
    Dataset<Row> fit = build();

    assertThat(lines(fit, "cut_value, tenancy, first_line, upper_lines"))
        .contains(
            "small shared in_house consulting",
            "steady dedicated outsourced consulting",
            "peaky hybrid outstaffed consulting",
            "summer shared outsourced consulting",
            "night shared outsourced consulting",
            "busy night dedicated outsourced consulting",
            "hard shared in_house in_house",
            "few unknown unknown unknown",
            "secret dedicated in_house in_house",
            "untold shared in_house unknown");
    assertThat(lines(fit, "cut_value, first_line_reason, upper_lines_reason"))
        .contains(
            "hard hard: share escalated 1.00 (limit 0.25), median resolution 5.0 h (limit 24.0)"
                + " 30.0 escalated tickets a month, few are up to 20",
            "untold 20.0 tickets a month <= 100 it is not told which tickets are escalated");
    assertThat(lines(fit, "cut_value, tenancy_reason"))
        .contains(
            "small if it is bought: 20.0 tickets a month <= 100",
            "few 3 tickets, fewer than 12",
            "begun in October high and steady: 150.0 tickets a month, peak ratio 1.00 (limit 1.5),"
                + " variation 0.00 (limit 0.5)",
            "secret 1.00 of tickets with sensitive data (limit 0.5)",
            "night if it is bought: 12.0 tickets a month <= 100",
            "busy night 1.00 of tickets out of hours >= 0.25",
            "summer if it is bought: seasonal: 132.5 tickets a month, peak ratio 3.77 (limit 1.5), variation 1.60"
                + " (limit 0.5), 10 in the median month <= 100",
            "steady high and steady: 150.0 tickets a month, peak ratio 1.00 (limit 1.5),"
                + " variation 0.00 (limit 0.5)",
            "peaky a steady base with peaks: 160.0 tickets a month, peak ratio 3.75 (limit 1.5),"
                + " variation 0.83 (limit 0.5), 120 in the median month > 100");
  }

  @Test
  void theMedianMonthCountsThoseWithoutATicket() {
    for (int month = 1; month <= 6; month++) {
      add("half a year", month, 300, false, false);
      add("most of it", month, 300, false, false);
    }
    add("most of it", 7, 300, false, false);

    assertThat(lines(build(), "cut_value, months, base_month_tickets, tenancy"))
        .containsExactlyInAnyOrder("half a year 12 0 shared", "most of it 12 300 hybrid");
  }

  private void add(String segment, int month, int count, boolean late, boolean hard) {
    for (int i = 0; i < count; i++) {
      tickets.add(
          "t%d | %s | %s | 2024-%02d-%02d | %s | %s | 5 | %s"
              .formatted(
                  tickets.size(),
                  segment,
                  segment,
                  month,
                  1 + i % 28,
                  late,
                  segment.equals("untold") ? null : hard,
                  segment.equals("secret") ? "high" : segment.equals("small") ? "low" : null));
    }
  }

  private Dataset<Row> build() {
    Dataset<Row> given = supportTickets(table(COLUMNS, tickets.toArray(String[]::new)));
    Dataset<Row> made =
        new SupportModelFit()
            .build(new Staged().with("support_tickets", given).at("2024-12-31"))
            .get("support_model_fit")
            .localCheckpoint();
    assertKeepsContract("support_model_fit", made);
    return made.where("cut = 'segment'");
  }

  private static List<String> lines(Dataset<Row> rows, String columns) {
    return rows.selectExpr(columns.split(", ")).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .toList();
  }
}
