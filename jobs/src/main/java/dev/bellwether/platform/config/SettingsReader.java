package dev.bellwether.platform.config;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Turns the values in force into settings. */
final class SettingsReader {
  private SettingsReader() {}

  static Settings read(Values values, Scorecards scorecards, Playbook playbook) {
    return new Settings(
        values.get(SettingKeys.HOME),
        values.get(SettingKeys.TIME_ZONE),
        values.get(SettingKeys.CURRENCY),
        churn(values),
        new Settings.Billing(values.get(SettingKeys.BILLING_SMALL_BALANCE)),
        renewals(values, playbook),
        new Settings.Retention(values.get(SettingKeys.RETENTION_GROSS_MARGIN)),
        support(values),
        spark(values),
        new Settings.Privacy(values.find(SettingKeys.PRIVACY_HASH_KEY).orElse(new Secret(null))),
        scorecards,
        log(values));
  }

  static AlertSettings alerts(Values values) {
    AlertSettings.To to = values.get(SettingKeys.ALERTS_TO);
    Secret webhook = values.find(SettingKeys.ALERTS_WEBHOOK).orElse(new Secret(null));
    if (!webhook.isSet() && (to == AlertSettings.To.JSON || to == AlertSettings.To.SLACK)) {
      throw BellwetherException.configuration(
          "alerts.to is " + to.name().toLowerCase(Locale.ROOT) + ", but there is no webhook",
          "neither alerts.webhook nor " + SettingKeys.ALERTS_WEBHOOK.variable() + " is set",
          "set " + SettingKeys.ALERTS_WEBHOOK.variable() + " to the URL, or alerts.to to files");
    }
    return new AlertSettings(
        to,
        webhook,
        values.get(SettingKeys.ALERTS_DROP_POINTS),
        values.get(SettingKeys.ALERTS_EXPECTED_LOSS));
  }

  static SharingSettings sharing(Values values) {
    return new SharingSettings(
        values.find(SettingKeys.PUBLISH_GROUP), values.find(SettingKeys.PUBLISH_MODE));
  }

  private static Settings.Log log(Values values) {
    return new Settings.Log(
        values.get(SettingKeys.LOG_LEVEL),
        values.get(SettingKeys.LOG_FORMAT),
        values.find(SettingKeys.METRICS_FILE));
  }

  private static Settings.Churn churn(Values values) {
    return new Settings.Churn(
        values.get(SettingKeys.CHURN_LABEL),
        values.get(SettingKeys.CHURN_GAP_DAYS),
        values.get(SettingKeys.CHURN_MINIMUM_CHURNED),
        values.get(SettingKeys.CHURN_SHRINKAGE),
        values.get(SettingKeys.CHURN_MODEL_MINIMUM_CHURNED),
        values.get(SettingKeys.CHURN_RETRAIN_DAYS));
  }

  private static Settings.Support support(Values values) {
    return new Settings.Support(
        values.get(SettingKeys.SUPPORT_SHARED_TICKETS),
        values.get(SettingKeys.SUPPORT_PEAK_RATIO),
        values.get(SettingKeys.SUPPORT_VARIATION),
        values.get(SettingKeys.SUPPORT_OUT_OF_HOURS_SHARE),
        values.get(SettingKeys.SUPPORT_BACKLOG_DAYS),
        values.get(SettingKeys.SUPPORT_STUCK_DAYS),
        values.get(SettingKeys.SUPPORT_OPENS_AT),
        values.get(SettingKeys.SUPPORT_CLOSES_AT));
  }

  private static Settings.Renewals renewals(Values values, Playbook playbook) {
    return new Settings.Renewals(
        values.get(SettingKeys.RENEWALS_WINDOW_DAYS),
        values.get(SettingKeys.RENEWALS_URGENT_DAYS),
        values.get(SettingKeys.RENEWALS_AT_RISK_PROBABILITY),
        values.get(SettingKeys.RENEWALS_PARENT_HEALTH),
        values.find(SettingKeys.RENEWALS_ACCOUNT_LINK),
        playbook);
  }

  private static Settings.Spark spark(Values values) {
    return new Settings.Spark(
        values.get(SettingKeys.SPARK_CORES),
        values.get(SettingKeys.SPARK_SHUFFLE_PARTITIONS),
        values.get(SettingKeys.SPARK_PARALLEL_STEPS),
        values.get(SettingKeys.SPARK_UI),
        hadoop(values));
  }

  private static Map<String, Secret> hadoop(Values values) {
    Map<String, Secret> hadoop = new TreeMap<>();
    for (Setting<Secret> setting : values.hadoop()) {
      values
          .find(setting)
          .ifPresent(value -> hadoop.put(HadoopKeys.ofHadoop(setting.key()), value));
    }
    return hadoop;
  }
}
