package io.isthmus.device.access;

import io.isthmus.service.http.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.http.HttpStatus;

/**
 * Lets in who has shown a client certificate in the handshake. That it is of the trusted authority,
 * in its time and the client's own, TLS has found out; here is only whose it is. 403 for everybody
 * else: HTTP knows no challenge that a certificate would answer.
 */
final class CertificateAccess implements Access {

  private static final String CHAIN = "jakarta.servlet.request.X509Certificate";
  private static final int DNS_NAME = 2;

  private final Set<String> allowed = new HashSet<>();

  /**
   * Access by name.
   *
   * @param allowed common names or DNS names; empty for every certificate
   */
  CertificateAccess(Collection<String> allowed) {
    allowed.forEach(name -> this.allowed.add(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public void require(HttpServletRequest request) {
    if (!(request.getAttribute(CHAIN) instanceof X509Certificate[] chain) || chain.length == 0) {
      throw Problems.of(HttpStatus.FORBIDDEN, "A client certificate is needed.");
    }
    if (!allowed.isEmpty() && names(chain[0]).stream().noneMatch(allowed::contains)) {
      throw Problems.of(HttpStatus.FORBIDDEN, "The client certificate is not allowed here.");
    }
  }

  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
        }
      }
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (name.get(0).equals(DNS_NAME)) {
          names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
        }
      }
    } catch (InvalidNameException | CertificateParsingException e) {
      return Set.of(); // a certificate whose names cannot be read has none
    }
    return names;
  }
}
