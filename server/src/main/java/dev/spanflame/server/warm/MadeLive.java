package dev.spanflame.server.warm;

import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.model.Tenant;
import java.util.List;

/// Live data of everybody that does not change.
record MadeLive(List<LiveSpans> segments, List<LiveProfiles> profiles) implements LiveData {
    @Override
    public List<LiveSpans> spans(Tenant tenant) {
        return segments;
    }

    @Override
    public List<LiveProfiles> profiles(Tenant tenant) {
        return profiles;
    }
}
