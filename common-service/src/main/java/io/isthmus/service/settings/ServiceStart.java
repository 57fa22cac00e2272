package io.isthmus.service.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;

/** Starts a service as its operator has set it up, or says in one line why not. */
public final class ServiceStart {

  /**
   * A system property: the package that is served where none is named. The scripts that start a
   * service set it, and whatever an operator says outranks it.
   */
  static final String DEFAULT_PACKAGE = "io.isthmus.default-package";

  private static final int WRONG_USAGE = 2;

  private ServiceStart() {}

  /**
   * Starts a service, or ends the process: with exit code 2 over an argument that is no {@code
   * --key=value}, with 1 over everything else.
   *
   * @param application its application class; {@link KnownSettings} says where its properties are
   */
  public static void run(Class<?> application, String[] arguments) {
    Optional<String> complaint = Arguments.complaint(List.of(arguments));
    if (complaint.isPresent()) {
      System.err.println("isthmus: " + complaint.get());
      System.exit(WRONG_USAGE);
    }
    of(application).run(arguments);
  }

  /** The application, with its defaults and the check of what is set; not yet started. */
  public static SpringApplication of(Class<?> application) {
    SpringApplication service = new SpringApplication(application);
    service.setDefaultProperties(defaults());
    service.addListeners(new SettingsCheck(KnownSettings.of(application)));
    return service;
  }

  /** The records of properties that a service reads. */
  public static List<Class<?>> types(Class<?> application) {
    return KnownSettings.of(application).types();
  }

  /** The names of all properties that a service reads. */
  public static List<String> settings(Class<?> application) {
    return KnownSettings.of(application).all().stream().map(Setting::name).toList();
  }

  private static Map<String, Object> defaults() {
    String file = System.getProperty(DEFAULT_PACKAGE);
    return file == null ? Map.of() : Map.of("isthmus.model.package", file);
  }
}
