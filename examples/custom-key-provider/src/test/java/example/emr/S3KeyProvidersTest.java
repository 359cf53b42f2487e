package example.emr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.kms.model.GenerateDataKeyRequest;
import com.amazonaws.services.kms.model.IncorrectKeyException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3Builder;
import com.amazonaws.services.s3.AmazonS3EncryptionClientBuilder;
import com.amazonaws.services.s3.AmazonS3EncryptionClientV2Builder;
import com.amazonaws.services.s3.model.CryptoConfiguration;
import com.amazonaws.services.s3.model.CryptoConfigurationV2;
import com.amazonaws.services.s3.model.CryptoMode;
import com.amazonaws.services.s3.model.EncryptedPutObjectRequest;
import com.amazonaws.services.s3.model.EncryptionMaterialsProvider;
import com.amazonaws.services.s3.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The providers inside the SDK's own encryption client, as EMRFS uses them. */
class S3KeyProvidersTest {
  private static final String GENERAL = "arn:aws:kms:us-east-1:111122223333:key/general";
  private static final String FINANCE = "arn:aws:kms:us-east-1:111122223333:key/finance";

  private final KmsOfTest kms = new KmsOfTest(GENERAL, FINANCE);
  private final Map<String, String> wrapped = wrappedKeys();
  private S3OfTest s3;
  private int clientVersion = 1;

  @BeforeEach
  void start() throws IOException {
    s3 = new S3OfTest();
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  @DisplayName("the key comes from my.kms.key.id of the cluster's configuration")
  void configuredKey() {
    EncryptionMaterialsProvider provider = configured(new ConfiguredKeyProvider(), "my.kms.key.id", " " + FINANCE + " ");
    assertEquals(FINANCE, provider.getEncryptionMaterials().getCustomerMasterKeyId());
    assertEquals(FINANCE, provider.getEncryptionMaterials(null).getCustomerMasterKeyId());
  }

  @Test
  @DisplayName("a cluster without the property fails at start and says what to add")
  void missingKey() {
    Exception configured =
        assertThrows(IllegalArgumentException.class, () -> new ConfiguredKeyProvider().setConf(new Configuration(false)));
    assertEquals(
        "my.kms.key.id is not set: add it to the classification emrfs-site of the cluster", configured.getMessage());
    Exception byPrefix = assertThrows(IllegalArgumentException.class, () -> byPrefix("my.key.default", ""));
    assertEquals(
        "my.key.default is not set: add it to the classification emrfs-site of the cluster", byPrefix.getMessage());
  }

  @ParameterizedTest(name = "with the encryption client''s version {0}")
  @ValueSource(ints = {1, 2})
  @DisplayName("S3 gets ciphertext only")
  void ciphertext(int version) {
    clientVersion = version;
    EncryptionMaterialsProvider provider = configured(new ConfiguredKeyProvider(), "my.kms.key.id", FINANCE);
    put(provider, "a", "written in March", null);
    assertFalse(new String(s3.stored("/lake/a"), StandardCharsets.UTF_8).contains("March"));
    assertEquals("written in March", read(provider, "a"));
  }

  @Test
  @DisplayName("with version 1 of the client an object of a former my.kms.key.id is read after the property has changed")
  void configuredKeyChanges() {
    put(configured(new ConfiguredKeyProvider(), "my.kms.key.id", FINANCE), "a", "written in March", null);
    assertEquals("written in March", read(configured(new ConfiguredKeyProvider(), "my.kms.key.id", GENERAL), "a"));
  }

  @Test
  @DisplayName("with version 2 it is not: the client reads with the configured key alone")
  void configuredKeyChangesVersion2() {
    clientVersion = 2;
    put(configured(new ConfiguredKeyProvider(), "my.kms.key.id", FINANCE), "a", "written in March", null);
    EncryptionMaterialsProvider changed = configured(new ConfiguredKeyProvider(), "my.kms.key.id", GENERAL);
    assertThrows(IncorrectKeyException.class, () -> read(changed, "a"));
  }

  @Test
  @DisplayName("the longest prefix decides, the rest gets the default key")
  void prefixes() {
    PrefixKeyProvider provider = byPrefix();
    assertEquals("finance", chosen(provider, "Path", "s3://lake/finance/2026/a.parquet"));
    assertEquals("ledger", chosen(provider, "Path", "s3://lake/finance/ledger/a.parquet"));
    assertEquals("general", chosen(provider, "Path", "s3://lake/weblogs/a.parquet"));
    assertEquals("general", chosen(provider, "Path", "s3://other/finance/a.parquet"));
    assertEquals("general", chosen(provider));
    assertEquals("general", provider.getEncryptionMaterials().getMaterialsDescription().get("emr-key"));
    assertEquals("general", provider.getEncryptionMaterials(null).getMaterialsDescription().get("emr-key"));
  }

  @Test
  @DisplayName("a copy is encrypted for the place it goes to")
  void destination() {
    assertEquals(
        "finance", chosen(byPrefix(), "Path", "s3://lake/weblogs/a.parquet", "DstPath", "s3://lake/finance/a.parquet"));
  }

  @Test
  @DisplayName("between equal prefixes the cluster named decides, for that cluster alone")
  void jobFlow() {
    PrefixKeyProvider provider = byPrefix();
    String path = "s3://lake/finance/a.parquet";
    assertEquals("nightly", chosen(provider, "Path", path, "JobflowId", "j-NIGHTLY"));
    assertEquals("finance", chosen(provider, "Path", path, "JobflowId", "j-OTHER"));
  }

  @ParameterizedTest(name = "with the encryption client''s version {0}")
  @ValueSource(ints = {1, 2})
  @DisplayName("objects stay readable after the choice has changed, and new ones follow the new choice")
  void choiceChanges(int version) {
    clientVersion = version;
    Map<String, String> asked = description("Path", "s3://lake/finance/a", "JobflowId", "j-OTHER");
    put(byPrefix(), "finance/a", "first quarter", asked);
    assertFalse(new String(s3.stored("/lake/finance/a"), StandardCharsets.UTF_8).contains("quarter"));

    PrefixKeyProvider changed = byPrefix("my.key.finance.prefix", "", "my.key.general.prefix", "s3://lake/finance/");
    put(changed, "finance/b", "second quarter", asked);
    assertEquals("first quarter", read(changed, "finance/a"));
    assertEquals("second quarter", read(changed, "finance/b"));
    assertEquals("{\"emr-key\":\"finance\"}", s3.description("/lake/finance/a"));
    assertEquals("{\"emr-key\":\"general\"}", s3.description("/lake/finance/b"));
  }

  @Test
  @DisplayName("an object whose key is no longer declared is refused with the property to declare")
  void keyGone() {
    put(byPrefix(), "finance/a", "first quarter", description("Path", "s3://lake/finance/a"));
    PrefixKeyProvider without = byPrefix("my.key.finance.wrapped", null);
    Exception failure = assertThrows(IllegalArgumentException.class, () -> read(without, "finance/a"));
    assertEquals(
        "my.key.finance.wrapped is not set: declare the key 'finance' in emrfs-site for as long as objects name it",
        failure.getMessage());
  }

  @Test
  @DisplayName("a wrapped key under another name is refused by KMS, since the name is part of it")
  void nameIsBound() {
    String ofLedger = wrapped.get("my.key.ledger.wrapped");
    assertThrows(IllegalStateException.class, () -> byPrefix("my.key.finance.wrapped", ofLedger));
  }

  /** The keys and prefixes of these tests, with properties replaced (or removed, by null). */
  private PrefixKeyProvider byPrefix(String... changes) {
    Map<String, String> properties = new HashMap<>(wrapped);
    properties.put("my.key.default", "general");
    properties.put("my.key.finance.prefix", "s3://lake/finance/");
    properties.put("my.key.ledger.prefix", "s3://lake/finance/ledger/");
    properties.put("my.key.nightly.prefix", "s3://lake/finance/");
    properties.put("my.key.nightly.job.flow", "j-NIGHTLY");
    properties.putAll(description(changes));
    Configuration configuration = new Configuration(false);
    properties.forEach((name, value) -> {
      if (value != null) configuration.set(name, value);
    });
    PrefixKeyProvider provider = new PrefixKeyProvider(() -> kms);
    provider.setConf(configuration);
    return provider;
  }

  private Map<String, String> wrappedKeys() {
    Map<String, String> properties = new HashMap<>();
    for (String name : new String[] {"general", "finance", "ledger", "nightly"}) {
      ByteBuffer blob =
          kms.generateDataKey(new GenerateDataKeyRequest().withKeyId(GENERAL).addEncryptionContextEntry("emr-key", name))
              .getCiphertextBlob();
      properties.put("my.key." + name + ".wrapped", Base64.getEncoder().encodeToString(blob.array()));
    }
    return properties;
  }

  private static <P extends Configurable> P configured(P provider, String... properties) {
    Configuration configuration = new Configuration(false);
    description(properties).forEach(configuration::set);
    provider.setConf(configuration);
    return provider;
  }

  private static Map<String, String> description(String... pairs) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
    return map;
  }

