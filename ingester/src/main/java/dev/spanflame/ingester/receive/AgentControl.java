package dev.spanflame.ingester.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.spanflame.proto.edge.Caller;
import java.util.HashMap;
import java.util.Map;

/// What the project's own agents are told to change with the answer to an upload: settings in the form of
/// agent arguments, such as `interval=20ms,alloc=off`.
///
/// They are a field of the answer that its message does not have, so that others pass it over; only
/// senders that call themselves `spanflame-agent` get it. Immutable.
public final class AgentControl {
    /// What a text of [#AgentControl] should be.
    public static final String EXPECTED =
            "expected settings of the agent such as interval=20ms,alloc=off, or tenant:settings, with ; between";

    /// The number of the field, of type `string`.
    static final int FIELD = 4040;

    private static final String AGENT = "spanflame-agent";

    private final Map<String, String> byTenant = new HashMap<>();

    /// Pieces with `;` between, `tenant:settings` for one tenant or `settings` for all others; empty for
    /// nothing. [IllegalArgumentException] where [#isValid] is false.
    public AgentControl(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        for (String piece : text.split(";", -1)) {
            int colon = piece.indexOf(':');
            String tenant = colon < 0 ? "" : piece.substring(0, colon).strip();
            byTenant.put(tenant, piece.substring(colon + 1).strip());
        }
    }

    /// Whether each piece is a list of `name=value`.
    public static boolean isValid(String text) {
        for (String piece : text.split(";", -1)) {
            String settings = piece.substring(piece.indexOf(':') + 1);
            for (String setting : settings.split(",", -1)) {
                boolean pair = setting.indexOf('=') > 0 && setting.chars().allMatch(c -> c >= ' ' && c < 127);
                if (!pair && !text.isBlank()) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The fields to add to the answer.
    UnknownFieldSet answer(Caller caller) {
        String settings = byTenant.getOrDefault(caller.tenant().id(), byTenant.getOrDefault("", ""));
        if (settings.isEmpty()
                || !caller.headers().first("User-Agent").orElse("").startsWith(AGENT)) {
            return UnknownFieldSet.getDefaultInstance();
        }
        return UnknownFieldSet.newBuilder()
                .addField(
                        FIELD,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(settings))
                                .build())
                .build();
    }
}
