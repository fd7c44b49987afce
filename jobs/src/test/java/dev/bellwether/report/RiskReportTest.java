package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RiskReportTest {
  private static Map<String, String> files(GivenTables tables) {
    Settings settings =
        Configuration.load(
                Path.of("../conf"), Optional.empty(), Map.of(), List.of(), Optional.of("nowhere"))
            .settings();
    Map<String, String> files = new TreeMap<>();
    new RiskReport("nowhere", settings, new org.apache.hadoop.conf.Configuration())
        .make(
            "2026-06-29-1", tables, (path, content) -> files.put(path, new String(content, UTF_8)));
    return files;
  }

  private static GivenTables books() {
    return new GivenTables()
        .published(
            "csm_book", row("csm", "Ana Ruiz"), row("csm", "Ben Okafor"), row("csm", "Cy Young"));
  }

  @Test
  void anOwnerKeepsTheirFilesWhenTheListOfAnotherEmpties() {
    OwnerFiles ben = new OwnerFiles("Ben Okafor");
    OwnerFiles cy = new OwnerFiles("Cy Young");
    Map<String, String> night =
        files(
            books()
                .published(
                    "renewal_risk",
                    listing("B", 1, "csm", "Ben Okafor"),
                    listing("C", 2, "csm", "Cy Young")));
    Map<String, String> next =
        files(books().published("renewal_risk", listing("C", 1, "csm", "Cy Young")));

    assertThat(night.keySet())
        .isEqualTo(next.keySet())
        .contains("report/index.html", "report/owners.json", "report/renewals.xlsx")
        .hasSize(11);
    assertThat(night.get("report/" + ben.digest())).contains("Ben Okafor: 1 account");
    assertThat(next.get("report/" + ben.digest()))
        .contains("Ben Okafor: 0 accounts", "Nothing is to be decided.");
    assertThat(next.get("report/" + ben.page())).contains("The book of Ben Okafor");
    assertThat(next.get("report/" + cy.digest())).contains("Cy Young: 1 account");
    assertThat(next.get("report/owners.json")).contains("Ana Ruiz", ben.page(), cy.digest());
  }
}
