package dev.spanflame.server;

import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Live data of an ingester that may not have read its log yet: until then queries are asked to come again
/// rather than given an incomplete answer. Thread-safe.
final class LiveGate implements LiveData {
    private volatile @Nullable LiveData open;

    /// Lets queries through to `live`.
    void open(LiveData live) {
        open = live;
    }

    @Override
    public List<LiveSpans> spans(Tenant tenant) {
        return live().spans(tenant);
    }

    @Override
    public List<LiveProfiles> profiles(Tenant tenant) {
        return live().profiles(tenant);
    }

    private LiveData live() {
        LiveData live = open;
        if (live == null) {
            throw BackendException.retry(
                    ErrorKind.UNAVAILABLE,
                    "starting",
                    "the server is starting and reads its write-ahead log; ask again in a moment",
                    Duration.ofSeconds(1));
        }
        return live;
    }
}
