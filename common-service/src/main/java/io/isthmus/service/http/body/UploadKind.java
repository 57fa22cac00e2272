package io.isthmus.service.http.body;

import java.util.regex.Pattern;

/** What the files of an upload are. */
public enum UploadKind {
  /** JPEG, PNG or WebP. */
  IMAGE("image", "images, image, files or file", "(?:images?|files?)"),
  /** WAV. */
  SOUND("sound", "sounds, sound, audio, files or file", "(?:sounds?|audio|files?)");

  private final String noun;
  private final String names;
  private final Pattern pattern;

  UploadKind(String noun, String names, String pattern) {
    this.noun = noun;
    this.names = names;
    this.pattern = Pattern.compile(pattern + "(?:\\[[0-9]*\\])?");
  }

  /** What one of them is called. */
  String noun() {
    return noun;
  }

  /** What the part of one may be called, as errors tell it. */
  String names() {
    return names;
  }

  /** Whether a part of that name has one. */
  boolean isNamed(String part) {
    return pattern.matcher(part).matches();
  }
}
