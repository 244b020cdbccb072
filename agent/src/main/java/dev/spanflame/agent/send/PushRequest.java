package dev.spanflame.agent.send;

import dev.spanflame.agent.convert.EncodedProfile;
import java.util.List;
import java.util.Map;
import one.proto.Proto;

/// The message `push.v1.PushRequest` of Pyroscope: a series for each profile.
final class PushRequest {
    private static final int SERIES = 1;
    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int RAW_PROFILE = 1;

    private PushRequest() {}

    static Upload of(List<EncodedProfile> profiles, Map<String, String> labels) {
        int size = 256;
        for (EncodedProfile profile : profiles) {
            size += profile.pprof().length + 512;
        }
        Proto request = new Proto(size);
        for (EncodedProfile profile : profiles) {
            Proto series = new Proto(profile.pprof().length + 512);
            series.field(LABELS, label("__name__", profile.kind().profileName()));
            for (Map.Entry<String, String> label : labels.entrySet()) {
                series.field(LABELS, label(label.getKey(), label.getValue()));
            }
            series.field(SAMPLES, new Proto(profile.pprof().length + 16).field(RAW_PROFILE, profile.pprof()));
            request.field(SERIES, series);
        }
        byte[] body = new byte[request.size()];
        System.arraycopy(request.buffer(), 0, body, 0, body.length);
        return new Upload(body);
    }

    private static Proto label(String name, String value) {
        return new Proto(64).field(1, name).field(2, value);
    }
}
