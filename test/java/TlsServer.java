import java.io.File;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server that loads a bundle as nodes of a cluster do, and closes each connection after the handshake.
 *
 * Arguments: folder of PEM files, whether clients need a certificate, protocols. Prints its port.
 */
public final class TlsServer {
  public static void main(String[] args) throws Exception {
    File folder = new File(args[0]);
    KeyStore keys = KeyStore.getInstance("JKS");
    keys.load(null, null);
    keys.setKeyEntry(
        "node",
        Handshake.privateKey(folder),
        Handshake.PASSWORD,
        Handshake.certificates(new File(folder, "certificateChain.pem")));
    KeyStore trust = Handshake.trustStore(new File(folder, "trustedCertificates.pem"));
    SSLContext context = Handshake.context(keys, trust);
    SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(Boolean.parseBoolean(args[1]));
    server.setEnabledProtocols(Arrays.copyOfRange(args, 2, args.length));
    System.out.println(server.getLocalPort());
    while (true) {
      SSLSocket socket = (SSLSocket) server.accept();
      new Thread(() -> serve(socket)).start();
    }
  }

  private static void serve(SSLSocket socket) {
    try (SSLSocket closed = socket) {
      closed.startHandshake();
      closed.getInputStream().read();
    } catch (Exception e) {
      // A client that only looks ends in the middle of the handshake.
    }
  }
}
