package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.config.Settings.ChurnLabel;
import dev.bellwether.platform.config.SharingSettings.Readers;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path folder;
  private ConfFixture conf;

  @BeforeEach
  void fill() {
    conf = new ConfFixture(folder.resolve("conf"));
  }

  @Test
  void withoutAnyFileOfSettingsTheDefaultsHold() {
    Settings settings = conf.load().settings();
    assertThat(settings.home()).isEqualTo("data");
    assertThat(settings.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(settings.currency()).isEqualTo("USD");
    assertThat(settings.churn())
        .isEqualTo(new Settings.Churn(ChurnLabel.SUBSCRIPTIONS, 31, 30, 50, 100, 180));
    assertThat(settings.renewals())
        .isEqualTo(
            new Settings.Renewals(
                90, 30, 0.3, Settings.ParentHealth.WORST, Optional.empty(), Playbook.NONE));
    assertThat(settings.spark()).isEqualTo(new Settings.Spark(0, 0, 3, false, Map.of()));
    assertThat(settings.privacy().hashKey().isSet()).isFalse();
    assertThat(settings.scorecards().main().name()).isEqualTo("default");
  }

  @Test
  void publicLoadReadsAFolder() {
    Configuration configuration =
        Configuration.load(
            conf.folder,
            Optional.empty(),
            Map.of(
                "PATH",
                "/bin",
                "BELLWETHER_JAVA_OPTS",
                "-Xmx1g",
                "BELLWETHER_CONF",
                "conf",
                "BELLWETHER_JARS",
                "jars",
                "BELLWETHER_SUBMIT_OPTS",
                "--name bellwether",
                "BELLWETHER_ENDS_WITH_PARENT",
                "true"),
            List.of(),
            Optional.empty());
    assertThat(configuration.settings().churn().gapDays()).isEqualTo(31);
    assertThat(configuration.source()).isEmpty();
  }

  @Test
  void variablesOfTheDagAreNotSettings() {
    conf.variable("BELLWETHER_PROJECT", "/opt/bellwether")
        .variable("BELLWETHER_SOURCE", "acme")
        .variable("BELLWETHER_MASTER", "spark://127.0.0.1:7077");
    assertThat(gapDays()).isEqualTo(31);
  }

  @Test
  void eachLayerWinsOverTheOnesBeneathIt() {
    conf.settings("churn: {gap_days: 1}\nhome: file");
    assertThat(gapDays()).isEqualTo(1);
    conf.sourceWith("  churn.label: declared", "  churn.label: declared\n  churn.gap_days: 2");
    assertThat(gapDays()).isEqualTo(2);
    conf.variable("BELLWETHER_CHURN_GAP_DAYS", "3");
    assertThat(gapDays()).isEqualTo(3);
    assertThat(conf.loadAcme("churn.gap_days=4").settings().churn().gapDays()).isEqualTo(4);
    assertThat(conf.loadAcme().settings().home()).isEqualTo("file");
  }

  @Test
  void settingsOfASourceHoldOnlyWithThatSource() {
    assertThat(conf.load().settings().churn().label()).isEqualTo(ChurnLabel.SUBSCRIPTIONS);
    Settings settings = conf.loadAcme().settings();
    assertThat(settings.churn().label()).isEqualTo(ChurnLabel.DECLARED);
    assertThat(settings.renewals().windowDays()).isEqualTo(60);
  }

  @Test
  void homeOptionWinsOverSetAndVariable() {
    conf.variable("BELLWETHER_HOME", "from-variable");
    assertThat(conf.load().settings().home()).isEqualTo("from-variable");
    assertThat(conf.load("home=from-set").settings().home()).isEqualTo("from-set");
    Configuration configuration =
        conf.load(Optional.empty(), Optional.of("from-option"), "home=from-set");
    assertThat(configuration.settings().home()).isEqualTo("from-option");
    assertThat(value(configuration, "home").origin()).isEqualTo("--home");
  }

  @Test
  void whoMayReadWhatIsPublishedIsSaidByModesThatMakeSense() {
    assertThat(conf.load().sharing().isSet()).isFalse();
    assertThat(conf.load("publish.group=bi").sharing().who()).isEqualTo(Readers.GROUP);
    SharingSettings all = conf.load("publish.mode=755").sharing();
    assertThat(all.isSet()).isTrue();
    assertThat(all.who()).isEqualTo(Readers.EVERYBODY);
    assertThatThrownBy(() -> conf.load("publish.mode=777"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("700, 750 or 755");
  }

  @Test
  void everyValueTellsItsOrigin() {
    conf.settings("currency: EUR").variable("BELLWETHER_SPARK_CORES", "2");
    Configuration configuration = conf.loadAcme("time_zone=Europe/Berlin");
    String file = conf.folder.resolve("bellwether.yaml").toString();
    String source = conf.folder.resolve("sources/acme/source.yaml").toString();
    assertThat(configuration.values())
        .contains(
            new EffectiveValue("home", "data", "default"),
            new EffectiveValue("currency", "EUR", file),
            new EffectiveValue("churn.label", "declared", source),
            new EffectiveValue("renewals.window_days", "60", source),
            new EffectiveValue("spark.cores", "2", "environment variable BELLWETHER_SPARK_CORES"),
            new EffectiveValue("time_zone", "Europe/Berlin", "--set"),
            new EffectiveValue("source.path", "(not set)", "default"));
    assertThat(configuration.values())
        .extracting(EffectiveValue::key)
        .containsExactlyElementsOf(SettingKeys.keys());
  }

  @Test
  void secretIsReadButNeverShown() {
    conf.variable("BELLWETHER_HASH_KEY", "pa$$${x}word");
    Configuration configuration = conf.load();
    assertThat(configuration.settings().privacy().hashKey().value()).isEqualTo("pa$$${x}word");
    assertThat(value(configuration, "privacy.hash_key"))
        .isEqualTo(
            new EffectiveValue(
                "privacy.hash_key", "********", "environment variable BELLWETHER_HASH_KEY"));
    assertThat(configuration.toString()).doesNotContain("word");
  }

  @Test
  void storesAreReachedByHadoopsOwnKeys() {
    conf.settings(
            """
            spark:
              cores: 2
              hadoop:
                fs.s3a.endpoint: https://s3.example.com
                fs: {s3a: {path.style.access: true}}
            spark.hadoop.fs.s3a.secret.key: ${env:STORE_KEY}
            """)
        .variable("STORE_KEY", "deep")
        .variable("REGION", "eu-1");
    Configuration configuration = conf.load("spark.hadoop.fs.s3a.endpoint.region=${env:REGION}");
    assertThat(configuration.settings().spark().cores()).isEqualTo(2);
    assertThat(configuration.settings().spark().hadoop())
        .containsOnly(
            Map.entry("fs.s3a.endpoint", new Secret("https://s3.example.com")),
            Map.entry("fs.s3a.path.style.access", new Secret("true")),
            Map.entry("fs.s3a.secret.key", new Secret("deep")),
            Map.entry("fs.s3a.endpoint.region", new Secret("eu-1")));
    assertThat(value(configuration, "spark.hadoop.fs.s3a.endpoint").shown())
        .isEqualTo("https://s3.example.com");
    assertThat(value(configuration, "spark.hadoop.fs.s3a.secret.key").shown())
        .isEqualTo("********");
    assertThat(configuration.toString()).doesNotContain("deep");
  }

  @Test
  void secretMayComeFromAnotherVariable() {
    conf.settings("privacy.hash_key: ${env:VAULT_KEY}").variable("VAULT_KEY", "deep${env:HOME}");
    Configuration configuration = conf.load();
    assertThat(configuration.settings().privacy().hashKey().value()).isEqualTo("deep${env:HOME}");
    assertThat(configuration.toString()).doesNotContain("deep");
  }

  @Test
  void secretUnderAnotherSettingsNameIsNotShown() {
    conf.settings("source.path: /files/${env:BELLWETHER_HASH_KEY}")
        .variable("BELLWETHER_HASH_KEY", "sixteen letters!");
    Configuration configuration = conf.load();
    assertThat(value(configuration, "source.path").shown()).isEqualTo("********");
    assertThat(configuration.values().toString()).doesNotContain("sixteen");
  }

  @Test
  void secretWhoseVariableIsNotSetIsNotSet() {
    conf.settings("privacy.hash_key: ${env:VAULT_KEY}");
    Configuration configuration = conf.load();
    assertThat(configuration.settings().privacy().hashKey()).isEqualTo(new Secret(null));
    assertThat(value(configuration, "privacy.hash_key").shown()).isEqualTo("(not set)");
  }

  @Test
  void variableThatOnlyAnOverriddenValueNeedsIsNotMissed() {
    conf.settings("home: ${env:NOWHERE}");
    assertThat(conf.load("home=here").settings().home()).isEqualTo("here");
  }

  @Test
  void variablesInAValueAreFilledIn() {
    conf.settings("home: ${env:BASE}/data").variable("BASE", "/srv/$1");
    assertThat(conf.load().settings().home()).isEqualTo("/srv/$1/data");
  }

  @Test
  void textThatLooksLikeANumberOrADateStaysAsWritten() {
    conf.settings("home: 0012\ncurrency: USD");
    assertThat(conf.load().settings().home()).isEqualTo("0012");
    conf.settings("home: 2024-01-01");
    assertThat(conf.load().settings().home()).isEqualTo("2024-01-01");
  }

  @Test
  void byteOrderMarkAndWindowsLineEndsDoNotHurt() {
    conf.settings("\uFEFFhome: windows\r\nchurn:\r\n  gap_days: 5\r\n");
    Settings settings = conf.load().settings();
    assertThat(settings.home()).isEqualTo("windows");
    assertThat(settings.churn().gapDays()).isEqualTo(5);
  }

  @Test
  void emptyFileOfSettingsGivesNothing() {
    conf.settings("# nothing yet\n");
    assertThat(conf.load().settings().home()).isEqualTo("data");
  }

  private int gapDays() {
    return conf.loadAcme().settings().churn().gapDays();
  }

  private static EffectiveValue value(Configuration configuration, String key) {
    return configuration.values().stream()
        .filter(value -> value.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
