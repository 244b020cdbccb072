package dev.spanflame.proto.otlp;

/// Messages of OTLP that a batch keeps as wire bytes, as far as needed to find the text inside them.
enum WireShape {
    /// A field of text.
    TEXT,
    /// Any other field.
    OTHER,
    ANY_VALUE,
    ARRAY,
    MAP,
    KEY_VALUE,
    ENTITY_REF;

    /// What the field with this tag is.
    WireShape field(int tag) {
        return switch (this) {
            case TEXT, OTHER -> OTHER;
            case ANY_VALUE ->
                switch (tag) {
                    case OtlpField.ANY_STRING -> TEXT;
                    case OtlpField.ANY_ARRAY -> ARRAY;
                    case OtlpField.ANY_MAP -> MAP;
                    default -> OTHER;
                };
            case ARRAY -> tag == OtlpField.LIST_VALUES ? ANY_VALUE : OTHER;
            case MAP -> tag == OtlpField.LIST_VALUES ? KEY_VALUE : OTHER;
            case KEY_VALUE ->
                switch (tag) {
                    case OtlpField.KEY_VALUE_KEY -> TEXT;
                    case OtlpField.KEY_VALUE_VALUE -> ANY_VALUE;
                    default -> OTHER;
                };
            case ENTITY_REF ->
                switch (tag) {
                    case OtlpField.ENTITY_SCHEMA_URL,
                            OtlpField.ENTITY_TYPE,
                            OtlpField.ENTITY_ID_KEYS,
                            OtlpField.ENTITY_DESCRIPTION_KEYS -> TEXT;
                    default -> OTHER;
                };
        };
    }
}
