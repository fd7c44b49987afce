package dev.bellwether.report;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.publish.ExportedNight;
import dev.bellwether.publish.NightFiles;
import dev.bellwether.reading.TableRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What people open of a night, in the folder {@code report} of its publication: {@code index.html}
 * for everyone, and for each owner of a book a page and the mail of their week, under a key that
 * stays theirs, which {@code owners.json} tells ({@link OwnerFiles}). Beside them the list as a
 * workbook and as a CSV file, and what a CRM takes of every account.
 */
public final class RiskReport implements NightFiles {
  /** The page for everyone, in a publication's folder. */
  public static final String PAGE = "report/index.html";

  private static final String FOLDER = "report/";

  private final String home;
  private final Settings settings;
  private final Configuration configuration;

  /** Reports of a home whose files are reached by this configuration. */
  public RiskReport(String home, Settings settings, Configuration configuration) {
    this.home = home;
    this.settings = settings;
    this.configuration = configuration;
  }

  @Override
  public void make(ExportedNight night, Collection<ExportedNight> ofTheRun, Sink files) {
    make(night.id().toString(), night.asOfDate(), ofTheRun, files);
  }

  /**
   * Makes the files of a published night again.
   *
   * @param folder where to, beneath a folder {@code report}; made if it is not there
   * @return the page for everyone
   * @throws dev.bellwether.platform.errors.BellwetherException when they cannot be written
   */
  public Path write(ExportedNight night, Path folder) {
    make(night.id().toString(), night.asOfDate(), List.of(), new OwnersFolder(folder));
    return folder.resolve(PAGE);
  }

  private void make(
      String publication, LocalDate asOf, Collection<ExportedNight> ofTheRun, Sink files) {
    make(publication, new PublishedNight(home, asOf, ofTheRun, configuration), files);
  }

  void make(String publication, NightTables tables, Sink files) {
    PageSettings ofPages = PageSettings.of(settings);
    RiskPage page = new RiskPage(tables, ofPages, publication);
    Digest digest = new Digest(tables, ofPages);
    files.add(PAGE, utf8(page.html(Optional.empty())));
    List<OwnerFiles> owners = OwnerFiles.of(tables);
    for (OwnerFiles owner : owners) {
      files.add(FOLDER + owner.page(), utf8(page.html(Optional.of(owner.owner()))));
      files.add(FOLDER + owner.digest(), utf8(digest.html(owner.owner())));
    }
    files.add(FOLDER + "owners.json", utf8(OwnerFiles.index(owners)));
    List<TableRow> everyone = new RiskList(tables).of(Optional.empty());
    files.add(
        "report/renewals.xlsx",
        new RiskWorkbook(everyone, tables.asOf(), publication, settings.currency()).bytes());
    files.add("report/renewals.csv", utf8(RiskCsv.of(everyone)));
    files.add("report/crm.csv", utf8(new CrmCsv(tables, settings.renewals().windowDays()).text()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
