package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Reads the ids of spans and traces that a request selects samples by.
final class SampleIds {
    private static final int SPAN_DIGITS = 16;
    private static final int TRACE_DIGITS = 32;

    private SampleIds() {}

    /// The filter for a request, at most one list of which may have ids; throws [BackendException] of kind
    /// BAD_REQUEST for both and for ids that are none.
    static SampleFilter filter(List<String> spans, List<String> traces) {
        if (!spans.isEmpty() && !traces.isEmpty()) {
            throw BackendException.badRequest(
                    "conflicting_selectors", "span_selector and trace_id_selector cannot be used together");
        }
        if (!spans.isEmpty()) {
            return ofSpans(spans);
        }
        if (traces.isEmpty()) {
            return SampleFilter.ALL;
        }
        List<TraceId> ids = new ArrayList<>(traces.size());
        for (String text : traces) {
            requireHex(text, TRACE_DIGITS, "trace_id_selector");
            ids.add(TraceId.parse(text));
        }
        return SampleFilter.ofTraces(ids);
    }

    /// Samples of the given spans.
    static SampleFilter ofSpans(List<String> spans) {
        List<Long> ids = new ArrayList<>(spans.size());
        for (String text : spans) {
            requireHex(text, SPAN_DIGITS, "span_selector");
            ids.add(Hex.parse(text, 0, SPAN_DIGITS));
        }
        return SampleFilter.ofSpans(ids);
    }

    private static void requireHex(String text, int digits, String field) {
        boolean valid = text.length() == digits;
        for (int i = 0; valid && i < digits; i++) {
            char c = text.charAt(i);
            valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        }
        if (!valid) {
            String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
            throw BackendException.badRequest(
                    "invalid_id", field + " has '" + shown + "'; expected " + digits + " hexadecimal digits");
        }
    }
}
