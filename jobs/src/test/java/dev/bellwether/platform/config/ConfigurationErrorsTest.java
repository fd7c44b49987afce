package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationErrorsTest {
  @TempDir Path folder;
  private ConfFixture conf;

  @BeforeEach
  void fill() {
    conf = new ConfFixture(folder.resolve("conf"));
  }

  @Test
  void unknownKeyInAFileNamesFileKeyAndNearest() {
    conf.settings("churn:\n  gap_dys: 5");
    refuses("bellwether.yaml: churn.gap_dys", "did you mean churn.gap_days?");
    conf.settings("timezone: UTC");
    refuses("bellwether.yaml: timezone", "did you mean time_zone?");
  }

  @Test
  void unknownKeyInASourceNamesItsFile() {
    conf.sourceWith("  churn.label: declared", "  churn.labell: declared");
    assertThatThrownBy(conf::loadAcme)
        .hasMessageContainingAll("source.yaml: settings.churn.labell", "mean churn.label?");
  }

  @Test
  void unknownVariableNamesNearest() {
    conf.variable("BELLWETHER_CHURN_GAPDAYS", "5");
    refuses("environment variable BELLWETHER_CHURN_GAPDAYS", "mean BELLWETHER_CHURN_GAP_DAYS?");
  }

  @Test
  void hashKeyHasOnlyOneVariable() {
    conf.variable("BELLWETHER_PRIVACY_HASH_KEY", "5");
    refuses("BELLWETHER_PRIVACY_HASH_KEY sets nothing", "mean BELLWETHER_HASH_KEY?");
  }

  @Test
  void unknownSetNamesNearest() {
    refusesSet("churn.gap_day=5", "--set churn.gap_day", "did you mean churn.gap_days?");
    refusesSet("churn.gap_days", "there is no '='", "write --set key=value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "churn.gap_days=a|a whole number from 0 to 3650",
        "churn.gap_days=-1|a whole number from 0 to 3650",
        "churn.gap_days=3651|a whole number from 0 to 3650",
        "churn.gap_days=1.5|a whole number from 0 to 3650",
        "churn.gap_days=|a whole number from 0 to 3650",
        "churn.label=other|subscriptions or declared",
        "churn.minimum_churned=0|a whole number, at least 1",
        "churn.shrinkage=0|a number above 0",
        "churn.shrinkage=NaN|a number above 0",
        "churn.shrinkage=1e999|a number above 0",
        "renewals.window_days=0|a whole number from 1",
        "spark.cores=-1|a whole number, at least 0",
        "spark.shuffle_partitions=x|a whole number, at least 0",
        "spark.parallel_steps=0|a whole number, at least 1",
        "spark.ui=yes|true or false",
        "log.level=INFO|off, error, warn, info or debug",
        "log.level=loud|off, error, warn, info or debug",
        "time_zone=Mars/Base|a time zone such as",
        "currency=usd|an ISO 4217 code",
        "home=|not empty",
        "health.scorecard=../x|a name of letters"
      })
  void wrongValueNamesKeyValueAndWhatIsAllowed(String set, String allowed) {
    String key = set.substring(0, set.indexOf('='));
    refusesSet(set, "--set: " + key + " does not take the value", allowed);
  }

  @Test
  void wrongValueNamesItsFileOrVariable() {
    conf.settings("spark: {cores: many}");
    refuses("bellwether.yaml: spark.cores does not take the value many", "at least 0");
    conf.variable("BELLWETHER_SPARK_CORES", "few");
    refuses("environment variable BELLWETHER_SPARK_CORES does not take the value few");
  }

  @ParameterizedTest
  @ValueSource(strings = {"churn: 5", "home:", "home: [a]", "home: {a: b}", "churn: [a]"})
  void valueOfTheWrongShapeIsRefused(String yaml) {
    conf.settings(yaml);
    refuses("bellwether.yaml: " + yaml.substring(0, yaml.indexOf(':')));
  }

  @Test
  void keyGivenTwiceIsRefused() {
    conf.settings("churn.gap_days: 1\nchurn: {gap_days: 2}");
    refuses("churn.gap_days", "given twice");
    conf.settings("home: a\nhome: b");
    refuses("bellwether.yaml, line 2", "duplicate key home");
  }

  @Test
  void malformedYamlNamesFileAndLine() {
    conf.settings("home: a\nchurn:\n  gap_days: [1\n");
    refuses("bellwether.yaml, line 4: this is not valid YAML");
    conf.settings("home: a\n\thome: b\n");
    refuses("bellwether.yaml, line 2");
    conf.settings("home: a\ncurrency: \u0007\n");
    refuses("bellwether.yaml, line 2");
    conf.settings("just a text");
    refuses("bellwether.yaml is not a map");
    conf.settings("home: !!javax.script.ScriptEngineManager [a]");
    refuses("bellwether.yaml, line 1");
  }

  @Test
  void endlessYamlIsRefused() {
    conf.settings("churn: &a\n  churn: *a\n");
    refuses("bellwether.yaml: churn.churn");
  }

  @Test
  void fileThatIsNotUtf8IsRefused() throws Exception {
    Files.write(conf.folder.resolve("bellwether.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9});
    refuses("bellwether.yaml is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${script:javascript:1}",
        "${sys:user.home}",
        "${url:UTF-8:http://127.0.0.1}",
        "${file:UTF-8:/etc/hosts}",
        "${dns:address|localhost}",
        "${const:java.lang.Integer.MAX_VALUE}",
        "${home}",
        "${env:A:-x}",
        "${env:${env:A}}",
        "$${env:A",
        "${"
      })
  void onlyVariablesAreFilledIn(String value) {
    conf.variable("A", "a").settings("home: \"" + value + "\"");
    refuses("bellwether.yaml: home contains ${", "only ${env:NAME} is replaced");
  }

  @Test
  void variableThatIsNotSetIsNamedWithItsKey() {
    conf.settings("home: ${env:NO_SUCH}/data");
    refuses("bellwether.yaml: home needs the environment variable NO_SUCH");
  }

  @Test
  void secretWrittenOutIsRefusedAndNotRepeated() {
    conf.settings("privacy: {hash_key: hunter2}");
    refuses("bellwether.yaml: privacy.hash_key holds a secret", "set BELLWETHER_HASH_KEY");
    assertThatThrownBy(conf::load).hasMessageNotContaining("hunter2");
  }

  @Test
  void secretOfAStoreWrittenOutIsRefusedAndNotRepeated() {
    refusesSet(
        "spark.hadoop.fs.s3a.secret.key=hunter2",
        "--set: spark.hadoop.fs.s3a.secret.key holds a secret",
        "fix: write ${env:NAME}");
    assertThatThrownBy(() -> conf.load("spark.hadoop.fs.s3a.access.key=hunter2"))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void keysOfStoresAreGivenOneByOne() {
    conf.settings("spark: {hadoop: fast}");
    refuses("bellwether.yaml: spark.hadoop", "spark.hadoop.fs.s3a.endpoint");
  }

  @Test
  void missingScorecardNamesThoseThatExist() {
    conf.write("scorecards/lenient.yaml", "name: lenient");
    refusesSet(
        "health.scorecard=lenint", "there is no scorecard lenint", "mean lenient?", "default");
  }

  @Test
  void missingSourceNamesThoseThatExist() {
    assertThatThrownBy(() -> conf.load(Optional.of("acne"), Optional.empty()))
        .hasMessageContainingAll("there is no source acne", "mean acme? known: acme");
    assertThatThrownBy(() -> conf.load(Optional.of("../acme"), Optional.empty()))
        .hasMessageContaining("cannot name a source");
  }

  private void refuses(String... parts) {
    BellwetherException error = catchThrowableOfType(BellwetherException.class, conf::load);
    assertThat(error).isNotNull().hasMessageContainingAll(parts);
    assertThat(error.kind()).isEqualTo(BellwetherException.Kind.CONFIGURATION);
  }

  private void refusesSet(String set, String... parts) {
    assertThatThrownBy(() -> conf.load(set))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll(parts);
  }
}
