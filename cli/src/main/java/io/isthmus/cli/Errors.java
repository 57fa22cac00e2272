package io.isthmus.cli;

import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.InvalidPackageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns whatever goes wrong into a message on standard error, mostly one line, and an exit code.
 */
final class Errors {

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** Arguments that do not parse. */
  static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    return report(command, firstLine(e) + " (try " + name + " --help)", ExitCode.USAGE);
  }

  /** A command that threw. */
  static int failure(Exception e, CommandLine command, ParseResult arguments) {
    LOG.debug("the command failed", e);
    boolean badInput =
        e instanceof UsageException
            || e instanceof InvalidPackageException
            || e instanceof IOException;
    return report(command, message(e), badInput ? ExitCode.USAGE : ExitCode.SOFTWARE);
  }

  private static int report(CommandLine command, String message, int exitCode) {
    command.getErr().println("isthmus: " + message);
    return exitCode;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String message(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or folder";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    if (e instanceof FailedException) {
      return String.valueOf(e.getMessage()); // may end with the last lines of a log
    }
    boolean ours =
        e instanceof UsageException
            || e instanceof InvalidPackageException
            || e instanceof NativeLibraryException;
    return ours ? firstLine(e) : "failed: " + e.getClass().getSimpleName() + ": " + firstLine(e);
  }
}
