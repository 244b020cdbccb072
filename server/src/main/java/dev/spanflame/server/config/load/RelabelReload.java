package dev.spanflame.server.config.load;

import dev.spanflame.ingester.relabel.RelabelRules;
import dev.spanflame.ingester.relabel.Relabelling;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.server.reload.Lookout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The rules of a file, which is read again while the server runs. Thread-safe.
///
/// A file that is not valid, or gone, changes nothing: the rules read last hold, and the log says why.
public final class RelabelReload implements Relabelling, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("relabel");

    private final Path file;
    private final Lookout lookout = new Lookout();
    private byte[] content;
    private String trouble = "";
    private volatile RelabelRules rules;
    private volatile boolean valid = true;

    private RelabelReload(Path file, byte[] content, RelabelRules rules) {
        this.file = file;
        this.content = content;
        this.rules = rules;
    }

    /// Reads `file`; throws [IOException] with what is wrong and where. Nothing is read again before [#start].
    public static RelabelReload open(Path file) throws IOException {
        // first the bytes: what changes in between is seen by the first look
        byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        return new RelabelReload(file, content, RelabelFile.read(file));
    }

    /// Looks at the file every `interval` from now on, never where that is 0, and tells `meters` whether it is valid.
    public void start(Duration interval, Meters meters) {
        meters.gauge(
                "spanflame_relabel_rules_valid",
                "1 where the file with rules for labels could be read when it was looked at last, else 0",
                List.of(),
                () -> Meters.Reading.single(valid ? 1 : 0));
        lookout.start("relabel", interval, this::look);
    }

    /// Reads the file again where its content has changed.
    void look() {
        try {
            byte[] now = Files.readAllBytes(file);
            if (!Arrays.equals(now, content) || !valid) {
                rules = RelabelFile.read(file);
                content = now;
                valid = true;
                trouble = "";
                LOG.log(System.Logger.Level.INFO, "rules for labels were read again file=" + file);
            }
        } catch (IOException e) {
            valid = false;
            if (!trouble.equals(String.valueOf(e.getMessage()))) {
                trouble = String.valueOf(e.getMessage());
                LOG.log(System.Logger.Level.ERROR, "rules for labels stay as they are cause=" + trouble);
            }
        }
    }

    @Override
    public Upload apply(Tenant tenant, Upload upload, ProfileLimits limits) {
        return rules.apply(tenant, upload, limits);
    }

    @Override
    public void close() {
        lookout.close();
    }
}
