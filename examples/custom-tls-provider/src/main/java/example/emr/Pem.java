package example.emr;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the PEM blocks that EMR's bundles are made of (RFC 7468). Messages never hold what a block holds. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  /**
   * The private key of a text: PKCS#8 ({@code BEGIN PRIVATE KEY}), unencrypted, RSA or EC.
   *
   * @throws IllegalArgumentException where there is none, or another form of it
   */
  static PrivateKey privateKey(String name, String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) throw new IllegalArgumentException(name + " holds no PEM block");
    if (!block.group(1).equals("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          name + " is '" + block.group(1) + "'; what is read is 'PRIVATE KEY': openssl pkcs8 -topk8 -nodes");
    }
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(2)));
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException otherAlgorithm) {
        continue;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalArgumentException(name + " is neither an RSA nor an EC private key");
  }

  /**
   * The certificates of a text, in its order.
   *
   * @throws IllegalArgumentException where there is none, or one that cannot be read
   */
  static List<Certificate> certificates(String name, String text) {
    List<Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (!block.group(1).equals("CERTIFICATE")) continue;
        byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
        certificates.add(x509.generateCertificate(new ByteArrayInputStream(bytes)));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(name + ": certificate " + (certificates.size() + 1) + " cannot be read", e);
    }
    if (certificates.isEmpty()) throw new IllegalArgumentException(name + " holds no certificate");
    return certificates;
  }
}
