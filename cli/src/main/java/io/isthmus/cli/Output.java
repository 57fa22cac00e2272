package io.isthmus.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json} of a command, and printing as it says. */
public final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** Whether the value is printed: its text is not asked for. */
  public boolean isJson() {
    return json;
  }

  /** Prints a command's answer on standard output: the value as JSON, or the text. */
  public void print(Object value, Supplier<String> text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? Json.write(value) : text.get());
    out.flush();
  }
}
