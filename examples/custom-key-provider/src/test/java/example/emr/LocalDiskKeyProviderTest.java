package example.emr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.elasticmapreduce.spi.security.EncryptionContext;
import com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterials;
import com.amazonaws.services.kms.model.IncorrectKeyException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalDiskKeyProviderTest {
  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/local-disk";

  private final KmsOfTest kms = new KmsOfTest(KEY);
  private final LocalDiskKeyProvider provider = new LocalDiskKeyProvider(kms, KEY);
  private final EncryptionContext volume = new EncryptionContext("local-disk").withContext("volume", "/dev/xvdb");

  @Test
  @DisplayName("every volume gets a 256-bit AES key of its own")
  void ownKeys() {
    EncryptionMaterials first = provider.getEncryptionMaterials(volume);
    EncryptionMaterials second = provider.getEncryptionMaterials(volume);
    assertEquals("AES", first.getSymmetricKey().getAlgorithm());
    assertEquals(32, first.getSymmetricKey().getEncoded().length);
    assertFalse(Arrays.equals(first.getSymmetricKey().getEncoded(), second.getSymmetricKey().getEncoded()));
  }

  @Test
  @DisplayName("the description brings the key back, and holds it only encrypted")
  void comesBack() {
    EncryptionMaterials made = provider.getEncryptionMaterials(volume);
    EncryptionMaterials again = provider.getEncryptionMaterials(made.getMaterialsDescription());
    assertArrayEquals(made.getSymmetricKey().getEncoded(), again.getSymmetricKey().getEncoded());
    assertEquals(made.getMaterialsDescription(), again.getMaterialsDescription());
    assertEquals("/dev/xvdb", made.getMaterialsDescription().get("volume"));
    String plain = Base64.getEncoder().encodeToString(made.getSymmetricKey().getEncoded());
    assertNotEquals(plain, made.getMaterialsDescription().get("wrapped-key"));
  }

  @Test
  @DisplayName("a key wrapped under another KMS key is refused")
  void otherKey() {
    EncryptionMaterials made = provider.getEncryptionMaterials(volume);
    LocalDiskKeyProvider other = new LocalDiskKeyProvider(kms, KEY + "-2");
    assertThrows(IncorrectKeyException.class, () -> other.getEncryptionMaterials(made.getMaterialsDescription()));
  }

  @Test
  @DisplayName("a description of another provider is refused by what it lacks")
  void foreignDescription() {
    Exception failure =
        assertThrows(IllegalArgumentException.class, () -> provider.getEncryptionMaterials(Collections.emptyMap()));
    assertEquals("the description has no 'wrapped-key': another provider wrote it", failure.getMessage());
  }

  @Test
  @DisplayName("a JAR built without a key says how to build it")
  void noKey() {
    Exception failure = assertThrows(IllegalStateException.class, () -> new LocalDiskKeyProvider(kms, ""));
    assertEquals(
        "the JAR names no key: build it with mvn package -Dlocal.disk.key.id=arn:aws:kms:…", failure.getMessage());
  }
}
