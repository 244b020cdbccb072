package dev.spanflame.proto.otlp.profile;

/// What an attribute is to a sample that has it.
enum AttributeRole {
    /// A label of the series.
    LABEL,
    /// The service that ran the sample, where it is not that of the resource.
    SERVICE,
    /// Name of the thread.
    THREAD_NAME,
    /// Number of the thread.
    THREAD_ID,
    /// It says nothing that can be kept.
    NOTHING;

    static AttributeRole of(AttributeText.Pair pair) {
        if (pair.key().isEmpty() || pair.value().isEmpty()) {
            return NOTHING;
        }
        return switch (pair.key()) {
            case OtlpProfileDecoder.SERVICE -> SERVICE;
            case "thread.name" -> THREAD_NAME;
            case "thread.id" -> THREAD_ID;
            default -> LABEL;
        };
    }
}
