package io.isthmus.lab;

import io.isthmus.cli.service.Checkout;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reference}: what docs/cli.md is made with; for who changes a command. */
@Command(
    name = "reference",
    hidden = true,
    description = "Prints the help of all commands as Markdown, as it stands in docs/cli.md.",
    footer = "  ./isthmus reference --write")
final class ReferenceCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--write", description = "Bring docs/cli.md up to date instead.")
  private boolean write;

  @Override
  public Integer call() throws Exception {
    Checkout checkout = Checkout.find();
    CommandLine root = command.root().commandLine();
    String reference = Reference.of(root, checkout.launcher());
    if (write) {
      Path page = page(checkout);
      Files.writeString(page, Reference.into(Files.readString(page), reference));
    } else {
      PrintWriter out = command.commandLine().getOut();
      out.print(reference);
      out.flush();
    }
    return 0;
  }

  static Path page(Checkout checkout) {
    return checkout.root().resolve("docs/cli.md");
  }
}