  private static String chosen(PrefixKeyProvider provider, String... pairs) {
    return provider.getEncryptionMaterials(description(pairs)).getMaterialsDescription().get("emr-key");
  }

  private void put(EncryptionMaterialsProvider provider, String key, String text, Map<String, String> asked) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(bytes.length);
    client(provider)
        .putObject(
            new EncryptedPutObjectRequest("lake", key, new ByteArrayInputStream(bytes), metadata)
                .withMaterialsDescription(asked));
  }

  private String read(EncryptionMaterialsProvider provider, String key) {
    return client(provider).getObjectAsString("lake", key);
  }

  /** EMRFS uses version 1 of the encryption client, or 2 where {@code fs.s3.cse.encryptionV2.enabled} is true. */
  private AmazonS3 client(EncryptionMaterialsProvider provider) {
    return clientVersion == 1
        ? here(AmazonS3EncryptionClientBuilder.standard())
            .withEncryptionMaterials(provider)
            .withCryptoConfiguration(new CryptoConfiguration(CryptoMode.AuthenticatedEncryption))
            .withKmsClient(kms)
            .build()
        : here(AmazonS3EncryptionClientV2Builder.standard())
            .withEncryptionMaterialsProvider(provider)
            .withCryptoConfiguration(new CryptoConfigurationV2().withCryptoMode(CryptoMode.StrictAuthenticatedEncryption))
            .withKmsClient(kms)
            .build();
  }

  private <B extends AmazonS3Builder<B, ?>> B here(B builder) {
    return builder
        .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("test", "test")))
        .withEndpointConfiguration(new EndpointConfiguration(s3.endpoint(), "us-east-1"))
        .withPathStyleAccessEnabled(true)
        .withChunkedEncodingDisabled(true);
  }
}
