package example.emr;

import com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifacts;
import com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider;
import com.amazonaws.services.secretsmanager.AWSSecretsManager;
import com.amazonaws.services.secretsmanager.AWSSecretsManagerClientBuilder;
import com.amazonaws.services.secretsmanager.model.GetSecretValueRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * Encryption in transit with certificates from AWS Secrets Manager, for those who may not keep private keys in Amazon S3.
 *
 * <p>The secret is one JSON object with the names of a bundle's files: {@code privateKey.pem}, {@code certificateChain.pem} and, unless
 * a public CA signed, {@code trustedCertificates.pem}. Its id stands in the JAR ({@code mvn package -Dtls.secret.id=…}). The instance role
 * needs {@code secretsmanager:GetSecretValue} on it, and {@code kms:Decrypt} on the key that encrypts it.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html">Providing certificates for
 *     encrypting data in transit</a>
 */
public final class SecretsManagerTlsProvider extends TLSArtifactsProvider {
  private static final String PRIVATE_KEY = "privateKey.pem";
  private static final String CHAIN = "certificateChain.pem";
  private static final String TRUSTED = "trustedCertificates.pem";

  private final AWSSecretsManager secrets;
  private final String secretId;

  /** As EMR makes it: with the instance role's credentials and the secret that stands in the JAR. */
  public SecretsManagerTlsProvider() {
    this(AWSSecretsManagerClientBuilder.defaultClient(), secretOfJar());
  }

  SecretsManagerTlsProvider(AWSSecretsManager secrets, String secretId) {
    if (secretId.isEmpty()) {
      throw new IllegalStateException("the JAR names no secret: build it with mvn package -Dtls.secret.id=…");
    }
    this.secrets = secrets;
    this.secretId = secretId;
  }

  /**
   * The certificates of the secret's current version.
   *
   * @throws IllegalArgumentException where the secret is not such a JSON object, or a block cannot be read; without its content
   */
  @Override
  public TLSArtifacts getTlsArtifacts() {
    String json = secrets.getSecretValue(new GetSecretValueRequest().withSecretId(secretId)).getSecretString();
    JsonNode files = parse(json);
    String trusted = files.path(TRUSTED).asText("");
    List<Certificate> anchors = trusted.isEmpty() ? Collections.emptyList() : Pem.certificates(TRUSTED, trusted);
    return new TLSArtifacts(
        Pem.privateKey(PRIVATE_KEY, required(files, PRIVATE_KEY)),
        Pem.certificates(CHAIN, required(files, CHAIN)),
        anchors);
  }

  private JsonNode parse(String json) {
    try {
      JsonNode files = json == null ? null : new ObjectMapper().readTree(json);
      if (files != null && files.isObject()) return files;
    } catch (JsonProcessingException quotesTheSecret) {
      // Its message holds a part of the secret.
    }
    throw new IllegalArgumentException("secret '" + secretId + "' is not a JSON object of PEM files");
  }

  private String required(JsonNode files, String name) {
    String text = files.path(name).asText("");
    if (text.isEmpty()) throw new IllegalArgumentException("secret '" + secretId + "' has no '" + name + "'");
    return text;
  }

  private static String secretOfJar() {
    Properties properties = new Properties();
    try (InputStream file = SecretsManagerTlsProvider.class.getResourceAsStream("/tls.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("tls.secret.id", "").trim();
  }
}
