package dev.spanflame.server.http.tls;

import dev.spanflame.server.reload.Lookout;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Certificate and key of the listeners, read again when their files change. Thread-safe.
///
/// TLS 1.2 and 1.3, HTTP/2 or HTTP/1.1 by ALPN. Files that are no valid pair, or gone, change nothing: those read last
/// hold, and the log says why.
public final class TlsKeys implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server.tls");

    private final TlsFiles files;
    private final Lookout lookout = new Lookout();
    private List<String> marks;
    private String trouble = "";
    private volatile SslContext context;

    private TlsKeys(TlsFiles files, List<String> marks, SslContext context) {
        this.files = files;
        this.marks = marks;
        this.context = context;
    }

    /// Reads the files and looks at them every `interval` from now on, never where that is 0.
    ///
    /// Throws [IOException] that says which file is wrong, and how.
    public static TlsKeys open(TlsFiles files, Duration interval) throws IOException {
        // first the marks: what changes in between is seen by the first look
        List<String> marks = files.marks();
        TlsKeys keys = new TlsKeys(files, marks, context(files, files.read()));
        keys.lookout.start("tls", interval, keys::look);
        return keys;
    }

    /// What the next connection is secured with.
    SslContext context() {
        return context;
    }

    private void look() {
        try {
            List<String> now = files.marks();
            if (!now.equals(marks)) {
                context = context(files, files.read());
                marks = now;
                LOG.log(System.Logger.Level.INFO, "certificate read again file=" + files.certificate());
            }
            trouble = "";
        } catch (IOException e) {
            // said once: the next look finds the same
            if (!e.toString().equals(trouble)) {
                trouble = e.toString();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "certificate not read again, the one before holds: " + e.getMessage());
            }
        }
    }

    private static SslContext context(TlsFiles files, TlsFiles.Content content) throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(content.certificate(), content.key())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1));
            if (content.clientCa().isPresent()) {
                builder.trustManager(content.clientCa().get()).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "tls.certificate " + files.certificate() + " and tls.key " + files.key()
                            + " make no TLS: " + e.getMessage()
                            + " (expected PEM files: certificates, and a PKCS #8 key without password, as openssl"
                            + " pkcs8 -topk8 -nocrypt writes it)",
                    e);
        }
    }

    @Override
    public void close() {
        lookout.close();
    }
}
