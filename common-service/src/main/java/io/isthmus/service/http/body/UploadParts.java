package io.isthmus.service.http.body;

import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.observability.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files in a body: one where the body is one, or a part of a form for each. Other fields of the
 * form, which have no file name, are read over up to a bound.
 */
final class UploadParts {

  /** A field of such a name would be meant as an option, which are read from the query alone. */
  private static final Set<String> OPTIONS =
      Set.of("split", "plan", "accuracy", "top", "logits", "outputs", "partial");

  private static final int CHUNK = 8 * 1024;
  private static final int MOST_OF_FIELDS = 64 * 1024;

  private final UploadKind kind;
  private final NativeByteBuffer files;
  private final byte[] chunk = new byte[CHUNK];
  private final List<@Nullable String> names = new ArrayList<>();
  private int ofFields;

  private UploadParts(UploadKind kind, NativeByteBuffer files) {
    this.kind = kind;
    this.files = files;
  }

  /**
   * Reads a body to its last boundary or to its end.
   *
   * @param kind what the files are
   * @param files gets a piece for each
   */
  static UploadNames read(
      UploadKind kind, @Nullable String contentType, InputStream body, NativeByteBuffer files)
      throws IOException {
    UploadParts parts = new UploadParts(kind, files);
    if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      parts.readForm(new MultipartBody(contentType, body));
    } else {
      parts.take(body, null);
    }
    return new UploadNames(kind, parts.names);
  }

  private void readForm(MultipartBody form) throws IOException {
    while (form.next()) {
      PartHeaders part = form.headers();
      if (part.name() != null && kind.isNamed(part.name())) {
        take(form.content(), part.fileName());
      } else {
        pass(part, form.content());
      }
    }
  }

  private void take(InputStream file, @Nullable String fileName) throws IOException {
    for (int n = file.read(chunk); n >= 0; n = file.read(chunk)) {
      files.write(chunk, 0, n);
    }
    files.endPiece();
    names.add(fileName);
  }

  private void pass(PartHeaders part, InputStream content) throws IOException {
    String name = part.name();
    if (name == null || part.fileName() != null) {
      throw Problems.badRequest(
          "A part with %s %s must be named %s; this one %s."
              .formatted(
                  kind == UploadKind.IMAGE ? "an" : "a",
                  kind.noun(),
                  kind.names(),
                  name == null ? "has no name" : "is named " + Quoted.of(name)));
    }
    if (OPTIONS.contains(name)) {
      throw Problems.badRequest(
          "The field %s is not read from a form; options stand in the query, like ?%s=…"
              .formatted(name, name));
    }
    for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
      ofFields += n;
      if (ofFields > MOST_OF_FIELDS) {
        throw Problems.tooLarge(
            "The fields beside the %ss are longer than %d bytes."
                .formatted(kind.noun(), MOST_OF_FIELDS));
      }
    }
  }
}
