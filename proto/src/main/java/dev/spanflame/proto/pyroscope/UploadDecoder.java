package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.InflateBudget;
import java.util.BitSet;

/// Decodes requests that bring profiles. Immutable, safe to share.
public final class UploadDecoder {
    private final PushDecoder push;
    private final IngestDecoder ingest;
    private final OtlpDecoder otlp;

    /// A decoder that refuses or cuts what is above `limits`.
    public UploadDecoder(ProfileLimits limits) {
        this.push = new PushDecoder(limits);
        this.ingest = new IngestDecoder(limits);
        this.otlp = new OtlpDecoder(limits);
    }

    /// What `request`, received at `receivedNanos`, brought. Profiles inside are inflated within
    /// `budget`.
    ///
    /// Throws [BackendException] when the request cannot be read at all.
    /// A bad profile or sample type among good ones is refused alone.
    public Upload decode(ProfileRequest request, long receivedNanos, InflateBudget budget) {
        return decode(request, receivedNanos, budget, new BitSet());
    }

    /// The same for a request that was judged before: the profiles in `refused` are left out.
    public Upload decode(ProfileRequest request, long receivedNanos, InflateBudget budget, BitSet refused) {
        return switch (request) {
            case ProfileRequest.Push(byte[] message) -> push.decode(message, receivedNanos, budget, refused);
            case ProfileRequest.Ingest one -> ingest.decode(one, receivedNanos, budget);
            case ProfileRequest.Otlp(byte[] message) -> otlp.decode(message, receivedNanos, budget, refused);
        };
    }
}
