package dev.spanflame.block.live;

import dev.spanflame.model.Tenant;
import java.util.List;

/// What was acknowledged and is not yet in a committed block. Thread-safe.
///
/// To miss nothing and count nothing twice, a query first takes the live data, then the snapshot of the commit log,
/// and then leaves out the segments that are in that snapshot ([LiveSpans#isIn]).
public interface LiveData {
    /// Nothing.
    LiveData NONE = new LiveData() {
        @Override
        public List<LiveSpans> spans(Tenant tenant) {
            return List.of();
        }

        @Override
        public List<LiveProfiles> profiles(Tenant tenant) {
            return List.of();
        }
    };

    /// Spans of a tenant, every span acknowledged before the call among them.
    List<LiveSpans> spans(Tenant tenant);

    /// Profiles of a tenant, every profile acknowledged before the call among them.
    List<LiveProfiles> profiles(Tenant tenant);
}
