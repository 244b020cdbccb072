package dev.spanflame.proto.otlp.profile;

import dev.spanflame.proto.otlp.profile.OtlpRequest.Sample;
import dev.spanflame.proto.otlp.profile.OtlpRequest.Types;
import java.util.ArrayList;
import java.util.List;

/// Requests with a profile of two samples, in every layout.
public final class OtlpSamples {
    private OtlpSamples() {}

    /// One request in each published layout, lists of numbers packed and not.
    public static List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        for (ProfileLayout layout : ProfileLayout.values()) {
            requests.add(filled(new OtlpRequest(layout)));
            requests.add(filled(new OtlpRequest(layout).unpacked()));
        }
        return requests;
    }

    /// A request in the newest layout, of which messages are generated.
    public static byte[] newest() {
        return filled(new OtlpRequest(ProfileLayout.V1_10));
    }

    private static byte[] filled(OtlpRequest request) {
        return request.profile(
                        new Types("samples", "count", "cpu", "nanoseconds", 20_000_000),
                        new Sample(new long[] {3}, new long[0], OtlpRequest.THREAD, OtlpRequest.REGION),
                        new Sample(new long[] {4, 2}, new long[] {7, 8}, OtlpRequest.RATIO))
                .bytes();
    }
}
