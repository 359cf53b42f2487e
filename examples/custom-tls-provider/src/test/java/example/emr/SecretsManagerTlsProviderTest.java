package example.emr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifacts;
import com.amazonaws.services.secretsmanager.AbstractAWSSecretsManager;
import com.amazonaws.services.secretsmanager.model.GetSecretValueRequest;
import com.amazonaws.services.secretsmanager.model.GetSecretValueResult;
import com.amazonaws.services.secretsmanager.model.ResourceNotFoundException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.Key;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider with a CA and a leaf that the JDK's keytool has made. */
class SecretsManagerTlsProviderTest {
  private static final String SECRET = "emr/tls/production";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static final Map<String, String> files = new LinkedHashMap<>();
  private static PrivateKeyAndChain rsa;
  private static PrivateKeyAndChain ec;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    keytool(folder, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
    rsa = leaf(folder, "rsa", "RSA");
    ec = leaf(folder, "ec", "EC");
    files.put("privateKey.pem", pem("PRIVATE KEY", rsa.key.getEncoded()));
    files.put("certificateChain.pem", pem("CERTIFICATE", rsa.chain[0].getEncoded()) + pem("CERTIFICATE", rsa.chain[1].getEncoded()));
    files.put("trustedCertificates.pem", pem("CERTIFICATE", rsa.chain[1].getEncoded()));
  }

  @Test
  @DisplayName("private key, chain (leaf first) and anchors come from the secret")
  void artifacts() throws Exception {
    TLSArtifacts artifacts = provider(json(files)).getTlsArtifacts();
    assertEquals("RSA", artifacts.getPrivateKey().getAlgorithm());
    assertEquals(Arrays.asList(rsa.chain), artifacts.getCertificateChain());
    assertEquals(Arrays.asList(rsa.chain[1]), artifacts.getTrustedCertificates());
    X509Certificate leaf = (X509Certificate) artifacts.getCertificateChain().get(0);
    leaf.verify(artifacts.getTrustedCertificates().get(0).getPublicKey());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(artifacts.getPrivateKey());
    byte[] signed = signature.sign();
    signature.initVerify(leaf);
    assertTrue(signature.verify(signed));
  }

  @Test
  @DisplayName("an EC private key is read as well")
  void ecKey() throws Exception {
    String json = json(with("privateKey.pem", pem("PRIVATE KEY", ec.key.getEncoded())));
    assertEquals("EC", provider(json).getTlsArtifacts().getPrivateKey().getAlgorithm());
  }

  @Test
  @DisplayName("without trustedCertificates.pem there are no anchors: Java's own decide")
  void noAnchors() throws Exception {
    assertTrue(provider(json(with("trustedCertificates.pem", ""))).getTlsArtifacts().getTrustedCertificates().isEmpty());
  }

  @Test
  @DisplayName("text around the blocks and Windows line ends are of no matter")
  void surroundings() throws Exception {
    String text = "subject=CN = *.ec2.internal\n" + files.get("certificateChain.pem");
    TLSArtifacts artifacts = provider(json(with("certificateChain.pem", text.replace("\n", "\r\n")))).getTlsArtifacts();
    assertEquals(2, artifacts.getCertificateChain().size());
  }

  @Test
  @DisplayName("a missing file is named")
  void missing() throws Exception {
    assertEquals("secret 'emr/tls/production' has no 'privateKey.pem'", refusal(json(with("privateKey.pem", ""))));
    assertEquals(
        "certificateChain.pem holds no certificate", refusal(json(with("certificateChain.pem", "see the wiki"))));
    assertEquals("privateKey.pem holds no PEM block", refusal(json(with("privateKey.pem", "see the wiki"))));
  }

  @Test
  @DisplayName("a private key in another form is refused with the command that converts it")
  void otherForms() throws Exception {
    assertEquals(
        "privateKey.pem is 'RSA PRIVATE KEY'; what is read is 'PRIVATE KEY': openssl pkcs8 -topk8 -nodes",
        refusal(json(with("privateKey.pem", files.get("privateKey.pem").replace("PRIVATE", "RSA PRIVATE")))));
    assertEquals(
        "privateKey.pem is neither an RSA nor an EC private key",
        refusal(json(with("privateKey.pem", pem("PRIVATE KEY", new byte[] {48, 0})))));
    assertEquals(
        "certificateChain.pem: certificate 1 cannot be read",
        refusal(json(with("certificateChain.pem", pem("CERTIFICATE", new byte[] {48, 0})))));
  }

  @Test
  @DisplayName("a secret that is no JSON object is refused without a word of its content")
  void notJson() {
    String content = files.get("privateKey.pem");
    String message = refusal(content);
    assertEquals("secret 'emr/tls/production' is not a JSON object of PEM files", message);
    assertEquals(message, refusal("[]"));
    assertEquals(message, refusal(null));
  }

  @Test
  @DisplayName("a secret that is not there fails as Secrets Manager says")
  void noSecret() {
    assertThrows(
        ResourceNotFoundException.class, () -> new SecretsManagerTlsProvider(holding("{}"), "emr/other").getTlsArtifacts());
  }

  @Test
  @DisplayName("a JAR built without a secret says how to build it")
  void noSecretNamed() {
    Exception failure =
        assertThrows(IllegalStateException.class, () -> new SecretsManagerTlsProvider(holding("{}"), ""));
    assertEquals("the JAR names no secret: build it with mvn package -Dtls.secret.id=…", failure.getMessage());
  }

  private static SecretsManagerTlsProvider provider(String secret) {
    return new SecretsManagerTlsProvider(holding(secret), SECRET);
  }

  private static String refusal(String secret) {
    return assertThrows(IllegalArgumentException.class, () -> provider(secret).getTlsArtifacts()).getMessage();
  }

  private static AbstractAWSSecretsManager holding(String secret) {
    return new AbstractAWSSecretsManager() {
      @Override
      public GetSecretValueResult getSecretValue(GetSecretValueRequest request) {
        if (!request.getSecretId().equals(SECRET)) throw new ResourceNotFoundException(request.getSecretId());
        return new GetSecretValueResult().withSecretString(secret);
      }
    };
  }

  private static Map<String, String> with(String name, String text) {
    Map<String, String> changed = new LinkedHashMap<>(files);
    changed.put(name, text);
    return changed;
  }

  private static String json(Map<String, String> content) throws IOException {
    return new ObjectMapper().writeValueAsString(content);
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static PrivateKeyAndChain leaf(Path folder, String alias, String algorithm) throws Exception {
    keytool(folder, "-genkeypair", "-alias", alias, "-keyalg", algorithm, "-dname", "CN=*.ec2.internal", "-signer", "ca");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(file, PASSWORD);
    }
    return new PrivateKeyAndChain(store.getKey(alias, PASSWORD), store.getCertificateChain(alias));
  }

  private static void keytool(Path folder, String... arguments) throws Exception {
    String[] common = {"-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-validity", "2"};
    String[] command = new String[1 + arguments.length + common.length];
    command[0] = Paths.get(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    System.arraycopy(common, 0, command, 1 + arguments.length, common.length);
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    byte[] said = new byte[4096];
    int length = Math.max(0, process.getInputStream().read(said));
    assertEquals(0, process.waitFor(), new String(said, 0, length));
  }

  private static final class PrivateKeyAndChain {
    private final Key key;
    private final Certificate[] chain;

    PrivateKeyAndChain(Key key, Certificate[] chain) {
      this.key = key;
      this.chain = chain;
    }
  }
}
