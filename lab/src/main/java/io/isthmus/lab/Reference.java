package io.isthmus.lab;

import io.isthmus.cli.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The reference of the command line: the help of the launcher and of every command, as Markdown.
 */
final class Reference {

  private static final String BEGIN = "<!-- begin of what `./isthmus reference --write` writes -->";
  private static final String END = "<!-- end of what `./isthmus reference --write` writes -->";

  private Reference() {}

  /** The whole reference; {@code launcher} is asked for what is its own. */
  static String of(CommandLine root, Path launcher) throws IOException, InterruptedException {
    List<String> sections = new ArrayList<>();
    sections.add(section("isthmus", launcherHelp(launcher)));
    for (String service : new String[] {"edge", "device"}) {
      sections.add(section("isthmus " + service, launcherHelp(launcher, service)));
    }
    for (CommandLine command : commands(root)) {
      sections.add(
          section(command.getCommandSpec().qualifiedName(), command.getUsageMessage(Ansi.OFF)));
    }
    return String.join("\n", sections);
  }

  /** All commands that are not hidden, depth first, without the root. */
  static List<CommandLine> commands(CommandLine root) {
    List<CommandLine> all = new ArrayList<>();
    for (CommandLine command : root.getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        all.add(command);
        all.addAll(commands(command));
      }
    }
    return all;
  }

  private static String section(String title, String help) {
    return "### %s\n\n```text\n%s\n```\n".formatted(title, help.strip());
  }

  /** The launcher's own help, or that of a command that it knows itself. */
  static String launcherHelp(Path launcher, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(launcher.toString()));
    words.addAll(List.of(command));
    words.add("--help");
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + " failed: " + help);
    }
    return help;
  }

  /** A page with its reference replaced. */
  static String into(String page, String reference) throws UsageException {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new UsageException("the page has no place for the reference: " + BEGIN);
    }
    return page.substring(0, begin) + BEGIN + "\n\n" + reference + "\n" + page.substring(end);
  }
}
