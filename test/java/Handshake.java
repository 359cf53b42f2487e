import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Loads bundles as nodes of a cluster do (PEM into a key store and a trust store) and shakes hands between two nodes, in memory.
 *
 * Arguments: a folder with one folder of PEM files per case, then the hosts. Prints one line per question: case, question, "ok" or why not, by tabs.
 */
public final class Handshake {
  static final char[] PASSWORD = "changeit".toCharArray();
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  public static void main(String[] args) throws Exception {
    File[] cases = new File(args[0]).listFiles(File::isDirectory);
    Arrays.sort(cases);
    String[] hosts = Arrays.copyOfRange(args, 1, args.length);
    for (File folder : cases) check(folder, hosts);
  }

  private static void check(File folder, String[] hosts) {
    PrivateKey key;
    Certificate[] chain;
    KeyStore trust;
    try {
      key = privateKey(folder);
      chain = certificates(new File(folder, "certificateChain.pem"));
      trust = trustStore(new File(folder, "trustedCertificates.pem"));
      say(folder, "load", null);
    } catch (Exception e) {
      say(folder, "load", e);
      return;
    }
    for (String type : new String[] {"JKS", "PKCS12"}) {
      KeyStore keys;
      try {
        keys = KeyStore.getInstance(type);
        keys.load(null, null);
        keys.setKeyEntry("node", key, PASSWORD, chain);
        say(folder, type, null);
      } catch (Exception e) {
        say(folder, type, e);
        continue;
      }
      // Hadoop's key stores are JKS; the other type is only asked whether it takes the chain.
      if (type.equals("JKS")) shake(folder, hosts, keys, trust);
    }
  }

  private static void shake(File folder, String[] hosts, KeyStore keys, KeyStore trust) {
    for (String host : hosts) {
      for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
        for (boolean mutual : new boolean[] {false, true}) {
          String question = host + " " + protocol + (mutual ? " mutual" : "");
          try {
            handshake(context(keys, trust), host, protocol, mutual);
            say(folder, question, null);
          } catch (Exception e) {
            say(folder, question, e);
          }
        }
      }
    }
  }

  /** The way of AWS's own samples: the lines between the marks are PKCS#8. */
  static PrivateKey privateKey(File folder) throws IOException, GeneralSecurityException {
    String text = new String(Files.readAllBytes(new File(folder, "privateKey.pem").toPath()), StandardCharsets.ISO_8859_1);
    Matcher block = PRIVATE_KEY.matcher(text);
    if (!block.find()) throw new InvalidKeySpecException("no PKCS#8 private key");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
    GeneralSecurityException last = null;
    for (String algorithm : new String[] {"EdDSA", "DSA", "RSA", "EC"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        last = e;
      }
    }
    throw last;
  }

  static Certificate[] certificates(File file) throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(file.toPath());
    Collection<? extends Certificate> read =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
    return read.toArray(new Certificate[0]);
  }

  /** Without a file of their own, nodes trust what Java trusts. */
  static KeyStore trustStore(File file) throws IOException, GeneralSecurityException {
    if (!file.exists()) return null;
    KeyStore trust = KeyStore.getInstance("JKS");
    trust.load(null, null);
    Certificate[] anchors = certificates(file);
    for (int i = 0; i < anchors.length; i++) trust.setCertificateEntry("anchor" + i, anchors[i]);
    return trust;
  }

  static SSLContext context(KeyStore keys, KeyStore trust) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }

  private static void handshake(SSLContext context, String host, String protocol, boolean mutual) throws SSLException {
    SSLEngine client = context.createSSLEngine(host, 443);
    client.setUseClientMode(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    client.setSSLParameters(parameters);
    SSLEngine server = context.createSSLEngine();
    server.setUseClientMode(false);
    server.setNeedClientAuth(mutual);
    for (SSLEngine engine : new SSLEngine[] {client, server}) engine.setEnabledProtocols(new String[] {protocol});
    client.beginHandshake();
    server.beginHandshake();
    ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    // A few rounds more than any handshake takes: in TLS 1.3 the server refuses a client after the client has finished.
    for (int round = 0; round < 60; round++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
      boolean idle = toServer.position() == 0 && toClient.position() == 0;
      if (idle && finished(client) && finished(server)) return;
    }
    throw new SSLException("the handshake did not end");
  }

  private static boolean finished(SSLEngine engine) {
    boolean done = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    return done && !engine.getSession().getProtocol().equals("NONE");
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer sink = ByteBuffer.allocate(1 << 17);
    in.flip();
    try {
      while (in.hasRemaining()) {
        SSLEngineResult result = engine.unwrap(in, sink);
        tasks(engine);
        if (result.bytesConsumed() == 0) break;
      }
    } finally {
      in.compact();
    }
    tasks(engine);
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
      tasks(engine);
    }
  }

  private static void tasks(SSLEngine engine) {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) task.run();
  }

  private static void say(File folder, String question, Exception problem) {
    Throwable cause = problem;
    while (cause != null && cause.getCause() != null) cause = cause.getCause();
    String verdict = cause == null ? "ok" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    System.out.println(folder.getName() + "\t" + question + "\t" + verdict.replaceAll("[\\t\\r\\n]+", " "));
  }
}
