package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {

  private static final List<String> NAMES = List.of("cat", "dog, small", "crane", "crane", "1");

  private final Path file;

  LabelFileTest(@TempDir Path temp) {
    file = temp.resolve("labels.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg,cat\nd/b c.png,2\n",
        "file,label\na.jpg,0\nd/b c.png,2",
        "\uFEFFa.jpg,cat\r\n\r\n  ./d/b c.png , 2 \r\n",
        "a.jpg\tcat\nd/b c.png\t2",
        "\"a.jpg\",\"cat\"\n\"d/b c.png\",\"2\"",
      })
  void linesNameAFileAndItsClass(String text) throws Exception {
    assertThat(read(text)).containsExactly(Map.entry("a.jpg", 0), Map.entry("d/b c.png", 2));
  }

  @Test
  void namesMayHoldCommas_andANameCountsBeforeANumber() throws Exception {
    assertThat(read("a.jpg,\"dog, small\"\n\"b,c.jpg\",1\nd\tdog, small\n\"e \"\"f\"\".jpg\",3"))
        .containsExactly(
            Map.entry("a.jpg", 1),
            Map.entry("b,c.jpg", 4),
            Map.entry("d", 1),
            Map.entry("e \"f\".jpg", 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jpg           | line 1: a line is a file",
        "a.jpg,cat,dog   | line 1: a line is a file",
        "',cat'          | line 1: a line is a file",
        "a.jpg,          | line 1: '' is neither",
        "a.jpg,wolf      | line 1: 'wolf' is neither the name of a class nor a number of 0 to 4",
        "a.jpg,5         | line 1: '5' is neither",
        "a.jpg,-1        | line 1: '-1' is neither",
        "a.jpg,99999999999 | line 1: '99999999999' is neither",
        "a.jpg,crane     | line 1: several classes are called 'crane': use a number",
      })
  void aLineThatIsNoneIsNamed(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CalibrationException.class)
        .hasMessageStartingWith(file + ", " + reason);
  }

  @Test
  void aFileWithTwoLabelsIsNamed() {
    assertThatThrownBy(() -> read("file,label\na.jpg,cat\n./a.jpg,2"))
        .hasMessage("%s, line 3: a.jpg has a label already", file);
  }

  @Test
  void onlyUtf8IsRead() {
    assertThatThrownBy(
            () -> {
              Files.write(file, "käfer.jpg,cat".getBytes(StandardCharsets.ISO_8859_1));
              LabelFile.read(file, NAMES, 5);
            })
        .hasMessage("%s is not UTF-8", file);
  }

  private Map<String, Integer> read(String text) throws Exception {
    Files.writeString(file, text);
    return LabelFile.read(file, NAMES, 5);
  }
}
