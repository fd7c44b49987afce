package dev.bellwether.platform.json;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The one reader of YAML, for configuration and contracts: every scalar is the text that was
 * written, so that {@code 007}, {@code NO} and {@code 2024-01-01} become no number, boolean or
 * date. What a text means is the affair of whoever knows what belongs there.
 */
public final class TextYaml {
  private TextYaml() {}

  /**
   * The document as maps, lists, texts and nulls; null when it is empty.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException when it is not valid YAML, or a key is there
   *     twice
   */
  public static Object load(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
            new SafeConstructor(options),
            new Representer(unused),
            unused,
            options,
            new TextResolver())
        .load(text);
  }

  /** Knows no types but text and null, and merges. */
  private static final class TextResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
      addImplicitResolver(Tag.NULL, NULL, "~nN\0", 10);
      addImplicitResolver(Tag.NULL, EMPTY, null, 10);
    }
  }
}
