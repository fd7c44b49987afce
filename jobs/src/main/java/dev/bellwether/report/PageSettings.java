package dev.bellwether.report;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings;

/**
 * What a page needs to know of the configuration.
 *
 * @param currency the reporting currency
 * @param windowDays how many days ahead a decision is listed
 * @param minimumChurned churned accounts below which no probability is given
 * @param bands the cut-offs of the main scorecard
 */
record PageSettings(String currency, int windowDays, int minimumChurned, Scorecard.Bands bands) {

  static PageSettings of(Settings settings) {
    return new PageSettings(
        settings.currency(),
        settings.renewals().windowDays(),
        settings.churn().minimumChurned(),
        settings.scorecards().main().bands());
  }
}
