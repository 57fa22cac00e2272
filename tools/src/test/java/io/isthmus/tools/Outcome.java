package io.isthmus.tools;

import io.isthmus.tools.service.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line gave: run in this process, as the launcher would run it in another. */
record Outcome(int exitCode, String out, String err) {

  static final String PACKAGE = Checkout.find().defaultPackage().toString();

  static Outcome of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
