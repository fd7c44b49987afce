package dev.bellwether.platform.contract;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bellwether.platform.json.Json;
import dev.bellwether.platform.json.TextYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads contracts: a validated subset of the Open Data Contract Standard v3.1, one table a file.
 *
 * <p>What the subset does not know is an error that names the file and the part of it, as is
 * anything that contradicts itself.
 */
final class ContractReader {
  private static final String FOLDER = "schemas";
  private static final Set<String> LAYERS =
      Set.of("staging", "intermediate", "features", "marts", "ops");

  private ContractReader() {}

  static List<Contract> readAllFromClasspath() {
    try {
      URI folder = ContractReader.class.getClassLoader().getResource(FOLDER).toURI();
      if (!folder.getScheme().equals("jar")) {
        return readAll(Path.of(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return readAll(jar.getPath(FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the contracts in the jar cannot be read", e);
    }
  }

  /** The text of a contract's file. */
  static String text(Contract contract) {
    String file = FOLDER + "/" + contract.layer() + "/" + contract.name() + ".yaml";
    try (InputStream text = ContractReader.class.getClassLoader().getResourceAsStream(file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the contract " + file + " cannot be read", e);
    }
  }

  static List<Contract> readAll(Path folder) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        contracts.add(read(path, Files.readString(file)));
      }
    }
    return contracts;
  }

  /** The contract in a file's text, the path being {@code LAYER/TABLE.yaml}. */
  static Contract read(String path, String yaml) {
    YamlNode document = parse(path, yaml);
    document
        .allowing(
            "apiVersion",
            "kind",
            "id",
            "name",
            "version",
            "status",
            "domain",
            "description",
            "schema")
        .expecting("apiVersion", "v3.1.0")
        .expecting("kind", "DataContract");
    List.of("id", "version", "status").forEach(document::text);
    document.part("description").allowing("purpose", "usage", "limitations");
    Contract contract = TableReader.contract(layer(path, document), onlyTable(path, document));
    ContractConsistency.check(document, contract);
    return contract;
  }

  private static YamlNode parse(String path, String yaml) {
    YamlNode nothing = new YamlNode(FOLDER + "/" + path, MissingNode.getInstance());
    try {
      return new YamlNode(nothing.place(), Json.tree(TextYaml.load(yaml)));
    } catch (YAMLException e) {
      IllegalStateException error = nothing.error("not readable as YAML: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private static String layer(String path, YamlNode document) {
    String layer = document.text("domain");
    if (!LAYERS.contains(layer) || !path.startsWith(layer + "/")) {
      throw document.error("the domain '" + layer + "' is not the folder, which is the layer");
    }
    return layer;
  }

  private static YamlNode onlyTable(String path, YamlNode document) {
    List<YamlNode> tables = document.parts("schema", "");
    if (tables.size() != 1) {
      throw document.error("schema describes one table, not " + tables.size());
    }
    String name = path.substring(path.indexOf('/') + 1).replaceFirst("\\.yaml$", "");
    document.expecting("name", name);
    return new YamlNode(document.place(), tables.get(0).json()).expecting("name", name);
  }
}
