package dev.bellwether.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Workbooks without the time at which they were written, so that the same night is the same file.
 */
final class SameBytes {
  private static final String ABOUT = "docProps/core.xml";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private SameBytes() {}

  /** The workbook, said to be created at the start of a day. */
  static byte[] of(byte[] workbook, LocalDate day) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(workbook.length);
    // the library's archives name sizes only in their directory, which the JDK reads of files alone
    try (ZipFile in =
            ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(workbook))
                .get();
        ZipOutputStream same = new ZipOutputStream(out)) {
      for (ZipArchiveEntry entry : Collections.list(in.getEntries())) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(NO_TIME);
        same.putNextEntry(copy);
        byte[] content = in.getInputStream(entry).readAllBytes();
        same.write(entry.getName().equals(ABOUT) ? created(content, day) : content);
        same.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] created(byte[] about, LocalDate day) {
    return new String(about, StandardCharsets.UTF_8)
        .replaceAll("(<dcterms:created[^>]*>)[^<]*", "$1" + day + "T00:00:00Z")
        .getBytes(StandardCharsets.UTF_8);
  }
}
